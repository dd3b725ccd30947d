import type { ConnectTo } from '../model/target.js';
import { canonicalAddress } from './addresses.js';

/** The first rule for this host and port, as curl chooses; hosts are compared without case, addresses by value. */
export function matchingRule(rules: readonly ConnectTo[], host: string, port: number): ConnectTo | null {
  const wanted = comparable(host);
  return (
    rules.find(
      (rule) => (rule.host === null || comparable(rule.host) === wanted) && (rule.port === null || rule.port === port),
    ) ?? null
  );
}

/** The first rule that names this address (a rule for any host speaks of names). */
export function matchingAddressRule(rules: readonly ConnectTo[], address: string, port: number): ConnectTo | null {
  return matchingRule(
    rules.filter(({ host }) => host !== null),
    address,
    port,
  );
}

function comparable(host: string): string {
  return canonicalAddress(host) ?? host.toLowerCase().replace(/\.$/, '');
}
