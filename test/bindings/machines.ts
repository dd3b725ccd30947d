import { parseBindingInformation } from '../../src/bindings/read/binding-information.js';
import { EMPTY_EXPORT } from '../../src/bindings/read/read-export.js';
import { parseRowCommand } from '../../src/bindings/row-command.js';
import type { BindingRow, MachineExport, SiteBinding, StoreCertificate } from '../../src/model/bindings.js';

/** A certificate's thumbprint by a letter: `A` → 40 times `a`. */
export function thumbprint(letter: string): string {
  return letter.toLowerCase().repeat(40);
}

/** `ipport=10.0.0.5:443 A`, `hostnameport=shop.example:443 B SSTP`, `ipport=0.0.0.0:443 blank`: key, certificate, owner. */
export function row(text: string): BindingRow {
  const [key = '', certificate = 'blank', owner] = text.split(' ');
  const hash = certificate === 'blank' ? '' : ` certhash=${thumbprint(certificate)}`;
  return parseRowCommand(`${key}${hash} appid={${OWNERS[owner ?? 'IIS'] ?? owner}}`, 'test');
}

const OWNERS: Readonly<Record<string, string>> = {
  IIS: '4dc3e181-e14b-4a21-b022-59fc669b0914',
  SSTP: 'ba195980-cd49-458b-9e23-c84ee0adcd75',
  ADFS: '5d89a20c-beab-4389-9447-324788eb944a',
  ZERO: '00000000-0000-0000-0000-000000000000',
};

/** `Shop *:443:shop.example 1`: site, binding information, sslFlags (`-`: not said). */
export function site(text: string): SiteBinding {
  const [name = '', information = '', flags = '-'] = text.split(' ');
  const parsed = parseBindingInformation(information);
  if (parsed === null) throw new Error(`bad binding ${text}`);
  return {
    site: name,
    siteId: null,
    state: null,
    sslFlags: flags === '-' ? null : Number(flags),
    thumbprint: null,
    source: 'test',
    ...parsed,
  };
}

/** `A shop.example,www.shop.example`, then `nokey`, `expired`, `old` (an earlier edition). */
export function certificate(text: string): StoreCertificate {
  const [letter = '', names = '', ...words] = text.split(' ');
  return {
    thumbprint: thumbprint(letter),
    subject: null,
    dnsNames: names.split(','),
    notBefore: words.includes('old') ? '2025-12-10T00:00:00Z' : '2026-06-01T00:00:00Z',
    notAfter: words.includes('expired')
      ? '2026-07-01T00:00:00Z'
      : words.includes('old')
        ? '2026-12-10T00:00:00Z'
        : '2027-06-01T00:00:00Z',
    hasPrivateKey: !words.includes('nokey'),
    store: null,
    source: 'test',
  };
}

export interface MachineText {
  readonly rows: readonly string[];
  readonly sites?: readonly string[];
  readonly certificates?: readonly string[];
  readonly ipListen?: readonly string[];
  readonly centralFiles?: readonly string[];
}

export function machine({ rows, sites, certificates, ipListen, centralFiles }: MachineText): MachineExport {
  return {
    ...EMPTY_EXPORT,
    rows: rows.map(row),
    sites: (sites ?? []).map(site),
    certificates: certificates?.map(certificate) ?? null,
    ipListen: ipListen ?? null,
    centralFiles: centralFiles ?? null,
  };
}

export const NOW = new Date('2026-11-20T00:00:00Z');
