import type { Table, TableConstructorOptions } from 'cli-table3';
import type { Status, TargetReport } from '../model/report.js';
import { endpointCode, targetWords, unresolvedCode } from './codes.js';
import { escapePeerText } from './escape.js';
import { resolutionWords } from './resolution-words.js';
import { servedWords, untilWords } from './served.js';
import type { Style } from './style.js';

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
/** Below this the table has two lines a row instead of two more columns. */
const WIDE = 118;

/** One row per name and address: status and code, what is served, until when. */
export function renderTable(
  Table: TableConstructor,
  reports: readonly TargetReport[],
  columns: number,
  style: Style,
): string {
  const rows = reports.flatMap(rowsOf);
  if (rows.length === 0) return '';
  const cells = columns >= WIDE ? rows.map((row) => wideCells(row, style)) : rows.map((row) => narrowCells(row, style));
  const head = ['NAME', 'ADDRESS', 'STATUS', 'SERVED', ...(columns >= WIDE ? ['UNTIL'] : [])];
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
    colWidths: widths(head, cells, columns),
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  table.push(
    head.map((each) => style.dim(each)),
    ...cells.map((row) => [...row]),
  );
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

function rowsOf(report: TargetReport): readonly Row[] {
  const name = escapePeerText(targetWords(report.target));
  if (report.endpoints.length === 0) {
    const code = unresolvedCode(report);
    const served = code === 'bad-target' ? 'not a target' : resolutionWords(report.resolution.reason);
    return [{ name, address: '-', status: report.status, code, served, until: '' }];
  }
  return report.endpoints.map((endpoint, index) => ({
    name: index === 0 ? name : '',
    address: escapePeerText(endpoint.port === report.target.port ? endpoint.address : withPort(endpoint)),
    status: endpoint.status,
    code: endpointCode(report, endpoint),
    served: servedWords(report, endpoint),
    until: untilWords(report, endpoint),
  }));
}

function withPort(endpoint: { readonly address: string; readonly port: number }): string {
  return endpoint.address.includes(':')
    ? `[${endpoint.address}]:${endpoint.port}`
    : `${endpoint.address}:${endpoint.port}`;
}

function wideCells(row: Row, style: Style): readonly string[] {
  const status = style.status(row.status, row.status);
  return [row.name, row.address, row.code === null ? status : `${status} [${row.code}]`, row.served, row.until];
}

function narrowCells(row: Row, style: Style): readonly string[] {
  const status = style.status(row.status, row.status);
  return [
    row.name,
    row.address,
    row.code === null ? status : `${status}\n[${row.code}]`,
    row.until === '' ? row.served : `${row.served}\nuntil ${row.until}`,
  ];
}

/** Natural widths; what is too wide is taken from what is served first, then from the name: they wrap. */
function widths(head: readonly string[], cells: readonly (readonly string[])[], columns: number): number[] {
  const natural = head.map((title, index) =>
    Math.max(title.length, ...cells.map((row) => visibleWidth(row[index] ?? ''))),
  );
  const over = (): number => natural.reduce((sum, width) => sum + width + GAP, -GAP) - columns;
  for (const [index, least] of [
    [3, 28],
    [0, 20],
    [1, 15],
  ] as const) {
    const width = natural[index] ?? 0;
    natural[index] = Math.min(width, Math.max(least, width - Math.max(0, over())));
  }
  return natural.map((width) => width + GAP);
}

function visibleWidth(cell: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours
  const lines = cell.replace(/\x1b\[\d+m/g, '').split('\n');
  return Math.max(...lines.map((line) => line.length));
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
