import { connect } from 'node:net';
import type { TargetReport } from '../model/report.js';
import { leadingCode } from '../report/codes.js';
import { firstToEnd, leavesAt } from '../report/served.js';
import type { DirectReceiver } from './push.js';
import { sentence } from './sentence.js';

const HEADER = Buffer.from('ZBXD\u0001', 'latin1');
const LARGEST_ANSWER = 64 * 1024;

/** A value as the sender protocol carries it. */
export interface ZabbixItem {
  readonly host: string;
  readonly key: string;
  readonly value: string;
  readonly clock: number;
  readonly ns: number;
}

/** Zabbix trapper items (sender protocol, version 4): `whichcert.status[…]`, `.code[…]`, `.text[…]`, `.not_after[…]`. */
export function zabbix(settings: {
  readonly host: string;
  readonly port: number;
  readonly zabbixHost: string;
}): DirectReceiver {
  return {
    name: 'zabbix',
    send: async (report, signal) => {
      const answer = await exchange(
        settings,
        { request: 'sender data', data: zabbixItems(report, settings.zabbixHost) },
        signal,
      );
      const failed = /failed: (\d+)/.exec(answer)?.[1];
      if (!/"response"\s*:\s*"success"/.test(answer) || (failed !== undefined && failed !== '0')) {
        throw new Error(`Zabbix took not every value: ${answer.slice(0, 200)}`);
      }
    },
  };
}

/** What one report is in items. The status is 0 ok, 1 warning, 2 critical, 3 unknown, as plugins count. */
export function zabbixItems(report: TargetReport, zabbixHost: string): readonly ZabbixItem[] {
  const moment = Date.parse(report.startedAt);
  const target = `${report.target.host},${report.target.port}`;
  const first = firstToEnd(report, report.endpoints.flatMap(leavesAt));
  const item = (key: string, value: string | number): ZabbixItem => ({
    host: zabbixHost,
    key: `whichcert.${key}[${target}]`,
    value: String(value),
    clock: Math.floor(moment / 1000),
    ns: (moment % 1000) * 1_000_000,
  });
  return [
    item('status', { ok: 0, warning: 1, critical: 2, unknown: 3 }[report.status]),
    item('code', leadingCode(report) ?? ''),
    item('text', sentence(report)),
    ...(first === null ? [] : [item('not_after', first.end / 1000)]),
  ];
}

/** Low-level discovery: the value of an item `whichcert.discovery`, with `{#HOST}` and `{#PORT}` (Zabbix 4.2 and later). */
export function zabbixDiscovery(targets: readonly { readonly host: string; readonly port: number }[]): string {
  return JSON.stringify(targets.map(({ host, port }) => ({ '{#HOST}': host, '{#PORT}': String(port) })));
}

async function exchange(
  to: { readonly host: string; readonly port: number },
  message: unknown,
  signal: AbortSignal,
): Promise<string> {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  const length = Buffer.alloc(8);
  length.writeUInt32LE(body.length);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: to.host, port: to.port, signal });
    const chunks: Buffer[] = [];
    let received = 0;
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      received += chunk.length;
      if (received > LARGEST_ANSWER) socket.destroy(new Error('the answer is too long'));
      else chunks.push(chunk);
    });
    socket.on('end', () => {
      const answer = Buffer.concat(chunks);
      if (answer.subarray(0, 4).toString('latin1') === 'ZBXD') resolve(answer.subarray(13).toString('utf8'));
      else reject(new Error('the answer is not the sender protocol’s'));
    });
    socket.write(Buffer.concat([HEADER, length, body]));
  });
}
