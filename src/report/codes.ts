import type { Finding } from '../model/finding.js';
import { SEVERITIES } from '../model/finding.js';
import type { EndpointReport, Status, TargetReport } from '../model/report.js';
import { STATUSES } from '../model/report.js';
import { isLimited } from './limited.js';

/** `shop.example`, `shop.example:8443`, `smtp://mail.example:25`, `[2001:db8::5]:8443`: a target as a person writes it. */
export function targetWords(target: TargetReport['target']): string {
  // Port 0: a line that is no target, as it was written.
  const host = target.host.includes(':') && target.port !== 0 ? `[${target.host}]` : target.host;
  const named = target.port === 443 || target.port === 0 ? host : `${host}:${target.port}`;
  return target.starttls === null ? named : `${target.starttls}://${named}`;
}

/** The endpoints, worst first; equal ones keep their order. */
export function worstEndpoints(report: TargetReport): readonly EndpointReport[] {
  return [...report.endpoints].sort((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status));
}

/** Findings that still count, the heaviest first: an accepted one is shown, and does not speak for the target. */
export function openFindings(report: TargetReport): readonly Finding[] {
  return report.findings
    .filter((finding) => finding.accepted === null)
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

/** Findings that are accepted until a date, for the place where a format shows them. */
export function acceptedFindings(report: TargetReport): readonly Finding[] {
  return report.findings.filter((finding) => finding.accepted !== null);
}

/** `expired, accepted until 2026-12-31: moves in January`; the code alone where nobody accepted it. Still to be escaped. */
export function acceptedWords(finding: Finding): string {
  const { code, accepted } = finding;
  return accepted === null ? code : `${code}, accepted until ${accepted.until}: ${accepted.reason}`;
}

/** The code in brackets of a target without addresses: `unresolved`, or `bad-target` for a line that is none. */
export function unresolvedCode(report: TargetReport): string {
  return report.resolution.reason === 'bad-target' ? 'bad-target' : 'unresolved';
}

/**
 * The code that names what is wrong at an endpoint: the cause of its diagnosis, `limited` where it stopped answering, else its
 * heaviest finding, else how the control ended. Null where all is well.
 */
export function endpointCode(report: TargetReport, endpoint: EndpointReport): string | null {
  if (endpoint.diagnosis !== null) return endpoint.diagnosis.cause;
  if (endpoint.status === 'ok') return null;
  if (isLimited(endpoint)) return 'limited';
  const finding = openFindings(report).find(
    ({ address, severity }) => (address === endpoint.address || address === null) && severity !== 'notice',
  );
  const control = endpoint.observations.find((each) => each.outcome !== 'served');
  const unasked = endpoint.trust.reason === 'aborted' ? 'aborted' : null;
  return finding?.code ?? control?.reason ?? control?.outcome ?? unasked;
}

/**
 * The code that a target prints in brackets, alike in every format: its diagnosis's cause, else what its worst endpoint
 * prints, else its heaviest finding. Null where all is well.
 */
export function leadingCode(report: TargetReport): string | null {
  if (report.diagnosis !== null) return report.diagnosis.cause;
  if (report.endpoints.length === 0) return unresolvedCode(report);
  if (report.status === 'ok') return null;
  const worst = worstEndpoints(report)
    .filter((endpoint) => endpoint.status === report.status)
    .map((endpoint) => endpointCode(report, endpoint))
    .find((code) => code !== null);
  return worst ?? heaviestFinding(report)?.code ?? report.status;
}

/** Open findings, notices left out, of addresses that a baseline had and the target no longer has. */
export function findingsElsewhere(report: TargetReport): readonly Finding[] {
  const here = new Set(report.endpoints.map(({ address }) => address));
  const gone = new Set(report.changes.flatMap(({ address }) => (address === null || here.has(address) ? [] : address)));
  return openFindings(report).filter(
    ({ address, severity }) => address !== null && severity !== 'notice' && gone.has(address),
  );
}

/** What counts most of what was found; notices do not. */
export function heaviestFinding(report: TargetReport): Finding | null {
  return openFindings(report).find(({ severity }) => severity !== 'notice') ?? null;
}

/** `critical [ip-binding-conflict]`: a status with its code. */
export function statusWords(status: Status, code: string | null): string {
  return code === null ? status : `${status} [${code}]`;
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
