import type { QueueingReceiver } from '../push.js';
import { ZabbixOutbox, type ZabbixPace } from './outbox.js';

/** Zabbix reads its configuration anew every minute: an item takes values by then, or is not there. 16 refusals: 11 minutes. */
const PACE = {
  exchangeMs: 10_000,
  firstPauseMs: 2_000,
  longestPauseMs: 60_000,
  mostRefusals: 16,
  gatherMs: 5_000,
  rediscoverMs: 600_000,
} as const;

/** Zabbix: trapper items by the sender protocol, made by low-level discovery; the template is in examples/zabbix. */
export function zabbix(settings: {
  readonly host: string;
  readonly port: number;
  readonly zabbixHost: string;
  readonly intervalSeconds: number;
  readonly pace?: Partial<ZabbixPace>;
}): QueueingReceiver {
  const { host, port, zabbixHost, intervalSeconds } = settings;
  const pace: ZabbixPace = { ...PACE, aliveMs: Math.min(60, intervalSeconds) * 1000, ...settings.pace };
  return {
    name: 'zabbix',
    open: (onResult) => new ZabbixOutbox({ place: { host, port }, zabbixHost, pace }, onResult),
  };
}
