import type { TranscriptEntry } from '../engine/transcript.js';
import { escapePeerText } from '../report/escape.js';

/** One step of one connection as a line for `--debug`: when, whom, which question, what. */
export function transcriptLine(entry: TranscriptEntry): string {
  const time = new Date(entry.at).toISOString().slice(11, 23);
  const where = entry.dialled === null ? entry.target : `${entry.target} ${entry.dialled}`;
  return escapePeerText(`${time} ${where} ${entry.probe ?? '-'} ${entry.event}: ${entry.detail}`);
}
