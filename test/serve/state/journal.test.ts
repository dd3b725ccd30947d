import { appendFile, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryOf, readSnapshots } from '../../../src/serve/state/entries.js';
import { Journal } from '../../../src/serve/state/journal.js';
import { aConflict, aReport, HOSTILE } from '../../support/reports.js';
import { testFolder } from '../../support/temp.js';

const NAME = 'whichcert-state.jsonl';

async function open(folder: string, more: Partial<Parameters<typeof Journal.open>[0]> = {}) {
  const failures: string[] = [];
  const opened = await Journal.open({ folder, onFailure: (code) => failures.push(code), snapshot: () => [], ...more });
  return { ...opened, failures };
}

describe('the journal', () => {
  it('gives back what was appended', async () => {
    const folder = join(await testFolder('state'), 'new');
    const first = await open(folder);
    expect(first.recovered).toEqual({ entries: [], lost: 0 });
    first.journal.append({ id: 'a', text: HOSTILE });
    first.journal.append({ id: 'b' });
    await first.journal.close();
    expect((await open(folder)).recovered).toEqual({ entries: [{ id: 'a', text: HOSTILE }, { id: 'b' }], lost: 0 });
    expect(first.failures).toEqual([]);
  });

  it.each(['{"id":"b"', '{"id":"b"}', '\u0000\u0000\u0000', '{'])('cuts a torn tail: %j', async (tail) => {
    const folder = await testFolder('state');
    const path = join(folder, NAME);
    await writeFile(path, '{"id":"a"}\n');
    await appendFile(path, tail);
    const { journal, recovered } = await open(folder);
    expect(recovered).toEqual({ entries: [{ id: 'a' }], lost: 1 });
    journal.append({ id: 'c' });
    await journal.close();
    expect(await readFile(path, 'utf8')).toBe('{"id":"a"}\n{"id":"c"}\n');
  });

  it('goes on beyond a line that cannot be read', async () => {
    const folder = await testFolder('state');
    await writeFile(join(folder, NAME), '{"id":"a"}\nrubbish\n\n{"id":"b"}\n');
    expect((await open(folder)).recovered).toEqual({ entries: [{ id: 'a' }, { id: 'b' }], lost: 1 });
  });

  it('is written afresh when it has grown, and leaves nothing beside it', async () => {
    const folder = await testFolder('state');
    const { journal, failures } = await open(folder, { compactAbove: 1_000, snapshot: () => [{ id: 'whole' }] });
    for (let entry = 0; entry < 100; entry += 1) journal.append({ id: `e${entry}`, filler: 'x'.repeat(20) });
    await journal.close();
    expect((await stat(join(folder, NAME))).size).toBeLessThan(1_000);
    expect((await open(folder)).recovered.entries[0]).toEqual({ id: 'whole' });
    expect(await readdir(folder)).toEqual([NAME]);
    expect(failures).toEqual([]);
  });

  it('keeps entries while they cannot be written, and says so', async () => {
    const folder = await testFolder('state');
    const path = join(folder, NAME);
    const { journal, failures } = await open(folder);
    // A folder where the file should be: as good as a full disk, and root is stopped by it too.
    await rm(path, { force: true });
    await mkdir(path);
    journal.append({ id: 'a' });
    await journal.close();
    expect(new Set(failures)).toEqual(new Set(['EISDIR']));
    expect(journal.pending).toBe(1);
    await rm(path, { recursive: true });
    journal.append({ id: 'b' });
    await journal.close();
    expect(journal.pending).toBe(0);
    expect((await open(folder)).recovered).toEqual({ entries: [{ id: 'a' }, { id: 'b' }], lost: 0 });
  });

  it.runIf(process.platform === 'linux')('survives a full disk', async () => {
    const folder = await testFolder('state');
    const { journal, failures } = await open(folder);
    await symlink('/dev/full', join(folder, NAME));
    journal.append({ id: 'a' });
    await journal.close();
    expect(new Set(failures)).toEqual(new Set(['ENOSPC']));
    await rm(join(folder, NAME));
    journal.append({ id: 'b' });
    await journal.close();
    expect((await open(folder)).recovered.entries).toEqual([{ id: 'a' }, { id: 'b' }]);
  });
});

describe('snapshots', () => {
  it('the last of each target holds; what is none is left out', async () => {
    const one = { id: 'a', report: aReport(), events: [] };
    const later = {
      ...one,
      report: aConflict(),
      events: [{ at: 'x', kind: 'status' as const, address: null, before: null, after: 'ok' }],
    };
    const entries = [
      entryOf(one),
      entryOf({ ...one, id: 'b' }),
      entryOf(later),
      null,
      7,
      { id: 'c' },
      { ...entryOf({ ...one, id: 'd' }), version: 9 },
    ];
    expect(await readSnapshots(JSON.parse(JSON.stringify(entries)))).toEqual([later, { ...one, id: 'b' }]);
  });
});
