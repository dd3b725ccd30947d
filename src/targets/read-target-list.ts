import { UsageError } from '../errors.js';
import type { BadLine, Target } from '../model/target.js';
import { canonicalAddress } from './address.js';
import { type Column, type Header, KNOWN_COLUMNS, readHeader, ZGRAB_COLUMNS } from './columns.js';
import { readCsv, splitRecord } from './csv.js';
import { badLine, csvTargets } from './csv-target.js';
import { decodeLines, type Line } from './decode-lines.js';
import { RowMerger } from './merge-rows.js';
import { readTarget, type TargetDefaults } from './parse-target.js';
import { quoted, TargetProblem } from './problem.js';

const MOST_COLUMNS = 8;

/**
 * Reads a list of targets, lazily: text (a TARGET a line, `#` comments) or CSV with a header (`host, port, address,
 * starttls, fingerprint, label`, any order, `,` or `;`), zgrab2's `IP, DOMAIN, TAG, PORT` with or without one; UTF-8 or
 * UTF-16, byte order mark, CRLF. A line that is no target comes out as a BadLine and the rest goes on.
 * Throws UsageError `bad-file` for what is not a text file, and for a column whose name was mistyped: without its addresses a
 * list asks other servers. Columns of other names are told to `onWarning`, once, and passed over.
 *
 * ```ts
 * for await (const target of readTargetList(createReadStream('hosts.txt'), 'hosts.txt')) …
 * ```
 */
export async function* readTargetList(
  chunks: AsyncIterable<Uint8Array>,
  source: string,
  defaults: TargetDefaults = {},
  onWarning: (message: string) => void = () => undefined,
): AsyncGenerator<Target | BadLine> {
  const lines = decodeLines(chunks, source);
  const merger = new RowMerger();
  let delimiter: string | null = null;
  let first = true;
  for await (const line of lines) {
    const text = withoutComment(line.text);
    if (text === '') continue;
    const separator = /^"?sep=(.)"?$/.exec(text);
    if (first && separator !== null) {
      delimiter = separator[1] ?? null;
      continue;
    }
    const header = first ? readHeader(text, delimiter) : null;
    first = false;
    if (header !== null) {
      judgeHeader(header, source, onWarning);
      yield* csvList(lines, header, source, defaults, merger);
      break;
    }
    yield* textLine(line, text, source, defaults, merger);
  }
  yield* merger.end();
}

function judgeHeader({ unknown, mistyped }: Header, source: string, onWarning: (message: string) => void): void {
  if (mistyped !== null) {
    throw new UsageError(
      'bad-file',
      `${source}: the column ${quoted(mistyped.written)} is not known; was ${quoted(mistyped.meant)} meant`,
      `Known are ${KNOWN_COLUMNS}. Rename the column, or take it out.`,
    );
  }
  if (unknown.length === 0) return;
  const names = unknown.slice(0, MOST_COLUMNS).map(quoted).join(', ');
  const more = unknown.length > MOST_COLUMNS ? ` and ${unknown.length - MOST_COLUMNS} more` : '';
  const [what, are] = unknown.length === 1 ? ['the column', 'is'] : ['the columns', 'are'];
  onWarning(`${source}: ${what} ${names}${more} ${are} not read; known are ${KNOWN_COLUMNS}`);
}

async function* csvList(
  lines: AsyncGenerator<Line>,
  header: Header,
  source: string,
  defaults: TargetDefaults,
  merger: RowMerger,
): AsyncGenerator<Target | BadLine> {
  for await (const record of readCsv(lines, header.delimiter)) {
    if (record.fields[0]?.startsWith('#') || record.fields.every((field) => field === '')) continue;
    for (const row of csvTargets(record, header.columns, source, defaults)) {
      yield* addRow(row, header.columns, merger);
    }
  }
}

function* textLine(
  line: Line,
  text: string,
  source: string,
  defaults: TargetDefaults,
  merger: RowMerger,
): Generator<Target | BadLine> {
  const at = `${source}:${line.number}`;
  if (line.cut) {
    yield badLine(at, text, 'the line is too long');
    return;
  }
  const fields = zgrabFields(text);
  if (fields !== null) {
    const record = { number: line.number, fields, problem: null };
    for (const row of csvTargets(record, ZGRAB_COLUMNS, source, defaults)) yield* addRow(row, ZGRAB_COLUMNS, merger);
    return;
  }
  try {
    yield* readTarget(text, { source: at, defaults });
  } catch (error) {
    if (!(error instanceof TargetProblem)) throw error;
    yield badLine(at, text, reasonOf(error, text));
  }
}

/** Rows with addresses of their own are merged; what `--address` put under a name is not a row's. */
function* addRow(
  row: Target | BadLine,
  columns: readonly (Column | null)[],
  merger: RowMerger,
): Generator<Target | BadLine> {
  if (columns.includes('address')) yield* merger.add(row);
  else yield row;
}

/** `IP, DOMAIN, TAG, PORT`: known by an address, or nothing, before the first comma. */
function zgrabFields(text: string): readonly string[] | null {
  const comma = text.indexOf(',');
  if (comma === -1) return null;
  const first = text.slice(0, comma).trim();
  if (first !== '' && canonicalAddress(first) === null) return null;
  return splitRecord(text, ',');
}

/** Without a comment: a line's, or one after a blank. */
function withoutComment(text: string): string {
  return text.replace(/(?:^|\s)#.*$/s, '').trim();
}

/** The reason with its hint; a line that looks like CSV in a file without a header is told so. */
function reasonOf(problem: TargetProblem, text: string): string {
  if (/[;,\t]/.test(text)) return `${problem.message}; CSV needs a header such as host,port,address`;
  return problem.hint === null ? problem.message : `${problem.message}. ${problem.hint}`;
}
