import { describe, expect, it } from 'vitest';
import { Progress } from '../../src/cli/progress.js';
import { aConflict, aReport } from '../support/reports.js';

function progress(terminal: boolean) {
  const written: string[] = [];
  const io = {
    stderr: { write: async (text: string) => void written.push(text) },
    terminal: { stdin: false, stdout: terminal, stderr: terminal },
    clock: () => 0,
    columns: null,
  };
  return { written, made: new Progress(io, true) };
}

describe('Progress', () => {
  it('is one line on a terminal, and gone before anything else is said', async () => {
    const { written, made } = progress(true);
    await made.report(aConflict());
    await made.report(aReport());
    await made.say('a warning');
    await made.clear();
    expect(written).toEqual(['\r\u001b[K1 checked, 1 not ok', '\r\u001b[K', 'a warning\n']);
  });

  it('is nothing without a terminal', async () => {
    const { written, made } = progress(false);
    await made.report(aReport());
    await made.say('a warning');
    expect(written).toEqual(['a warning\n']);
  });
});
