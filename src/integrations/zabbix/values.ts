import { type EndpointReport, STATUSES, type TargetReport } from '../../model/report.js';
import { endpointCode, leadingCode } from '../../report/codes.js';
import { addressLabel, matchesExpectation, notAfterOf } from '../../report/endpoint-facts.js';
import { sentence } from '../sentence.js';
import type { ZabbixValue } from './sender.js';

/** Values whose items come into being together: those of a target, or of one of its addresses. */
export interface ValueGroup {
  /** The parameters of their keys. */
  readonly of: readonly string[];
  readonly values: readonly ZabbixValue[];
}

/** As plugins count. */
const NUMBERS = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;
const DAY_MS = 86_400_000;
/** More addresses than these are counted by nobody: a name with more is no one's target. */
const MOST_ADDRESSES = 64;

/**
 * What one report is in values: the target's `whichcert.NAME[TARGET]`, then each address's
 * `whichcert.address.NAME[TARGET,ADDRESS]`. What could not be asked has no value. The status is the last of its group, so
 * that whatever a trigger quotes beside it is already there.
 */
export function valueGroups(id: string, report: TargetReport, zabbixHost: string): readonly ValueGroup[] {
  const begun = Date.parse(report.startedAt);
  const group = (
    prefix: string,
    of: readonly string[],
    named: Readonly<Record<string, string | null>>,
  ): ValueGroup => ({
    of,
    values: Object.entries(named).flatMap(([name, value]) =>
      value === null
        ? []
        : [
            {
              host: zabbixHost,
              key: itemKey(`${prefix}.${name}`, of),
              value,
              clock: Math.floor(begun / 1000),
              ns: (begun % 1000) * 1_000_000,
            },
          ],
    ),
  });
  const days = (end: number | null): string | null => (end === null ? null : ((end - begun) / DAY_MS).toFixed(2));
  const ends = report.endpoints.flatMap((endpoint) => notAfterOf(report, endpoint) ?? []);
  return [
    group('whichcert', [id], {
      cause: leadingCode(report) ?? '',
      text: sentence(report),
      days_left: days(ends.length === 0 ? null : Math.min(...ends)),
      wrong_addresses: String(report.endpoints.filter(({ status }) => status !== 'ok').length),
      duration: (report.durationMs / 1000).toFixed(3),
      status: String(NUMBERS[report.status]),
    }),
    ...endpointsByLabel(report).map(([address, endpoint]) => {
      const matches = matchesExpectation(report, endpoint);
      return group('whichcert.address', [id, address], {
        cause: endpointCode(report, endpoint) ?? '',
        matches: matches === null ? null : matches ? '1' : '0',
        days_left: days(notAfterOf(report, endpoint)),
        sha256: endpoint.served ?? '',
        status: String(NUMBERS[endpoint.status]),
      });
    }),
  ];
}

/** The addresses of a report, as `{#ADDRESS}` says them. */
export function addressesOf(report: TargetReport): readonly string[] {
  return endpointsByLabel(report).map(([address]) => address);
}

/**
 * An item's key as Zabbix writes it out of a prototype: a parameter is quoted only where it must be. Zabbix compares keys
 * as text.
 */
export function itemKey(name: string, parameters: readonly string[]): string {
  return `${name}[${parameters.map(quotedWhereNeeded).join(',')}]`;
}

function quotedWhereNeeded(parameter: string): string {
  return /^[" []|[\],]/.test(parameter) ? `"${parameter.replaceAll('"', '\\"')}"` : parameter;
}

/** Two hosts of `mx:NAME` may share an address: the worse one speaks for it. */
function endpointsByLabel(report: TargetReport): readonly (readonly [string, EndpointReport])[] {
  const byLabel = new Map<string, EndpointReport>();
  for (const endpoint of report.endpoints) {
    const label = addressLabel(report, endpoint);
    const before = byLabel.get(label);
    if (before === undefined || STATUSES.indexOf(endpoint.status) < STATUSES.indexOf(before.status)) {
      byLabel.set(label, endpoint);
    }
  }
  return [...byLabel].slice(0, MOST_ADDRESSES);
}
