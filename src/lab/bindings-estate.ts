import type { HttpSysSystem } from '../bindings/http-sys-table.js';
import { machineTable } from '../bindings/machine-table.js';
import { ANY_HOST, localAddresses, predict } from '../bindings/predict.js';
import type { BindingRow, MachineExport, StoreCertificate } from '../model/bindings.js';
import type { Estate, LabAddress, LabCertificate, LabTarget } from './estate.js';

const DAY = 86_400_000;
const MACHINE = 'machine';
/** Documentation addresses that stand for "any other address" of a family (RFC 5737, RFC 3849). */
const ANY_IPV4 = '192.0.2.1';
const ANY_IPV6 = '2001:db8::1';

const SERVERS: Readonly<Record<HttpSysSystem, string>> = {
  '2008r2': 'Microsoft-IIS/7.5',
  '2012': 'Microsoft-IIS/8.5',
  '2016+': 'Microsoft-IIS/10.0',
};

/**
 * An exported Windows machine as an estate: one certificate is issued for each thumbprint, with the names and dates of the
 * exported list or else with the names of the rows that carry it, and every local address is served.
 */
export function bindingsEstate(machine: MachineExport, system: HttpSysSystem, now: Date): Estate {
  const addresses = localAddresses(machine).map(logicalAddress);
  const ports = [...new Set([...machine.rows, ...machine.sites].map(({ port }) => port))];
  return {
    title: 'An exported machine',
    certificates: certificatesOf(machine, now),
    machines: {
      [MACHINE]: {
        table: machineTable(machine, system),
        server: SERVERS[system],
        ...(system === '2008r2' ? { versions: ['TLSv1.2', 'TLSv1.1', 'TLSv1'] as const } : {}),
      },
    },
    addresses: addresses.flatMap((address) =>
      ports.map((port): LabAddress => ({ address, port, machines: [MACHINE] })),
    ),
    targets: targetsOf(machine, system, addresses),
  };
}

function logicalAddress(local: string): string {
  return local === '0.0.0.0' ? ANY_IPV4 : local === '::' ? ANY_IPV6 : local;
}

/** By the words of the machine's table: thumbprints, `file name.pfx`, `unreadable row n`. */
function certificatesOf(machine: MachineExport, now: Date): Readonly<Record<string, LabCertificate>> {
  const byThumbprint = new Map<string, readonly BindingRow[]>();
  for (const row of machine.rows) {
    if (row.thumbprint !== null) byThumbprint.set(row.thumbprint, [...(byThumbprint.get(row.thumbprint) ?? []), row]);
  }
  const rows = [...byThumbprint].map(([thumbprint, users]) => {
    const listed = machine.certificates?.find((each) => each.thumbprint === thumbprint);
    return [thumbprint, certificateFor(thumbprint, users, listed, now)] as const;
  });
  const unreadable = machine.rows.flatMap((row, index) =>
    row.hash === 'unreadable' ? [[`unreadable row ${index}`, plain([`row-${index}.invalid`])] as const] : [],
  );
  const central = machine.sites.flatMap(({ host }) => (host === null ? [] : [host]));
  const files = [...new Set([...(machine.centralFiles ?? []), ...central])].map(
    (file) => [`file ${file}.pfx`, plain([file.replace(/^_\./, '*.')])] as const,
  );
  return Object.fromEntries([...rows, ...unreadable, ...files]);
}

function certificateFor(
  thumbprint: string,
  users: readonly BindingRow[],
  listed: StoreCertificate | undefined,
  now: Date,
): LabCertificate {
  const hosts = users.flatMap(({ host }) => host ?? []);
  const names = listed !== undefined && listed.dnsNames.length > 0 ? listed.dnsNames : hosts;
  const base = plain(names.length > 0 ? [...new Set(names)] : [`${thumbprint.slice(0, 12)}.invalid`]);
  return {
    ...base,
    ...(listed?.notBefore == null ? {} : { ageDays: (now.getTime() - Date.parse(listed.notBefore)) / DAY }),
    ...(listed?.notAfter == null ? {} : { daysLeft: (Date.parse(listed.notAfter) - now.getTime()) / DAY }),
  };
}

function plain(dnsNames: readonly string[]): LabCertificate {
  return { commonName: dnsNames[0] ?? '', dnsNames, keyType: 'rsa' };
}

function targetsOf(machine: MachineExport, system: HttpSysSystem, addresses: readonly string[]): readonly LabTarget[] {
  const predictions = predict(machine, { system, hosts: [], addresses });
  const asked = predictions.filter(({ host, question }) => host !== ANY_HOST && question === 'target-name');
  const names = new Map(asked.map((each) => [`${each.host}:${each.port}`, each]));
  return [...names.values()].map(({ host, port, because }) => {
    const own = machine.rows.find((row) => row.host === host && row.port === port);
    return { name: host, port, addresses, expected: own?.thumbprint ?? null, story: because, cause: null };
  });
}
