import type { EndpointReport, Status, TargetReport } from '../model/report.js';

const WEIGHT: Readonly<Record<string, number>> = { critical: 0, warning: 1, notice: 2 };

/** `shop.example`, `shop.example:8443`, `smtp://mail.example:25`, `[2001:db8::5]:8443`: a target as a person writes it. */
export function targetWords(target: TargetReport['target']): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const named = target.port === 443 || target.port === 0 ? host : `${host}:${target.port}`;
  return target.starttls === null ? named : `${target.starttls}://${named}`;
}

/** The code in brackets of a target without addresses: `unresolved`, or `bad-target` for a line that is none. */
export function unresolvedCode(report: TargetReport): string {
  return report.resolution.reason === 'bad-target' ? 'bad-target' : 'unresolved';
}

/**
 * The code that names what is wrong at an endpoint: the cause of its diagnosis, else its heaviest finding, else how the
 * control ended. Null where all is well.
 */
export function endpointCode(report: TargetReport, endpoint: EndpointReport): string | null {
  if (endpoint.diagnosis !== null) return endpoint.diagnosis.cause;
  if (endpoint.status === 'ok') return null;
  const findings = report.findings
    .filter((finding) => finding.address === endpoint.address || finding.address === null)
    .filter((finding) => finding.severity !== 'notice' && finding.accepted === null)
    .sort((a, b) => (WEIGHT[a.severity] ?? 3) - (WEIGHT[b.severity] ?? 3));
  const control = endpoint.observations.find((each) => each.outcome !== 'served');
  return findings[0]?.code ?? control?.reason ?? control?.outcome ?? null;
}

/** `critical [ip-binding-conflict]`: a status with its code. */
export function statusWords(status: Status, code: string | null): string {
  return code === null ? status : `${status} [${code}]`;
}
