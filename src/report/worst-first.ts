import type { Finding } from '../model/finding.js';
import { SEVERITIES } from '../model/finding.js';
import type { EndpointReport, TargetReport } from '../model/report.js';
import { STATUSES } from '../model/report.js';

/** `shop.example:443`, `[2001:db8::5]:443`: what a person calls the target, the default port left out where it says nothing. */
export function targetLabel(target: TargetReport['target']): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  return target.port === 443 && target.starttls === null ? host : `${host}:${target.port}`;
}

/** The endpoints, worst first; equal ones keep their order. */
export function worstEndpoints(report: TargetReport): readonly EndpointReport[] {
  return [...report.endpoints].sort((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status));
}

/** Findings that still count: an accepted one is shown, and does not speak for the target. */
export function openFindings(report: TargetReport): readonly Finding[] {
  return report.findings
    .filter((finding) => finding.accepted === null)
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

/** The code a target prints in brackets: the cause, else its worst finding, else what its resolution says; null when it is well. */
export function leadingCode(report: TargetReport): string | null {
  if (report.diagnosis !== null) return report.diagnosis.cause;
  if (report.resolution.reason !== null) return report.resolution.reason === 'bad-target' ? 'bad-target' : 'unresolved';
  const finding = openFindings(report).find((candidate) => candidate.severity !== 'notice');
  if (finding !== undefined) return finding.code;
  if (report.status === 'ok') return null;
  const limited = worstEndpoints(report)
    .flatMap((endpoint) => endpoint.observations)
    .find((observation) => observation.outcome !== 'served');
  return limited?.reason ?? limited?.outcome ?? report.status;
}

/** One sentence on what is wrong, for places that have room for one; null when nothing is. Still to be escaped. */
export function leadingSentence(report: TargetReport): string | null {
  if (report.diagnosis !== null) return report.diagnosis.title;
  const finding = openFindings(report).find((candidate) => candidate.severity !== 'notice');
  if (finding !== undefined) return finding.message;
  if (report.resolution.reason !== null) return `${targetLabel(report.target)}: ${report.resolution.reason}`;
  return report.status === 'ok' ? null : `${targetLabel(report.target)}: ${leadingCode(report)}`;
}

/** True where nobody can say what is served: the report of a failure to observe, whatever weight `--unreachable` gives it. */
export function couldNotObserve(report: TargetReport): boolean {
  if (report.status === 'unknown') return true;
  return (
    report.status === 'critical' && (report.resolution.reason !== null || report.diagnosis?.cause === 'unreachable')
  );
}

/** `list.txt:12` → file and line; null for arguments, standard input and programs. */
export function sourceLocation(source: string | null): { readonly file: string; readonly line: number } | null {
  const match = source === null ? null : /^(.+):(\d+)$/.exec(source);
  if (match?.[1] === undefined || match[2] === undefined || match[1] === 'stdin') return null;
  return { file: match[1], line: Number(match[2]) };
}
