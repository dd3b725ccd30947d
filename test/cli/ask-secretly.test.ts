import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { askSecretly } from '../../src/cli/ask-secretly.js';
import { findProgram } from '../support/peers.js';
import { runProgram } from '../support/process.js';
import { root } from '../support/sources.js';
import { testFolder, writeFiles } from '../support/temp.js';

/** A keyboard that keeps what was asked of it. */
class Keyboard extends EventEmitter {
  readonly log: string[] = [];
  setRawMode(raw: boolean): void {
    this.log.push(raw ? 'raw' : 'as before');
  }
  resume(): void {
    this.log.push('resume');
  }
  pause(): void {
    this.log.push('pause');
  }
}

function ask(signal = new AbortController().signal) {
  const keyboard = new Keyboard();
  const said: string[] = [];
  const answer = askSecretly('Password: ', keyboard, async (text) => void said.push(text), signal);
  const type = async (...chunks: readonly (string | Uint8Array)[]): Promise<void> => {
    if (!keyboard.log.includes('resume')) await new Promise<void>((resolve) => setImmediate(resolve));
    for (const chunk of chunks) keyboard.emit('data', Buffer.from(chunk));
  };
  return { keyboard, said, answer, type };
}

describe('a password at the terminal', () => {
  it('is taken key by key, without being shown, and the terminal is left as it was', async () => {
    const { keyboard, said, answer, type } = ask();
    await type('sec', 'rxt', '\u007f\b', 'et\r', 'more');
    expect(await answer).toBe('secret');
    expect(said).toEqual(['Password: ', '\n']);
    expect(keyboard.log).toEqual(['raw', 'resume', 'pause', 'as before']);
    expect(keyboard.listenerCount('data')).toBe(0);
  });

  it('may have characters that are torn between two reads', async () => {
    const { answer, type } = ask();
    const bytes = Buffer.from('pä€😀\n');
    await type(...[...bytes].map((byte) => Uint8Array.of(byte)));
    expect(await answer).toBe('pä€😀');
  });

  it('begins anew with Ctrl-U', async () => {
    const { answer, type } = ask();
    await type('wrong\u0015right\n');
    expect(await answer).toBe('right');
  });

  it.each([
    ['Ctrl-C', 'half\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('is given up by %s', async (_, keys) => {
    const { keyboard, answer, type } = ask();
    await type(keys);
    expect(await answer).toBeNull();
    expect(keyboard.log.at(-1)).toBe('as before');
  });

  it('is given up when the run is ended', async () => {
    const controller = new AbortController();
    const { keyboard, answer } = ask(controller.signal);
    controller.abort();
    expect(await answer).toBeNull();
    expect(keyboard.log.at(-1)).toBe('as before');
  });

  it.skipIf(findProgram('python3') === null || findProgram('openssl') === null)(
    'is not echoed by a real terminal',
    async () => {
      const folder = await testFolder();
      await writeFiles(folder, { 'ask.py': PSEUDO_TERMINAL });
      const made = await runProgram(
        'openssl',
        [
          'req',
          '-x509',
          '-newkey',
          'rsa:2048',
          '-nodes',
          '-subj',
          '/CN=shop.test',
          '-addext',
          'subjectAltName=DNS:shop.test',
          '-keyout',
          'k.pem',
          '-out',
          'c.pem',
        ],
        { cwd: folder },
      );
      expect(made.code).toBe(0);
      await runProgram(
        'openssl',
        ['pkcs12', '-export', '-inkey', 'k.pem', '-in', 'c.pem', '-passout', 'pass:s3cret', '-out', 'new.pfx'],
        { cwd: folder },
      );
      const main = `${root}/dist/src/cli/main.js`;
      const argv = [main, 'shop.test:1@127.0.0.1', '--expect-certificate', 'new.pfx', '--format', 'jsonl'];
      const { stdout } = await runProgram('python3', ['ask.py', process.execPath, ...argv], { cwd: folder });
      expect(stdout).toContain('Password for new.pfx: ');
      expect(stdout).toContain('"schemaVersion":1');
      expect(stdout).not.toContain('s3cret');
    },
  );
});

const PSEUDO_TERMINAL = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
seen = b''
typed = False
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    seen += piece
    if not typed and b'Password for' in seen:
        typed = True
        os.write(terminal, b's3cret\\r')
os.waitpid(pid, 0)
sys.stdout.write(seen.decode())
`;
