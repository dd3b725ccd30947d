import type { MachineExport, PredictedQuestion, Prediction } from '../model/bindings.js';
import type { Connection } from '../model/selection.js';
import { isIpv6 } from './address.js';
import { becauseOf } from './because.js';
import type { HttpSysSystem } from './http-sys-table.js';
import { rowIndex, tablesByName } from './machine-table.js';
import { traceSelection } from './select.js';

/** What is to be predicted besides what the export itself names. */
export interface PredictionOptions {
  readonly system: HttpSysSystem;
  /** `shop.example`, `shop.example:8443`; in addition to the names of the export. */
  readonly hosts: readonly string[];
  /** Instead of the export's own addresses; empty: those. */
  readonly addresses: readonly string[];
}

/** A name that no row has. */
const UNKNOWN_NAME = 'unknown.invalid';
/** Where the export names no host. */
export const ANY_HOST = '*';
const HTTPS = 443;

/** Who would be served what: every name of the export × every local address × {the name, no name, an unknown name}. */
export function predict(machine: MachineExport, options: PredictionOptions): readonly Prediction[] {
  const tableFor = tablesByName(machine, options.system);
  const addresses = options.addresses.length > 0 ? options.addresses : localAddresses(machine);
  return namesOf(machine, options.hosts).flatMap(({ host, port }) => {
    const table = tableFor(host, port);
    return addresses.flatMap((address) =>
      questionsFor(host).map((question): Prediction => {
        const connection: Connection = {
          localAddress: address,
          port,
          serverName: asked(question, host),
          keyTypes: 'any',
        };
        const selection = traceSelection(table, connection);
        const { reply, passed } = selection;
        const row = rowIndex(reply.row);
        const central = row !== null && machine.rows[row]?.kind === 'ccs' && machine.centralFiles === null;
        return {
          host,
          address,
          port,
          question,
          row,
          thumbprint:
            reply.kind === 'certificate' && /^[0-9a-f]{40}$/.test(reply.certificate) ? reply.certificate : null,
          outcome: outcomeOf(reply.kind),
          reply,
          passed,
          because: becauseOf(selection, connection, machine, options.system),
          confidence: central ? 'unverified' : selection.confidence,
        };
      }),
    );
  });
}

/** The addresses that an export speaks of; `0.0.0.0` and `::` stand for every other address of their family. */
export function localAddresses(machine: MachineExport): readonly string[] {
  const named = [
    ...machine.rows.flatMap(({ address }) => address ?? []),
    ...machine.sites.flatMap(({ address }) => address ?? []),
    ...machine.addresses.filter((address) => !/^(?:127\.|169\.254\.|::1$|fe80:)/.test(address)),
    ...(machine.ipListen ?? []),
  ];
  const listensToAll = machine.ipListen === null || machine.ipListen.length === 0;
  const found = [...new Set(listensToAll ? ['0.0.0.0', ...named] : named)];
  const real = found.filter((address) => listensToAll || !isAnyAddress(address) || machine.ipListen?.includes(address));
  return real.toSorted(
    (a, b) => Number(isIpv6(a)) - Number(isIpv6(b)) || Number(isAnyAddress(b)) - Number(isAnyAddress(a)),
  );
}

function isAnyAddress(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

interface NameAndPort {
  readonly host: string;
  readonly port: number;
}

function namesOf(machine: MachineExport, given: readonly string[]): readonly NameAndPort[] {
  const ports = [...new Set(machine.rows.map(({ port }) => port))];
  const usual = ports.includes(HTTPS) || ports.length === 0 ? [HTTPS] : ports;
  const all = [
    ...machine.rows.flatMap(({ host, port }) => (host === null || host.startsWith('*') ? [] : [{ host, port }])),
    ...machine.sites.flatMap(({ host, port }) => (host === null || host.startsWith('*') ? [] : [{ host, port }])),
    ...given.flatMap((text) => {
      const [, host = '', port] = /^(.*?)(?::(\d+))?$/.exec(text) ?? [];
      return (port === undefined ? usual : [Number(port)]).map((each) => ({ host: host.toLowerCase(), port: each }));
    }),
  ];
  const found = [...new Map(all.map((each) => [`${each.host}:${each.port}`, each])).values()];
  const silent = ports.filter((port) => !found.some((each) => each.port === port));
  return [...found, ...silent.map((port) => ({ host: ANY_HOST, port }))];
}

function questionsFor(host: string): readonly PredictedQuestion[] {
  return host === ANY_HOST ? ['no-name', 'unknown-name'] : ['target-name', 'no-name', 'unknown-name'];
}

function asked(question: PredictedQuestion, host: string): string | null {
  if (question === 'no-name') return null;
  return question === 'unknown-name' ? UNKNOWN_NAME : host;
}

function outcomeOf(kind: Prediction['reply']['kind']): Prediction['outcome'] {
  if (kind === 'certificate') return 'served';
  return kind === 'alert' || kind === 'refused' ? kind : 'reset';
}
