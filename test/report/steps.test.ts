import { describe, expect, it } from 'vitest';
import { promptOf, readSteps } from '../../src/report/steps.js';

describe("a remedy's steps", () => {
  it('are words and lines to copy, without prompts', () => {
    expect(readSteps(['Show the blocks:\n$ nginx -T\n$ nginx -t', 'Attach it:\nPS> Get-Item x'])).toEqual([
      [
        { kind: 'words', text: 'Show the blocks:' },
        { kind: 'code', shell: 'sh', lines: ['nginx -T', 'nginx -t'] },
      ],
      [
        { kind: 'words', text: 'Attach it:' },
        { kind: 'code', shell: 'powershell', lines: ['Get-Item x'] },
      ],
    ]);
  });

  it('keep a configuration apart from the command below it, with its own indentation', () => {
    expect(readSteps(['Add:\n  server {\n      listen 443 ssl;\n  }\n$ nginx -s reload'])).toEqual([
      [
        { kind: 'words', text: 'Add:' },
        { kind: 'code', shell: null, lines: ['server {', '    listen 443 ssl;', '}'] },
        { kind: 'code', shell: 'sh', lines: ['nginx -s reload'] },
      ],
    ]);
  });

  it('a command alone belongs to the words before it', () => {
    expect(readSteps(['Show the row:', 'PS> netsh http show sslcert'])).toHaveLength(1);
    expect(readSteps(['$ whichcert shop.example'])).toEqual([
      [{ kind: 'code', shell: 'sh', lines: ['whichcert shop.example'] }],
    ]);
  });

  it('show the prompt that was cut', () => {
    expect([promptOf('sh'), promptOf('powershell'), promptOf(null)]).toEqual(['$ ', 'PS> ', '']);
  });
});
