import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const IMPORT = /^(?:import|export)\s(?!type\s)(?:[^;'"]*?\sfrom\s)?['"]([^'"]+)['"];/gm;

/** The packages that a module loads when it is loaded, itself and everything that it imports statically. */
function packagesOf(entry: string): readonly string[] {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const match of readFileSync(path, 'utf8').matchAll(IMPORT)) {
      const name = match[1] ?? '';
      if (name.startsWith('.')) waiting.push(normalize(join(dirname(path), name.replace(/\.js$/, '.ts'))));
      else if (!name.startsWith('node:')) packages.add(name);
    }
  }
  return [...packages].sort();
}

describe('a start costs what it uses', () => {
  it('loads no package but commander before a command is chosen', () => {
    expect(packagesOf('src/cli/main.ts')).toEqual(['commander']);
  });

  it.each([
    ['src/cli/check.ts', ['commander', 'ipaddr.js']],
    ['src/engine/check.ts', ['ipaddr.js', 'p-limit']],
    ['src/cli/render.ts', ['commander']],
    ['src/cli/explain.ts', ['commander']],
    ['src/cli/demo.ts', ['commander', 'ipaddr.js']],
  ])('%s loads %j at most', (entry, allowed) => {
    expect(existsSync(entry)).toBe(true);
    expect(packagesOf(entry).filter((name) => !allowed.includes(name))).toEqual([]);
  });
});
