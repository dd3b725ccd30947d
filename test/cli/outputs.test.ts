import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/cli/node-files.js';
import { type OutputFlags, Outputs } from '../../src/cli/outputs.js';
import { aConflict, aReport } from '../support/reports.js';
import { testFolder } from '../support/temp.js';

async function outputs(flags: OutputFlags) {
  const folder = await testFolder();
  const written: string[] = [];
  const made = await Outputs.open(flags, {
    stdin: (async function* () {})(),
    stdout: { write: async (text: string) => void written.push(text) },
    stderr: { write: async () => undefined },
    files: nodeFiles(folder),
    env: {},
    terminal: { stdin: false, stdout: false, stderr: false },
    columns: null,
    askSecretly: async () => null,
    signal: new AbortController().signal,
    now: () => new Date(0),
    clock: () => 0,
    nodeVersion: '20.20.2',
  });
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  return { made, stdout: () => written.join(''), read, names: () => readdir(folder) };
}

describe('Outputs', () => {
  it('writes text on stdout unless told otherwise, and sums up', async () => {
    const { made, stdout } = await outputs({});
    await made.report(aConflict());
    const summary = await made.close(false);
    expect(stdout()).toContain('1 target at 2 addresses: 1 critical (5 connections, 0.0 s)');
    expect(summary).toMatchObject({ targets: 1, statuses: { critical: 1 } });
  });

  it('puts one file in the place of stdout, and others beside it', async () => {
    const { made, stdout, read, names } = await outputs({
      format: 'jsonl',
      output: ['a.jsonl', 'text=b.txt', 'junit=c.xml'],
    });
    await made.report(aReport());
    await made.close(false);
    expect(stdout()).toBe('');
    expect(JSON.parse(await read('a.jsonl'))).toEqual(aReport());
    expect(await read('b.txt')).toContain('shop.example');
    expect(await read('c.xml')).toMatch(/^<\?xml/);
    expect((await names()).sort()).toEqual(['a.jsonl', 'b.txt', 'c.xml']);
  });

  it.each(['text', 'jsonl', 'csv', 'markdown', 'html', 'junit', 'sarif', 'github'])('knows %s', async (format) => {
    const { made, stdout } = await outputs({ format });
    await made.report(aConflict());
    await made.close(false);
    expect(stdout()).toContain('shop.example');
  });

  it('leaves the healthy out of every format with --only-problems, and still counts them', async () => {
    const { made, stdout } = await outputs({ format: 'jsonl', onlyProblems: true });
    await made.report(aReport());
    await made.report(aConflict());
    const { targets } = await made.close(false);
    expect([stdout().trim().split('\n').length, targets]).toEqual([1, 2]);
  });

  it('is silent with --quiet, but for files', async () => {
    const { made, stdout, read } = await outputs({ quiet: true, output: ['jsonl=a.jsonl'] });
    await made.report(aReport());
    await made.close(false);
    expect(stdout()).toBe('');
    expect(await read('a.jsonl')).toContain('shop.example');
  });

  it('leaves no file of a run that failed', async () => {
    const { made, names } = await outputs({ output: ['a.txt'] });
    await made.report(aReport());
    await made.discard();
    expect(await names()).toEqual([]);
  });
});
