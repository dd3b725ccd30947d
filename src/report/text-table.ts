import type { Table, TableConstructorOptions } from 'cli-table3';
import type { Finding } from '../model/finding.js';
import type { Status, TargetReport } from '../model/report.js';
import { endpointCode, findingsElsewhere, statusWords, targetWords, unresolvedCode } from './codes.js';
import { escapePeerText } from './escape.js';
import { resolutionWords } from './resolution-words.js';
import { servedWords, untilWords } from './served.js';
import type { Style } from './style.js';
import { fold } from './wrap.js';

type TableConstructor = new (options: TableConstructorOptions) => Table;

interface Row {
  readonly name: string;
  readonly address: string;
  readonly status: Status;
  readonly code: string | null;
  readonly served: string;
  readonly until: string;
}

const GAP = 2;
const STATUS = 2;
const SERVED = 3;
/** Columns that may give way, in this order, and what they keep. */
const SHRINKABLE = [
  [SERVED, 24],
  [0, 20],
  [1, 15],
] as const;
/** Below this the table has two lines a row instead of two more columns. */
const WIDE = 118;

/** One row per name and address: status and code, what is served, until when. */
export function renderTable(
  Table: TableConstructor,
  reports: readonly TargetReport[],
  { columns, judgedAt = null }: { readonly columns: number; readonly judgedAt?: string | null },
  style: Style,
): string {
  const rows = reports.flatMap((report) => rowsOf(report, judgedAt));
  if (rows.length === 0) return '';
  const wide = columns >= WIDE;
  const cells = rows.map((row) => (wide ? wideCells(row) : narrowCells(row)));
  const head = ['NAME', 'ADDRESS', 'STATUS', ...(wide ? ['SERVED', 'UNTIL'] : ['SERVED, UNTIL'])];
  const fitted = widths(head, cells, columns);
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
    colWidths: fitted.map((width) => width + GAP),
  });
  table.push(head.map((each) => style.dim(each)));
  for (const [index, row] of rows.entries()) {
    const fitting = (cells[index] ?? []).map((cell, column) =>
      eachLine(cell, (line) =>
        column === SERVED ? [cut(line, fitted[column] ?? 1)] : fold(line, fitted[column] ?? 1),
      ),
    );
    fitting[STATUS] = (fitting[STATUS] ?? '').replace(row.status, style.status(row.status, row.status));
    table.push(fitting);
  }
  const lines = table.toString().split('\n');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function eachLine(cell: string, fit: (line: string) => readonly string[]): string {
  return cell.split('\n').flatMap(fit).join('\n');
}

/** What is served stays on one line: the details stand below. */
function cut(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, Math.max(1, width - 1)).trimEnd()}…`;
}

function rowsOf(report: TargetReport, judgedAt: string | null): readonly Row[] {
  const name = escapePeerText(targetWords(report.target));
  if (report.endpoints.length === 0) {
    const code = unresolvedCode(report);
    const served = code === 'bad-target' ? 'not a target' : resolutionWords(report.resolution.reason);
    return [{ name, address: '-', status: report.status, code, served, until: '' }];
  }
  const rows = report.endpoints.map((endpoint, index) => ({
    name: index === 0 ? name : '',
    address: escapePeerText(endpoint.port === report.target.port ? endpoint.address : withPort(endpoint)),
    status: endpoint.status,
    code: endpointCode(report, endpoint),
    served: servedWords(report, endpoint),
    until: untilWords(report, endpoint, judgedAt),
  }));
  return [...rows, ...findingsElsewhere(report).map(goneRow)];
}

/** An address of a baseline that the target no longer has. */
function goneRow({ address, severity, code }: Finding): Row {
  const status = severity === 'critical' ? 'critical' : 'warning';
  return {
    name: '',
    address: escapePeerText(address ?? ''),
    status,
    code,
    served: 'no longer an address of it',
    until: '',
  };
}

function withPort(endpoint: { readonly address: string; readonly port: number }): string {
  return endpoint.address.includes(':')
    ? `[${endpoint.address}]:${endpoint.port}`
    : `${endpoint.address}:${endpoint.port}`;
}

function wideCells(row: Row): readonly string[] {
  return [row.name, row.address, statusWords(row.status, row.code), row.served, row.until];
}

function narrowCells(row: Row): readonly string[] {
  return [
    row.name,
    row.address,
    row.code === null ? row.status : `${row.status}\n[${row.code}]`,
    row.until === '' ? row.served : `${row.served}\n${row.until}`,
  ];
}

/** Natural widths; what is too wide is taken from what is served first, which is cut, then from the name, which wraps. */
function widths(head: readonly string[], cells: readonly (readonly string[])[], columns: number): readonly number[] {
  const natural = head.map((title, index) => Math.max(title.length, ...cells.map((row) => widest(row[index] ?? ''))));
  for (const [index, least] of SHRINKABLE) {
    const over = natural.reduce((sum, width) => sum + width + GAP, -GAP) - columns;
    const width = natural[index] ?? 0;
    natural[index] = Math.min(width, Math.max(least, width - Math.max(0, over)));
  }
  return natural;
}

function widest(cell: string): number {
  return Math.max(...cell.split('\n').map((line) => line.length));
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
