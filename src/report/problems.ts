import type { Diagnosis } from '../model/diagnosis.js';
import type { Finding } from '../model/finding.js';
import type { EndpointReport, Status, TargetReport } from '../model/report.js';
import { STATUSES } from '../model/report.js';
import { findingsElsewhere, unresolvedCode } from './codes.js';

/** The same thing wrong with one name or several: told once. */
export interface Problem {
  readonly kind: 'diagnosis' | 'findings' | 'unresolved';
  readonly status: Status;
  /** The first is quoted; the others are listed. */
  readonly reports: readonly TargetReport[];
  /** The endpoints concerned, of the first report. */
  readonly endpoints: readonly EndpointReport[];
  readonly diagnosis: Diagnosis | null;
  /** Of the first report, for these endpoints; notices are left out. */
  readonly findings: readonly Finding[];
}

/** What is wrong in these reports, the heaviest first, the same story told once for all names that share it. */
export function problemsOf(reports: readonly TargetReport[]): readonly Problem[] {
  const groups = new Map<string, Problem>();
  for (const report of reports) {
    for (const problem of problemsOfReport(report)) {
      const key = keyOf(problem);
      const before = groups.get(key);
      groups.set(key, before === undefined ? problem : { ...before, reports: [...before.reports, report] });
    }
  }
  return [...groups.values()].sort((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status));
}

function problemsOfReport(report: TargetReport): readonly Problem[] {
  if (report.endpoints.length === 0) {
    if (report.status === 'ok') return [];
    const { status, diagnosis, findings } = report;
    return [{ kind: 'unresolved', status, reports: [report], endpoints: [], diagnosis, findings }];
  }
  const wrong = report.endpoints.filter((endpoint) => endpoint.status !== 'ok' || isAccepted(report, endpoint));
  const problems = [...byStory(wrong).values()].map((endpoints) => problemAt(report, endpoints));
  const elsewhere =
    wrong.length > 0 ? findingsElsewhere(report) : [...targetWide(report), ...findingsElsewhere(report)];
  return elsewhere.length === 0 ? problems : [...problems, problemElsewhere(report, elsewhere)];
}

/** A cause that is accepted is shown; one that `--unreachable ignore` made well is not. */
function isAccepted({ findings }: TargetReport, { address, diagnosis }: EndpointReport): boolean {
  if (diagnosis === null) return false;
  return findings.some(
    (finding) => finding.accepted !== null && (finding.address === null || finding.address === address),
  );
}

function targetWide(report: TargetReport): readonly Finding[] {
  return report.findings.filter(({ address, severity }) => address === null && severity !== 'notice');
}

/** What no endpoint of the report is at fault for: an address that a baseline had, or the target as a whole. */
function problemElsewhere(report: TargetReport, findings: readonly Finding[]): Problem {
  const open = findings.filter(({ accepted }) => accepted === null);
  const status = open.some(({ severity }) => severity === 'critical') ? 'critical' : open.length > 0 ? 'warning' : 'ok';
  return { kind: 'findings', status, reports: [report], endpoints: [], diagnosis: null, findings };
}

/** Endpoints of one target with one cause are one problem. */
function byStory(endpoints: readonly EndpointReport[]): Map<string, readonly EndpointReport[]> {
  const groups = new Map<string, readonly EndpointReport[]>();
  for (const endpoint of endpoints) {
    const { diagnosis } = endpoint;
    const key = diagnosis === null ? endpoint.status : `${diagnosis.cause} ${diagnosis.certainty}`;
    groups.set(key, [...(groups.get(key) ?? []), endpoint]);
  }
  return groups;
}

function problemAt(report: TargetReport, endpoints: readonly EndpointReport[]): Problem {
  const addresses = new Set(endpoints.map((endpoint) => endpoint.address));
  const findings = report.findings.filter(
    (finding) => finding.severity !== 'notice' && (finding.address === null || addresses.has(finding.address)),
  );
  const status = STATUSES.find((each) => endpoints.some((endpoint) => endpoint.status === each)) ?? report.status;
  const diagnosis = endpoints[0]?.diagnosis ?? null;
  return {
    kind: diagnosis === null ? 'findings' : 'diagnosis',
    status,
    reports: [report],
    endpoints,
    diagnosis,
    findings,
  };
}

/**
 * What must be alike for two names to share a story: cause, addresses, what is served there, and the findings. Addresses
 * that cannot be reached are one story wherever they are.
 */
function keyOf(problem: Problem): string {
  const { diagnosis, kind, status, endpoints, findings, reports } = problem;
  const first = reports[0];
  const where = endpoints.map((each) => {
    const control = each.observations[0];
    const answer = each.served ?? `${control?.outcome} ${control?.reason}`;
    return diagnosis?.cause === 'unreachable' ? [answer] : [each.address, each.port, answer];
  });
  const what =
    kind === 'unresolved' && first !== undefined
      ? [
          unresolvedCode(first),
          first.resolution.reason,
          unresolvedCode(first) === 'bad-target' ? first.target.source : '',
        ]
      : [diagnosis?.cause, diagnosis?.certainty, first?.target.starttls, findings.map((each) => each.code)];
  // Who was served what before is another story for each.
  const before = (first?.changes ?? []).map((each) => [each.address, each.code, each.before, each.after]);
  return JSON.stringify([kind, status, where, what, before]);
}
