import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { toolName } from '../../src/cli/version.js';

it('the tool is called as its package', () => {
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(toolName()).toBe(`${name}/${version}`);
});
