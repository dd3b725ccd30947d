import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type HttpSysRow, type HttpSysSystem, httpSysTable } from '../../src/bindings/http-sys-table.js';
import { predict } from '../../src/bindings/predict.js';
import { EMPTY_EXPORT, readExport } from '../../src/bindings/read/read-export.js';
import { parseRowCommand } from '../../src/bindings/row-command.js';
import { select } from '../../src/bindings/select.js';
import { writeExport } from '../../src/bindings/write-export.js';
import type { MachineExport, StoreCertificate } from '../../src/model/bindings.js';
import type { Attachment, Reply, SelectionTable } from '../../src/model/selection.js';
import { A_RANDOM_NAME, A_RANDOM_SIBLING } from '../worlds/cause.js';
import { FALLBACK_NAME, HOSTS, OTHER_NAME, PARENT } from '../worlds/certificates.js';
import { machines } from '../worlds/enumerate.js';
import { answer, bareCodeOf, type Key, type Machine, plain, type Row } from '../worlds/machine.js';
import { UNIVERSES } from '../worlds/universes.js';

const LOCAL = '10.0.0.5';
const SIX = '2001:db8::5';
const EVERY = 41;
const NAMES = [...Object.values(HOSTS), FALLBACK_NAME, OTHER_NAME, A_RANDOM_SIBLING, `a.b.${PARENT}`, A_RANDOM_NAME];

/** Those of the oracle's worlds that are an http.sys table: with names, and 2008 R2; every so many-th of each universe. */
function* httpSysWorlds(): Generator<Machine> {
  for (const universe of UNIVERSES) {
    let count = 0;
    for (const machine of machines(universe)) {
      const isPlain = machine.port === 'tls' && machine.meant && !machine.mints;
      // What selects by name comes last, and there is a lot of it.
      if (isPlain && machine.selector === 'by-name') break;
      if (!isPlain || !isHttpSys(machine)) continue;
      count += 1;
      if (count % EVERY === 1) yield machine;
    }
  }
}

/** What http.sys never does is another server's: an alert, a close or silence for every name, two certificates in one row. */
function isHttpSys({ selector, unknown, exactRow }: Machine): boolean {
  if (selector === 'http-sys') return true;
  return exactRow === null && (unknown === 'reset' || (typeof unknown === 'object' && unknown.second === null));
}

const systemOf = ({ selector }: Machine): HttpSysSystem => (selector === 'http-sys' ? '2016+' : '2008r2');

interface WorldRow {
  /** As netsh names it. */
  readonly key: string;
  readonly certificate: string | null;
  readonly state: Key;
}

/** The machine's rows in netsh's words. */
function rowsOf(machine: Machine): readonly WorldRow[] {
  const named = (host: string, row: Row | null): readonly WorldRow[] =>
    row === null ? [] : [{ key: `hostnameport=${host}:443`, certificate: row.holds.certificate, state: row.key }];
  const own = (host: string, certificate: string): readonly WorldRow[] =>
    machine.named ? named(host, { holds: plain(certificate), key: 'good' }) : [];
  const at = (address: string, what: Machine['exactRow'] | Machine['unknown']): readonly WorldRow[] => {
    const key = `ipport=${address}:443`;
    if (what === null) return [];
    if (typeof what === 'object') return [{ key, certificate: what.certificate, state: 'good' }];
    return address === LOCAL ? [{ key, certificate: null, state: 'reset' }] : [];
  };
  return [
    ...at(LOCAL, machine.exactRow),
    ...named(HOSTS.a, machine.a),
    ...named(HOSTS.b, machine.b),
    ...named(HOSTS.c, machine.c),
    ...named(`*.${PARENT}`, machine.wildcard),
    ...own(OTHER_NAME, 'X0'),
    ...(typeof machine.unknown === 'object' ? own(FALLBACK_NAME, machine.unknown.certificate) : []),
    ...at('0.0.0.0', machine.unknown),
  ];
}

/** A certificate whose key is missing is another one than that whose key is there. */
function thumbprintOf({ certificate, state }: WorldRow): string {
  return createHash('sha1').update(`${certificate} ${state}`).digest('hex');
}

function exportOf(machine: Machine): MachineExport {
  const rows = rowsOf(machine);
  return {
    ...EMPTY_EXPORT,
    rows: rows.map((row) =>
      parseRowCommand(
        `${row.key}${row.certificate === null ? '' : ` certhash=${thumbprintOf(row)}`} appid={4dc3e181-e14b-4a21-b022-59fc669b0914}`,
        'world',
      ),
    ),
    certificates: rows.filter(({ certificate }) => certificate !== null).map(storeCertificate),
    systemVersion: systemOf(machine) === '2008r2' ? '6.1.7601' : '10.0.17763',
  };
}

