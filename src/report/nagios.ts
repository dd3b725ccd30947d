import { STATUSES, type Status, type TargetReport } from '../model/report.js';
import { acceptedFindings, acceptedWords, leadingCode, leadingSentence, openFindings, targetWords } from './codes.js';
import { escapePeerText } from './escape.js';
import { isLimited, limitedStory } from './limited.js';
import { alerts, type NagiosRange } from './nagios-range.js';
import type { Renderer } from './renderer.js';

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
  /** On the days left, of the certificate that expires first. */
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
  const statuses = reports.map((report) => {
    const days = daysLeft(report, options.now());
    if (days !== null && options.critical !== null && alerts(options.critical, days)) return 'critical';
    const late = days !== null && options.warning !== null && alerts(options.warning, days);
    return late && report.status === 'ok' ? 'warning' : report.status;
  });
  return STATUSES.find((status) => statuses.includes(status)) ?? 'unknown';
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
  const [first] = reports;
  if (first === undefined) return 'no target was asked';
  const worst = [...reports].sort((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status));
  const [leader = first] = worst;
  const wrong = worst.filter((report) => report.status !== 'ok');
  if (wrong.length === 0)
    return `${reports.length === 1 ? targetWords(first.target) : `${reports.length} targets`} right, ${soonest(reports, options)}`;
  const code = leadingCode(leader);
  const more = wrong.length > 1 ? ` (and ${wrong.length - 1} more of ${reports.length} targets)` : '';
  return `${code === null ? '' : `[${code}] `}${leadingSentence(leader) ?? targetWords(leader.target)}${more}`;
}

function soonest(reports: readonly TargetReport[], options: NagiosOptions): string {
  const days = reports.flatMap((report) => daysLeft(report, options.now()) ?? []);
  return days.length === 0 ? 'no end date seen' : `${Math.floor(Math.min(...days))} days left`;
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
      const days = daysLeft(report, options.now());
      const wrong = report.endpoints.filter((endpoint) => endpoint.status === 'critical').length;
      return [
        ...(days === null
          ? []
          : [
              `${label(prefix(report, 'days_left'))}=${days.toFixed(1)};${options.warning?.text ?? ''};${options.critical?.text ?? ''}`,
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

/** Days until the first of the served certificates ends; null when none was read. */
function daysLeft(report: TargetReport, now: number): number | null {
  const ends = report.endpoints.flatMap((endpoint) => {
    const end = endpoint.served === null ? null : (report.certificates[endpoint.served]?.notAfter ?? null);
    return end === null ? [] : [Date.parse(end)];
  });
  return ends.length === 0 ? null : (Math.min(...ends) - now) / 86_400_000;
}

// A pipe would begin performance data in the middle of the text.
function plain(text: string): string {
  return escapePeerText(text).replaceAll('|', '¦');
}
