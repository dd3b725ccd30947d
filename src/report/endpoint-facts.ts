import type { EndpointReport, TargetReport } from '../model/report.js';

const CONTRADICTIONS: readonly string[] = ['unexpected-certificate', 'identifier-mismatch'];
const UNSAID: readonly string[] = ['unreachable', 'skipped'];

/** What a monitor calls an address of a target: the port stands there only where it is not the target's. */
export function addressLabel(report: TargetReport, endpoint: EndpointReport): string {
  const { address, port } = endpoint;
  if (port === report.target.port) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Whether what is served there is what should be; null where nobody could say. */
export function matchesExpectation(report: TargetReport, endpoint: EndpointReport): boolean | null {
  if (endpoint.served !== null) {
    return !report.findings.some(
      ({ code, address, accepted }) =>
        accepted === null && CONTRADICTIONS.includes(code) && (address === null || address === endpoint.address),
    );
  }
  const outcome = endpoint.observations[0]?.outcome;
  return outcome === undefined || UNSAID.includes(outcome) || endpoint.status === 'unknown' ? null : false;
}

/** When the certificate ends that is served there, in milliseconds since 1970; null when none was served or read. */
export function notAfterOf(report: TargetReport, endpoint: EndpointReport): number | null {
  const certificate = endpoint.served === null ? undefined : report.certificates[endpoint.served];
  return certificate?.notAfter == null ? null : Date.parse(certificate.notAfter);
}
