import { STATUSES, type TargetReport } from '../model/report.js';
import { escapeAndCut, escapePeerText } from './escape.js';
import { FindingGroups } from './finding-groups.js';
import { problemsOf } from './problems.js';
import type { Renderer, RunSummary } from './renderer.js';
import { type Style, styleOf } from './style.js';
import { renderProblem } from './text-problem.js';
import { renderTable } from './text-table.js';
import { counted, enumerate, hang } from './wrap.js';

export interface TextOptions {
  /** Width of the terminal; something generous where there is none. */
  readonly columns: number;
  readonly colour: boolean;
  readonly onlyProblems: boolean;
  /** ISO 8601: what the days left are counted from (`--at`); absent or null: when each was asked. */
  readonly judgedAt?: string | null;
}

/** Above so many targets the healthy ones are only counted. */
const MOST_SHOWN = 50;
/** So many problems are held before they are told, so that names with one story stand together. */
const MOST_HELD = 1000;
/** So many messages of one code are told. */
const MOST_NOTICES = 40;
/** So many different addresses are counted: a list may be longer than memory. */
const MOST_COUNTED = 100_000;

/**
 * The report for people: a table, one row per name and address; then each thing wrong with its evidence, alternatives and
 * remedies; then a line that sums up. Above fifty targets only what is wrong or has changed.
 */
export async function createTextRenderer(options: TextOptions): Promise<Renderer> {
  const { default: Table } = await import('cli-table3');
  const style = styleOf(options.colour);
  let held: TargetReport[] = [];
  let seen = 0;
  const addresses = new Set<string>();
  const flush = (): string => {
    const text =
      held.length === 0 ? '' : `${renderTable(Table, held, options, style)}\n${details(held, options, style)}`;
    held = [];
    return text;
  };
  return {
    begin: () => '',
    report: (report) => {
      seen += 1;
      for (const { address } of report.endpoints) if (addresses.size <= MOST_COUNTED) addresses.add(address);
      if (seen === MOST_SHOWN + 1) held = held.filter(isTold);
      if (isTold(report) || (seen <= MOST_SHOWN && !options.onlyProblems)) held.push(report);
      return held.length > MOST_HELD ? flush() : '';
    },
    end: (summary) => flush() + summaryLine(summary, addresses.size, style),
  };
}

/** A list of reports as text, at once. */
export async function renderText(
  reports: readonly TargetReport[],
  summary: RunSummary,
  options: TextOptions,
): Promise<string> {
  const renderer = await createTextRenderer(options);
  return reports.map((report) => renderer.report(report)).join('') + renderer.end(summary);
}

function isTold(report: TargetReport): boolean {
  return report.status !== 'ok' || report.diagnosis !== null || report.changes.length > 0;
}

function details(reports: readonly TargetReport[], options: TextOptions, style: Style): string {
  const blocks = problemsOf(reports).map((problem) => renderProblem(problem, options.columns, style));
  const notices = options.onlyProblems ? [] : noticeLines(reports, options.columns);
  const all = notices.length === 0 ? blocks : [...blocks, [style.bold('Worth knowing'), ...notices]];
  return all.map((lines) => `${lines.join('\n')}\n\n`).join('');
}

/** Notices, one line a message: nothing is wrong, but somebody may wonder. */
function noticeLines(reports: readonly TargetReport[], columns: number): readonly string[] {
  const width = Math.min(columns, 100);
  const groups = new FindingGroups(MOST_NOTICES);
  for (const report of reports) {
    for (const finding of report.findings) if (finding.severity === 'notice') groups.add(report, finding);
  }
  return [...groups].flatMap(({ code, message, names, more }) => {
    const who = names.map((name) => escapeAndCut(name, 80));
    const what = message === null ? `${more} more: --format jsonl has them` : escapePeerText(message);
    return hang('  - ', who.length === 0 ? `${code}, ${what}` : `${code}, ${enumerate(who, 6)}: ${what}`, width);
  });
}

function summaryLine(summary: RunSummary, addresses: number, style: Style): string {
  const parts = STATUSES.filter((status) => summary.statuses[status] > 0).map((status) =>
    style.status(status, `${summary.statuses[status]} ${status}`),
  );
  const many =
    addresses > MOST_COUNTED ? `more than ${MOST_COUNTED} addresses` : counted(addresses, 'address', 'addresses');
  const where = `${counted(summary.targets, 'target')} at ${many}`;
  const effort = `${counted(summary.questions, 'connection')}, ${seconds(summary.durationMs)}`;
  const ended = summary.interrupted ? '. Ended early: what is not listed was not asked' : '';
  return `${where}: ${parts.length === 0 ? 'nothing asked' : parts.join(', ')} (${effort})${ended}\n`;
}

function seconds(milliseconds: number): string {
  return milliseconds < 60_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}
