import { STATUSES, type Status, type TargetReport, worstStatus } from '../model/report.js';
import { acceptedFindings, acceptedWords, leadingCode, openFindings, targetWords } from './codes.js';
import { escapePeerText } from './escape.js';
import { atAddresses, leadingSentence, placeOf } from './leading-sentence.js';
import { isLimited, limitedStory } from './limited.js';
import { alerts, alertWords, type NagiosRange } from './nagios-range.js';
import type { Renderer } from './renderer.js';
import { firstToEnd, leavesAt } from './served.js';

const WORDS: Readonly<Record<Status, string>> = {
  ok: 'OK',
  warning: 'WARNING',
  critical: 'CRITICAL',
  unknown: 'UNKNOWN',
};
/** The plugin's exit codes (Monitoring Plugins Guidelines, "Plugin Return Codes"). */
export const NAGIOS_EXIT_CODES: Readonly<Record<Status, number>> = { ok: 0, warning: 1, critical: 2, unknown: 3 };
// What Nagios reads of a plugin's output by default is 8 KiB.
const LONGEST_OUTPUT = 8_000;

export interface NagiosOptions {
  /** On the whole days left, of the certificate that expires first. */
  readonly warning: NagiosRange | null;
  readonly critical: NagiosRange | null;
  /** Milliseconds since 1970: what the days left are counted from. */
  readonly now: () => number;
  /** False: one line only. */
  readonly verbose: boolean;
}

/**
 * A monitoring plugin's output: one status line with the cause and performance data, long output below. The exit code is
 * {@link nagiosStatus}'s, by {@link NAGIOS_EXIT_CODES}.
 */
export function createNagiosRenderer(options: NagiosOptions): Renderer {
  const reports: TargetReport[] = [];
  return {
    begin: () => '',
    report: (report) => {
      reports.push(report);
      return '';
    },
    end: () => output(reports, options),
  };
}

/** The worst status of the reports and the thresholds: a plugin that saw nothing is UNKNOWN. */
export function nagiosStatus(reports: readonly TargetReport[], options: NagiosOptions): Status {
  return reports.length === 0 ? 'unknown' : worstStatus(reports.map((report) => judge(report, options).status));
}

/** A report under the thresholds. */
interface Judged {
  readonly report: TargetReport;
  readonly status: Status;
  /** Whole days until the first of the served certificates ends; null when no end was read. */
  readonly days: number | null;
  /** The threshold that alerts. */
  readonly exceeded: { readonly range: NagiosRange; readonly status: Status } | null;
}

function judge(report: TargetReport, options: NagiosOptions): Judged {
  const first = firstToEnd(report, report.endpoints.flatMap(leavesAt));
  const days = first === null ? null : daysUntil(first.end, options);
  const exceeded =
    days === null
      ? undefined
      : (['critical', 'warning'] as const)
          .flatMap((status) => (options[status] === null ? [] : { range: options[status], status }))
          .find(({ range }) => alerts(range, days));
  const status = exceeded === undefined ? report.status : worstStatus([report.status, exceeded.status]);
  return { report, status, days, exceeded: exceeded ?? null };
}

// Whole days everywhere, so that text, performance data and thresholds say the same.
function daysUntil(end: number, options: NagiosOptions): number {
  return Math.floor((end - options.now()) / 86_400_000);
}

function output(reports: readonly TargetReport[], options: NagiosOptions): string {
  const status = nagiosStatus(reports, options);
  const lines = [
    `WHICHCERT ${WORDS[status]} - ${plain(headline(reports, options))} | ${performance(reports, options)}`,
  ];
  if (options.verbose) lines.push(...reports.flatMap((report) => longOutput(report)).map(plain));
  const text = lines.join('\n');
  return `${text.length > LONGEST_OUTPUT ? `${text.slice(0, LONGEST_OUTPUT)}…` : text}\n`;
}

