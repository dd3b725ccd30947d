/** What a test states of a report's diagnosis. */
import type { TargetReport } from '../../src/model/report.js';

/** `ok` or `critical ip-binding-conflict likely`: status, then cause and certainty where there is a diagnosis. */
export function verdictOf(report: TargetReport): string {
  const { status, diagnosis } = report;
  return diagnosis === null ? status : `${status} ${diagnosis.cause} ${diagnosis.certainty}`;
}

/** The causes that a report names: the leading one, then the alternatives. */
export function causesOf(report: TargetReport): readonly string[] {
  const { diagnosis } = report;
  return diagnosis === null ? [] : [diagnosis.cause, ...diagnosis.alternatives.map(({ cause }) => cause)];
}

/** All that was seen, for the message of a failing test. */
export function story(report: TargetReport): string {
  const lines = report.endpoints.flatMap((endpoint) =>
    endpoint.observations.map((observation) => {
      const { probe, serverName, attempt, outcome, reason, certificates, serverNameAcknowledged } = observation;
      const served = certificates[0]?.slice(0, 8) ?? '';
      return `${endpoint.address} ${probe} #${attempt} ${serverName}: ${outcome} ${reason ?? ''} ${served} ack=${serverNameAcknowledged}`;
    }),
  );
  const findings = report.findings.map(({ code, address }) => `finding ${code} ${address ?? ''}`);
  return [`${report.target.host}: ${verdictOf(report)} [${causesOf(report).join(', ')}]`, ...lines, ...findings].join(
    '\n',
  );
}
