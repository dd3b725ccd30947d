import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCli } from '../support/cli.js';
import { testFolder } from '../support/temp.js';

/** A port that accepts and says nothing; resolves `met` at the first connection. */
async function silentPort(): Promise<{ readonly port: number; readonly met: Promise<unknown> }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const met = once(server, 'connection').then(([socket]) => {
    onTestFinished(() => socket.destroy());
  });
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, met };
}

describe('Ctrl-C', () => {
  it('reports what is known, completes the files, and does not say that all is well', async () => {
    const { port, met } = await silentPort();
    const folder = await testFolder();
    const controller = new AbortController();
    const running = runCli(
      ['b.example@127.0.0.1', '--connect-to', `::127.0.0.1:${port}`, '--output', 'jsonl=out.jsonl'],
      {
        folder,
        signal: controller.signal,
      },
    );
    await met;
    controller.abort();
    const { code, stdout, stderr } = await running;
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout).toContain('Ended early: what is not listed was not asked');
    expect(await readdir(folder)).toEqual(['out.jsonl']);
    for (const line of (await readFile(join(folder, 'out.jsonl'), 'utf8')).split('\n')) {
      if (line !== '') expect(JSON.parse(line)).toMatchObject({ schemaVersion: 1 });
    }
  });
});
