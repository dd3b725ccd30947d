import type { Line } from './decode-lines.js';

/** One record of a CSV file (RFC 4180), numbered by its first line. `problem` when its quotes do not close. */
export interface CsvRecord {
  readonly number: number;
  readonly fields: readonly string[];
  readonly problem: string | null;
}

/** A quoted field may run over lines; more than this and the closing quote was forgotten. */
const LONGEST_FIELD_LINES = 50;

/** Lines to records: quoted fields, doubled quotes, line ends inside quotes; blank lines are skipped. */
export async function* readCsv(lines: AsyncIterable<Line>, delimiter: string): AsyncGenerator<CsvRecord> {
  let held: Line[] = [];
  for await (const line of lines) {
    if (held.length === 0 && line.text.trim() === '') continue;
    held.push(line);
    const joined = held.map((each) => each.text).join('\n');
    const fields = splitRecord(joined, delimiter);
    if (fields === null && held.length < LONGEST_FIELD_LINES) continue;
    yield record(held, fields, joined);
    held = [];
  }
  if (held.length > 0) yield record(held, null, held[0]?.text ?? '');
}

function record(held: readonly Line[], fields: readonly string[] | null, text: string): CsvRecord {
  const number = held[0]?.number ?? 0;
  if (held.some((line) => line.cut)) return { number, fields: [text], problem: 'the line is too long' };
  if (fields === null) return { number, fields: [text], problem: 'a quote is not closed' };
  return { number, fields, problem: null };
}

/** The fields of one record, trimmed; null when a quote is still open at the end. */
export function splitRecord(text: string, delimiter: string): readonly string[] | null {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    while (text[at] === ' ' || (text[at] === '\t' && delimiter !== '\t')) at += 1;
    if (text[at] === '"') {
      let value = '';
      let from = at + 1;
      for (;;) {
        const quote = text.indexOf('"', from);
        if (quote === -1) return null;
        value += text.slice(from, quote);
        if (text[quote + 1] !== '"') {
          at = quote + 1;
          break;
        }
        value += '"';
        from = quote + 2;
      }
      const end = endOfField(text, at, delimiter);
      fields.push((value + text.slice(at, end)).trim());
      at = end;
    } else {
      const end = endOfField(text, at, delimiter);
      fields.push(text.slice(at, end).trim());
      at = end;
    }
    if (at >= text.length) return fields;
    at += delimiter.length;
  }
}

function endOfField(text: string, from: number, delimiter: string): number {
  const end = text.indexOf(delimiter, from);
  return end === -1 ? text.length : end;
}
