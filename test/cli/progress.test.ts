import { describe, expect, it } from 'vitest';
import type { TargetCount } from '../../src/cli/check-targets.js';
import { Progress } from '../../src/cli/progress.js';
import { aConflict, anUnresolved, aReport } from '../support/reports.js';

function progress(terminal: boolean, columns: number | null = null) {
  const written: string[] = [];
  let now = 0;
  const io = {
    stderr: { write: async (text: string) => void written.push(text) },
    terminal: { stdin: false, stdout: terminal, stderr: terminal },
    clock: () => now,
    columns,
  };
  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };
  return { written, pass, made: new Progress(io, true) };
}

const COUNT: TargetCount = { read: 0, bytes: null, bytesRead: 0, complete: false };
const BEGIN = '\r\u001b[K';

describe('Progress', () => {
  it('is one line on a terminal, and gone before anything else is said', async () => {
    const { written, made } = progress(true);
    await made.report(aConflict());
    await made.report(aReport());
    await made.say('a warning');
    await made.clear();
    expect(written).toEqual([`${BEGIN}1 checked, 1 not ok`, BEGIN, 'a warning\n']);
  });

  it('is nothing without a terminal', async () => {
    const { written, made } = progress(false);
    await made.report(aReport());
    await made.round({ round: 1, converged: 0, total: 1, missing: [aConflict()], pauseMs: 1000 });
    await made.say('a warning');
    expect(written).toEqual(['a warning\n']);
  });

  it('says done, wrong, rate and time left, once these mean something', async () => {
    const { written, pass, made } = progress(true);
    made.expect({ ...COUNT, read: 100, complete: true });
    await made.report(aReport());
    for (let index = 0; index < 8; index += 1) await made.report(aReport());
    pass(5000);
    await made.report(aConflict());
    expect(written).toEqual([
      `${BEGIN}1 of 100 checked, 0 not ok`,
      `${BEGIN}10 of 100 checked, 1 not ok, 2/s, 45 s left`,
    ]);
  });

  it('estimates how many there will be by how much of the lists has been read', async () => {
    const { written, pass, made } = progress(true);
    made.expect({ read: 50, bytes: 2000, bytesRead: 1000, complete: false });
    pass(10_000);
    await made.report(aReport());
    expect(written).toEqual([`${BEGIN}1 checked, 0 not ok, 6/min, 17 min left`]);
    made.expect(COUNT);
    pass(10_000);
    await made.report(aReport());
    expect(written.at(-1)).toBe(`${BEGIN}2 checked, 0 not ok, 6/min`);
  });

  it('says while waiting how many have arrived, what is missing, and when it asks again', async () => {
    const { written, made } = progress(true, 200);
    await made.round({ round: 1, converged: 1, total: 3, missing: [aConflict(), aReport()], pauseMs: 1500 });
    await made.round({
      round: 2,
      converged: 0,
      total: 4,
      missing: [aConflict(), aConflict(), aConflict(), anUnresolved()],
      pauseMs: null,
    });
    expect(written).toEqual([
      `${BEGIN}1 of 3 as expected; missing: shop.example [ip-binding-conflict], shop.example (settling); again in 2 s`,
      `${BEGIN}0 of 4 as expected; missing: ${Array(3).fill('shop.example [ip-binding-conflict]').join(', ')} and 1 more`,
    ]);
  });

  it('never wraps', async () => {
    const { written, made } = progress(true, 30);
    await made.round({ round: 1, converged: 1, total: 3, missing: [aConflict()], pauseMs: 1500 });
    expect(written[0]?.slice(BEGIN.length)).toHaveLength(29);
  });
});
