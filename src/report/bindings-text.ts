import type { BindingFinding, BindingReport, BindingRow, Prediction } from '../model/bindings.js';
import { escapeAndCut, escapePeerText } from './escape.js';
import type { Style } from './style.js';
import { hang } from './wrap.js';

export interface BindingsTextOptions {
  readonly columns: number;
  readonly style: Style;
}

/** What an export says, for people: what would change, who gets what, what is wrong and how to mend it, the rows. */
export function renderBindingsText(report: BindingReport, options: BindingsTextOptions): string {
  const sections = [
    report.changes === null ? [] : changeLines(report, options),
    predictionLines(report, options),
    findingLines(report, options),
    rowLines(report, options),
    problemLines(report, options),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function changeLines({ changes, rows, rowsBefore }: BindingReport, { style }: BindingsTextOptions): readonly string[] {
  const list = changes ?? [];
  if (list.length === 0) return [style.bold('Nothing changes: every name is answered as before.')];
  const cells = list.map(({ before, after }) => [
    nameWords(before),
    endpoint(before),
    QUESTIONS[before.question],
    answerWords(before, rowsBefore),
    '→',
    answerWords(after, rows),
  ]);
  return [
    style.bold('What changes'),
    ...table(['NAME', 'LOCAL ADDRESS', 'ASKED', 'BEFORE', '', 'AFTER'], cells, style),
  ];
}

const QUESTIONS: Readonly<Record<Prediction['question'], string>> = {
  'target-name': 'with the name',
  'no-name': 'without a name',
  'unknown-name': 'with an unknown name',
};

/** One line per name and address; what is asked without a name or with an unknown one is the same for all names there. */
function predictionLines(report: BindingReport, { columns, style }: BindingsTextOptions): readonly string[] {
  const { predictions, rows, system } = report;
  if (predictions.length === 0) return [style.bold('No row and no binding: nothing is predicted.')];
  const cells = predictions
    .filter(({ question, host }) => question === 'target-name' || (host === '*' && question === 'no-name'))
    .map((each) => [nameWords(each), endpoint(each), answerWords(each, rows), each.because]);
  const without = new Map(
    predictions
      .filter(({ question }) => question !== 'target-name')
      .map((each) => [`${endpoint(each)} ${each.question}`, each]),
  );
  const others = [...without.values()].map((each) => [
    QUESTIONS[each.question],
    endpoint(each),
    answerWords(each, rows),
    each.because,
  ]);
  return [style.bold(`Who is served what (${system})`), ...withReasons([...cells, ...others], { columns, style })];
}

/** The reason behind each answer, in the same line where the lines are wide enough for all of them. */
function withReasons(
  cells: readonly (readonly string[])[],
  { columns, style }: BindingsTextOptions,
): readonly string[] {
  const head = ['NAME', 'LOCAL ADDRESS', 'ANSWER'];
  const beside = table([...head, 'BECAUSE'], cells, style);
  if (beside.every((line) => line.length <= columns)) return beside;
  const [first = '', ...lines] = table(
    head,
    cells.map((row) => row.slice(0, head.length)),
    style,
  );
  return [
    first,
    ...lines.flatMap((line, index) => [line, ...hang('      ', escapePeerText(cells[index]?.at(-1) ?? ''), columns)]),
  ];
}

function findingLines({ findings }: BindingReport, options: BindingsTextOptions): readonly string[] {
  const { style } = options;
  if (findings.length === 0) return [style.bold('No conflict was found.')];
  const heading = style.bold(findings.length === 1 ? '1 finding' : `${findings.length} findings`);
  return [heading, ...findings.flatMap((finding) => oneFinding(finding, options))];
}

function oneFinding(finding: BindingFinding, { columns, style }: BindingsTextOptions): readonly string[] {
  const status = finding.severity === 'notice' ? 'ok' : finding.severity;
  const where = finding.source === null ? '' : ` (${finding.source})`;
  return [
    '',
    `${style.status(status, finding.severity)} [${finding.code}]`,
    ...hang('  ', escapePeerText(`${finding.message}${where}`), columns),
    ...finding.remedy.flatMap((step) => stepLines(escapePeerText(step), columns)),
  ];
}

/** Commands stay on one line, so that they can be pasted. */
function stepLines(step: string, columns: number): readonly string[] {
  return /^(?:\$|PS>|#) /.test(step) ? [`    ${step}`] : hang('    ', step, columns);
}

function rowLines({ rows }: BindingReport, { style }: BindingsTextOptions): readonly string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row, index) => [
    `[${index}]`,
    rowKey(row),
    row.thumbprint ?? HASHES[row.hash],
    row.owner ?? row.appId ?? '-',
    row.source,
  ]);
  return [style.bold('Rows'), ...table(['', 'ROW', 'CERTIFICATE', 'SET BY', 'SOURCE'], cells, style)];
}

const HASHES: Readonly<Record<BindingRow['hash'], string>> = {
  given: '-',
  blank: 'none (blank)',
  unreadable: 'unreadable',
  none: 'by file name',
};

function problemLines({ problems }: BindingReport, { columns, style }: BindingsTextOptions): readonly string[] {
  if (problems.length === 0) return [];
  return [
    style.bold('Not used'),
    ...problems.flatMap(({ source, reason }) => hang(`${escapePeerText(source)}: `, escapePeerText(reason), columns)),
  ];
}

function nameWords({ host }: Prediction): string {
  return host === '*' ? 'any' : host;
}

function endpoint({ address, port }: Prediction): string {
  const words = address === '0.0.0.0' ? 'any IPv4' : address === '::' ? 'any IPv6' : address;
  return `${words.includes(':') ? `[${words}]` : words}:${port}`;
}

const SHORT = 12;

function answerWords({ outcome, thumbprint, row }: Prediction, rows: readonly BindingRow[]): string {
  if (outcome !== 'served') return row === null ? outcome : `${outcome} [${row}]`;
  const kind = row === null ? undefined : rows[row]?.kind;
  const certificate = thumbprint?.slice(0, SHORT) ?? (kind === 'ccs' ? 'central file' : 'unreadable');
  return `${certificate}${row === null ? '' : ` [${row}]`}`;
}

function rowKey({ kind, address, host, port }: BindingRow): string {
  if (kind === 'ccs') return `ccs=${port}`;
  const at = host ?? (address?.includes(':') ? `[${address}]` : address);
  return `${kind}=${at}:${port}`;
}

const WIDEST = 60;

/** Columns as wide as their widest cell, two blanks between; the last one is as long as it is. */
function table(head: readonly string[], cells: readonly (readonly string[])[], style: Style): readonly string[] {
  const escaped = cells.map((row) =>
    row.map((cell, index) => (index === row.length - 1 ? escapePeerText(cell) : escapeAndCut(cell, WIDEST))),
  );
  const widths = head.map((title, index) => Math.max(title.length, ...escaped.map((row) => (row[index] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd();
  return [style.dim(line(head)), ...escaped.map(line)];
}
