import { STATUSES, type Status, type TargetReport } from '../../model/report.js';
import { NOT_PREFERRED } from './admit.js';

/** The report as if the addresses that were left out by `addresses=first` did not exist: they say nothing, not even unknown. */
export function preferredOnly(report: TargetReport): TargetReport {
  const endpoints = report.endpoints.filter(({ observations }) => observations[0]?.reason !== NOT_PREFERRED);
  if (endpoints.length === report.endpoints.length) return report;
  const shown = new Set<string | null>(endpoints.map(({ address }) => address)).add(null);
  const findings = report.findings.filter(({ address }) => shown.has(address));
  const statuses = endpoints.map(({ status }) => status);
  const status = STATUSES.find((each): each is Status => statuses.includes(each)) ?? report.status;
  const diagnosis = endpoints.find((each) => each.status === status && each.diagnosis !== null)?.diagnosis ?? null;
  return { ...report, status, endpoints, findings, diagnosis };
}