function storeCertificate(row: WorldRow): StoreCertificate {
  return {
    thumbprint: thumbprintOf(row),
    subject: null,
    dnsNames: [],
    notBefore: null,
    notAfter: null,
    hasPrivateKey: row.state === 'good',
    store: null,
    source: 'world',
  };
}

/** The same as a table: with keys that fall through, and with what stands in front. */
function tableOf(machine: Machine): SelectionTable {
  const table = httpSysTable({ system: systemOf(machine), rows: rowsOf(machine).map(tableRow), ipListen: null });
  return {
    ...table,
    filtered: machine.filters.map(({ host, how }) =>
      typeof how === 'number' ? { host, reply: 'alert', alertCode: how } : { host, reply: how },
    ),
  };
}

function tableRow({ key, certificate, state }: WorldRow): HttpSysRow {
  const { kind, host, address, port } = parseRowCommand(key, 'world');
  const word = state === 'good' ? 'usable' : state === 'falls-through' ? 'falls-through' : 'resets';
  const attachments: readonly Attachment[] = certificate === null ? [] : [{ certificate, keyType: 'rsa', key: word }];
  return kind === 'hostnameport'
    ? { kind, host: host ?? '', port, attachments }
    : { kind: 'ipport', address: address ?? '', port, attachments };
}

function codeOf(reply: Reply): string {
  if (reply.kind === 'certificate') return reply.certificate;
  return `#${reply.kind === 'alert' ? reply.code : reply.kind}`;
}

describe('the independent oracle of test/worlds', () => {
  const worlds = [...httpSysWorlds()];

  it('has worlds of http.sys of every kind', () => {
    expect(worlds.length).toBeGreaterThan(1_000);
    for (const isOfIt of [
      (machine: Machine) => machine.exactRow !== null,
      (machine: Machine) => machine.exactRow === 'reset',
      (machine: Machine) => machine.wildcard !== null,
      (machine: Machine) => machine.a?.key === 'reset',
      (machine: Machine) => machine.a?.key === 'falls-through',
      (machine: Machine) => machine.filters.length > 0,
      (machine: Machine) => machine.named,
      (machine: Machine) => machine.unknown === 'reset',
      (machine: Machine) => machine.selector === 'ignored',
    ]) {
      expect(worlds.some(isOfIt), String(isOfIt)).toBe(true);
    }
  });

  it('answers as the table does, for every name, without one, over IPv4 and IPv6', () => {
    for (const machine of worlds) {
      const table = tableOf(machine);
      for (const serverName of [null, ...NAMES]) {
        const expected = bareCodeOf(answer(machine, serverName, 'any'));
        const ask = (localAddress: string): string =>
          codeOf(select(table, { localAddress, port: 443, serverName, keyTypes: 'any' }));
        expect(ask(LOCAL), JSON.stringify([serverName, machine])).toBe(expected);
        if (machine.exactRow === null) expect(ask(SIX), JSON.stringify([serverName, machine])).toBe(expected);
      }
    }
  });

  it('answers as is predicted from the exports that such a machine would write', { timeout: 60_000 }, async () => {
    // A device in front is in no export, and of a key that cannot be used an export says no more than that.
    const told = worlds.filter(
      ({ filters, a, b, c }) => filters.length === 0 && ![a, b, c].some((row) => row?.key === 'falls-through'),
    );
    expect(told.length).toBeGreaterThan(500);
    for (const machine of told) {
      const files = writeExport(exportOf(machine)).map(({ name, text }) => ({
        source: name,
        bytes: Buffer.from(text),
      }));
      const read = await readExport(files);
      expect(read.problems).toEqual([]);
      const words = new Map(rowsOf(machine).map((row) => [thumbprintOf(row), row.certificate]));
      const options = { system: systemOf(machine), hosts: NAMES, addresses: [LOCAL] };
      for (const { host, question, thumbprint, outcome } of predict(read, options)) {
        const name = question === 'no-name' ? null : question === 'unknown-name' ? A_RANDOM_NAME : host;
        const predicted = thumbprint === null ? `#${outcome}` : words.get(thumbprint);
        expect(predicted, JSON.stringify([name, machine])).toBe(bareCodeOf(answer(machine, name, 'any')));
      }
    }
  });
});
