import type { AcceptedDeviation } from '../model/deviation.js';
import type { Finding } from '../model/finding.js';
import { type EndpointReport, type Status, type TargetReport, worstStatus } from '../model/report.js';

// What a cause explains: with the cause accepted, these say the same once more.
const CONTRADICTIONS: readonly string[] = ['identifier-mismatch', 'unexpected-certificate', 'possession-failed'];

/**
 * The report with its accepted deviations marked, and the statuses of what is left. An accepted cause is shown as a
 * notice; an endpoint whose every critical finding is accepted fails no longer. Past its date a deviation is as if it
 * were not there. `today` is an ISO 8601 day or instant in UTC.
 */
export function acceptDeviations(
  report: TargetReport,
  deviations: readonly AcceptedDeviation[],
  today: string,
): TargetReport {
  const mine = deviations.filter(
    (deviation) => deviation.until >= today.slice(0, 10) && names(deviation.target, report.target),
  );
  if (mine.length === 0) return report;
  const acceptedCauses = report.endpoints.flatMap((endpoint) => {
    const deviation = mine.find(({ code }) => code === endpoint.diagnosis?.cause);
    return deviation === undefined ? [] : [{ endpoint, deviation }];
  });
  const findings = report.findings.map((finding): Finding => {
    const byCause = CONTRADICTIONS.includes(finding.code)
      ? acceptedCauses.find(({ endpoint }) => finding.address === null || finding.address === endpoint.address)
          ?.deviation
      : undefined;
    const deviation = mine.find(({ code }) => code === finding.code) ?? byCause;
    return deviation === undefined
      ? finding
      : { ...finding, accepted: { until: deviation.until, reason: deviation.reason } };
  });
  const causes = acceptedCauses.map(
    ({ endpoint, deviation }): Finding => ({
      code: deviation.code,
      severity: 'notice',
      address: endpoint.address,
      message: endpoint.diagnosis?.title ?? deviation.code,
      citations: [deviation.source],
      accepted: { until: deviation.until, reason: deviation.reason },
    }),
  );
  if (causes.length === 0 && findings.every((finding, index) => finding === report.findings[index])) return report;
  const endpoints = report.endpoints.map((endpoint): EndpointReport => {
    const isAccepted = acceptedCauses.some((accepted) => accepted.endpoint === endpoint);
    return { ...endpoint, status: statusOf(endpoint, findings, isAccepted) };
  });
  const status = worstStatus([...endpoints.map((endpoint) => endpoint.status), ownStatus(report, findings)]);
  return { ...report, status, endpoints, findings: [...findings, ...causes] };
}

function statusOf(endpoint: EndpointReport, findings: readonly Finding[], causeAccepted: boolean): Status {
  const here = findings.filter((finding) => finding.address === endpoint.address);
  const open = statusOfOpen(here);
  const critical = here.filter((finding) => finding.severity === 'critical');
  const contradictionsAccepted = critical.length > 0 && critical.every((finding) => finding.accepted !== null);
  const warnings = here.some((finding) => finding.severity === 'warning' && finding.accepted !== null);
  const settled =
    causeAccepted ||
    contradictionsAccepted ||
    (endpoint.diagnosis === null && endpoint.status === 'warning' && warnings);
  return settled ? open : worstStatus([endpoint.status, open]);
}

function ownStatus(report: TargetReport, findings: readonly Finding[]): Status {
  if (report.endpoints.length === 0) return report.status;
  return statusOfOpen(findings.filter((finding) => finding.address === null));
}

function statusOfOpen(findings: readonly Finding[]): Status {
  const open = findings.filter((finding) => finding.accepted === null);
  return worstStatus(open.map(({ severity }) => statusOfSeverity(severity)));
}

function names(pattern: string, target: TargetReport['target']): boolean {
  if (pattern === '*' || pattern === target.host || pattern === `${target.host}:${target.port}`) return true;
  return pattern.startsWith('*.') && target.host.endsWith(pattern.slice(1));
}

function statusOfSeverity(severity: Finding['severity']): Status {
  return severity === 'notice' ? 'ok' : severity;
}
