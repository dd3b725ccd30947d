import type { BindingRow, MachineExport, SiteBinding, StoreCertificate } from '../model/bindings.js';
import { endpointWords } from './row-words.js';

/** A file of an export: its name, and what it holds. */
export interface WrittenFile {
  readonly name: string;
  readonly text: string;
}

/**
 * An export as the machine's own tools would write it, so that it can be read again: netsh's rows and listen list,
 * bindings and certificates as PowerShell's JSON. `thumbprints` renames certificates; what it does not name stays.
 */
export function writeExport(
  machine: MachineExport,
  thumbprints: ReadonlyMap<string, string> = new Map(),
): readonly WrittenFile[] {
  const renamed = (thumbprint: string | null): string | null =>
    thumbprint === null ? null : (thumbprints.get(thumbprint) ?? thumbprint);
  const files: WrittenFile[] = [{ name: 'sslcert.txt', text: sslcert(machine.rows, renamed) }];
  if (machine.ipListen !== null) files.push({ name: 'iplisten.txt', text: ipListen(machine.ipListen) });
  if (machine.sites.length > 0)
    files.push({ name: 'bindings.json', text: json(machine.sites.map((site) => binding(site, renamed))) });
  if (machine.certificates !== null) {
    files.push({
      name: 'certificates.json',
      text: json(machine.certificates.map((each) => certificate(each, renamed))),
    });
  }
  if (machine.systemVersion !== null || machine.addresses.length > 0 || machine.centralFiles !== null) {
    files.push({
      name: 'machine.json',
      text: json({
        SystemVersion: machine.systemVersion ?? '10.0',
        Addresses: machine.addresses,
        CentralFiles: machine.centralFiles?.map((file) => `${file}.pfx`) ?? null,
      }),
    });
  }
  return files;
}

type Rename = (thumbprint: string | null) => string | null;

const LABEL = 29;

function sslcert(rows: readonly BindingRow[], renamed: Rename): string {
  const lines = ['', 'SSL Certificate bindings:', '-------------------------', ''];
  const line = (label: string, value: string): string => `    ${label.padEnd(LABEL)}: ${value}`;
  if (rows.length === 0) lines.push('The system cannot find the file specified.');
  for (const row of rows) {
    const [label, key] = keyOf(row);
    lines.push(
      line(label, key),
      line('Certificate Hash', row.hash === 'unreadable' ? 'unreadable' : (renamed(row.thumbprint) ?? '(null)')),
      line('Application ID', `{${row.appId ?? '00000000-0000-0000-0000-000000000001'}}`),
      line('Certificate Store Name', row.store ?? '(null)'),
      ...row.disabledVersions.map((version) => line(FLAGS[version] ?? version, 'Set')),
      '',
    );
  }
  return `${lines.join('\r\n')}\r\n`;
}

const FLAGS: Readonly<Record<string, string>> = {
  'TLSv1.2': 'Disable TLS1.2',
  'TLSv1.3': 'Disable TLS1.3',
  'TLSv1.1': 'Disable Legacy TLS Versions',
  TLSv1: 'Disable Legacy TLS Versions',
};

function keyOf(row: BindingRow): readonly [label: string, key: string] {
  if (row.kind === 'ccs') return ['Central Certificate Store', String(row.port)];
  return row.kind === 'hostnameport'
    ? ['Hostname:port', `${row.host}:${row.port}`]
    : ['IP:port', endpointWords(row.address ?? '', row.port)];
}

function ipListen(addresses: readonly string[]): string {
  const lines = ['', 'IP addresses present in the IP listen list:', '-------------------------------------------', ''];
  return `${[...lines, ...addresses.map((address) => `    ${address}`)].join('\r\n')}\r\n`;
}

function binding(site: SiteBinding, renamed: Rename): Readonly<Record<string, unknown>> {
  const address = site.address === null ? '*' : site.address.includes(':') ? `[${site.address}]` : site.address;
  return {
    protocol: 'https',
    bindingInformation: `${address}:${site.port}:${site.host ?? ''}`,
    ...(site.sslFlags === null ? {} : { sslFlags: site.sslFlags }),
    certificateHash: renamed(site.thumbprint) ?? '',
    site: site.site,
    ...(site.siteId === null ? {} : { siteId: site.siteId }),
    ...(site.state === null ? {} : { state: site.state }),
  };
}

function certificate(each: StoreCertificate, renamed: Rename): Readonly<Record<string, unknown>> {
  return {
    Thumbprint: renamed(each.thumbprint)?.toUpperCase(),
    Subject: each.subject,
    DnsNameList: each.dnsNames,
    NotBefore: each.notBefore,
    NotAfter: each.notAfter,
    HasPrivateKey: each.hasPrivateKey,
    ...(each.store === null ? {} : { Store: each.store }),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