function headline(reports: readonly TargetReport[], options: NagiosOptions): string {
  const judged = reports.map((report) => judge(report, options));
  const [leader] = judged.toSorted((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status));
  if (leader === undefined) return 'no target was asked';
  const wrong = judged.filter(({ status }) => status !== 'ok');
  if (wrong.length === 0) {
    const ends = judged.flatMap(({ days }) => days ?? []);
    const soonest = ends.length === 0 ? 'no end date seen' : daysWords(Math.min(...ends));
    return `${judged.length === 1 ? targetWords(leader.report.target) : `${judged.length} targets`} right, ${soonest}`;
  }
  const more = wrong.length > 1 ? ` (and ${wrong.length - 1} more of ${judged.length} targets)` : '';
  return `${told(leader, options)}${more}`;
}

/** What is wrong with a target; a threshold that made it worse, first. */
function told({ report, status, days, exceeded }: Judged, options: NagiosOptions): string {
  const code = leadingCode(report);
  const found = report.status === 'ok' ? null : (leadingSentence(report) ?? targetWords(report.target));
  const coded = found === null || code === null ? found : `[${code}] ${found}`;
  if (exceeded === null || days === null) return coded ?? targetWords(report.target);
  const late = report.endpoints.filter((endpoint) => {
    const first = firstToEnd(report, leavesAt(endpoint));
    return first !== null && alerts(exceeded.range, daysUntil(first.end, options));
  });
  const left = `${daysWords(days)}, ${alertWords(exceeded.range, days)}`;
  if (coded === null) return `${atAddresses(report, late.map(placeOf))}: ${left}`;
  return status === report.status
    ? `${coded}; ${left}`
    : `${atAddresses(report, late.map(placeOf))}: ${left}; ${coded}`;
}

function daysWords(days: number): string {
  const words = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
  return days < 0 ? `expired ${words} ago` : `${words} left`;
}

function longOutput(report: TargetReport): readonly string[] {
  const { diagnosis } = report;
  return [
    `${targetWords(report.target)}: ${report.status}`,
    ...report.endpoints.map((endpoint) => {
      const subject =
        endpoint.served === null ? 'nothing' : (report.certificates[endpoint.served]?.subject ?? endpoint.served);
      return `  ${endpoint.address}: ${endpoint.status}, served ${subject}`;
    }),
    ...(diagnosis === null
      ? []
      : [`  ${diagnosis.certainty}: ${diagnosis.explanation}`, ...diagnosis.evidence.map((item) => `  - ${item}`)]),
    ...(diagnosis?.alternatives ?? []).map((other) => `  or ${other.cause} (${other.certainty}): ${other.tellApart}`),
    ...report.endpoints.filter(isLimited).map((endpoint) => `  ${limitedStory(endpoint)}`),
    ...openFindings(report).map((finding) => `  ${finding.severity} ${finding.code}: ${finding.message}`),
    ...acceptedFindings(report).map((finding) => `  ${acceptedWords(finding)}`),
  ];
}

function performance(reports: readonly TargetReport[], options: NagiosOptions): string {
  const prefix = (report: TargetReport, label: string) =>
    reports.length === 1 ? label : `${targetWords(report.target)} ${label}`;
  return reports
    .flatMap((report) => {
      const { days } = judge(report, options);
      const wrong = report.endpoints.filter((endpoint) => endpoint.status === 'critical').length;
      return [
        ...(days === null
          ? []
          : [
              `${label(prefix(report, 'days_left'))}=${days};${options.warning?.text ?? ''};${options.critical?.text ?? ''}`,
            ]),
        `${label(prefix(report, 'time'))}=${Math.round(report.durationMs)}ms;;;0`,
        `${label(prefix(report, 'wrong_endpoints'))}=${wrong};;0;0;${report.endpoints.length}`,
      ];
    })
    .join(' ');
}

// A label in quotes; a quote inside is doubled, and = would end it.
function label(text: string): string {
  return `'${text.replaceAll("'", "''").replaceAll('=', '_')}'`;
}

// A pipe would begin performance data in the middle of the text.
function plain(text: string): string {
  return escapePeerText(text).replaceAll('|', '¦');
}
