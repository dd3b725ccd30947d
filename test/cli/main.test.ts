import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'src', 'cli', 'main.js');

function start(argv: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...argv], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return { child, stderr: () => stderr, exited: once(child, 'exit') };
}

describe('the process', () => {
  it('gives the exit code of the run', async () => {
    const { exited, stderr } = start([]);
    expect((await exited)[0]).toBe(3);
    expect(stderr()).toMatch(/^whichcert: there is nothing to check/);
  });

  it('ends quietly when its reader goes away', async () => {
    const { child, stderr, exited } = start(['--help']);
    child.stdout.destroy();
    const [code, signal] = await exited;
    expect([code, signal, stderr()]).toEqual([0, null, '']);
  });

  it.skipIf(process.platform === 'win32')('keeps the lab until it is interrupted, and leaves nothing', async () => {
    const { child, stderr, exited } = start(['lab']);
    let said = '';
    for await (const text of child.stdout.setEncoding('utf8')) {
      said += text;
      if (said.includes('Ctrl-C')) break;
    }
    const ca = /--ca (\S+)/.exec(said)?.[1] ?? '';
    expect(existsSync(ca)).toBe(true);
    child.kill('SIGINT');
    expect([(await exited)[0], stderr(), existsSync(ca)]).toEqual([0, '', false]);
  });
});
