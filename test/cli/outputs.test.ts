import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/cli/node-files.js';
import { type OutputFlags, Outputs } from '../../src/cli/outputs.js';
import { UsageError } from '../../src/errors.js';
import { runCli } from '../support/cli.js';
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

  it('gives up what cannot be written, says so once, and goes on with the others', async () => {
    const folder = await testFolder();
    const files = nodeFiles(folder);
    const said: string[] = [];
    const written: string[] = [];
    const full = new UsageError('bad-file', 'full.jsonl cannot be written: the disk is full');
    let discarded = 0;
    const made = await Outputs.open(
      { output: ['jsonl=full.jsonl', 'csv=b.csv'] },
      {
        stdin: (async function* () {})(),
        stdout: { write: async (text: string) => void written.push(text) },
        stderr: { write: async (text: string) => void said.push(text) },
        files: {
          ...files,
          writeAtomically: async (path) =>
            path === 'b.csv'
              ? files.writeAtomically(path)
              : {
                  write: () => Promise.reject(full),
                  commit: () => Promise.reject(new Error('never')),
                  discard: async () => {
                    discarded += 1;
                  },
                },
        },
        env: {},
        terminal: { stdin: false, stdout: false, stderr: false },
        columns: null,
        askSecretly: async () => null,
        signal: new AbortController().signal,
        now: () => new Date(0),
        clock: () => 0,
        nodeVersion: '20.20.2',
      },
    );
    await made.report(aReport());
    await made.report(aReport());
    await made.close(false);
    expect([said, made.failed, discarded]).toEqual([[`whichcert: ${full.message}.\n`], true, 1]);
    expect(await readFile(join(folder, 'b.csv'), 'utf8')).toContain('shop.example');
    expect(written.join('')).toContain('2 targets');
  });

  it('leaves nothing behind when a later place cannot be opened', async () => {
    const folder = await testFolder();
    const argv = ['shop.example@127.0.0.1:1', '--output', 'csv=a.csv', '--output', 'jsonl=nowhere/b.jsonl'];
    expect((await runCli(argv, { folder })).code).toBe(3);
    expect(await readdir(folder)).toEqual([]);
  });
});
