import type { BindingRow, SiteBinding } from '../../model/bindings.js';
import type { HttpSysSystem } from '../http-sys-table.js';
import { CENTRAL_STORE_FLAG, SNI_FLAG } from '../read/binding-information.js';
import { endpointWords } from '../row-words.js';
import { addCommand, type BindingRule, FACTS, found, isPlainName, siteWords } from './rule.js';

/** An https binding whose row does not exist: what answers, if anything does, is another row. */
export const siteWithoutRow: BindingRule = ({ machine, system }) => {
  if (machine.rows.length === 0) return [];
  return machine.sites.flatMap((site) => {
    if (machine.rows.some((row) => isRowOf(site, row, system))) return [];
    const key = keyOf(site, system);
    return [
      found({
        code: 'site-without-row',
        severity: 'critical',
        message: `${siteWords(site)} has the https binding ${bindingWords(site)}, but there is no row ${key}: no certificate is attached to it`,
        citations: [FACTS.sslFlags],
        host: site.host,
        port: site.port,
        address: site.address,
        source: site.source,
        remedy:
          site.host === null || isPlainName(site.host)
            ? [
                'Attach the certificate to the binding in IIS Manager, or:',
                addCommand(key, site.thumbprint),
                'Error 0x80070520 means that its private key cannot be used: import it again as PFX into the machine’s store.',
              ]
            : [],
      }),
    ];
  });
};

/** Whether a row may be the one that this binding is stored under. Where the flags are not known either kind will do. */
export function isRowOf(site: SiteBinding, row: BindingRow, system: HttpSysSystem): boolean {
  if (row.port !== site.port) return false;
  const { host, sslFlags } = site;
  const flags = system === '2008r2' ? 0 : sslFlags;
  if (row.kind === 'ccs') return flags === null || (flags & CENTRAL_STORE_FLAG) !== 0;
  if (row.kind === 'hostnameport')
    return host !== null && row.host === host && (flags === null || (flags & SNI_FLAG) !== 0);
  if (flags !== null && (flags & (SNI_FLAG | CENTRAL_STORE_FLAG)) !== 0) return false;
  return site.address === null ? row.address === '0.0.0.0' || row.address === '::' : row.address === site.address;
}

function keyOf(site: SiteBinding, system: HttpSysSystem): string {
  const flags = system === '2008r2' ? 0 : (site.sslFlags ?? (site.host === null ? 0 : SNI_FLAG));
  if ((flags & CENTRAL_STORE_FLAG) !== 0) return `ccs=${site.port}`;
  if ((flags & SNI_FLAG) !== 0) return `hostnameport=${site.host ?? ''}:${site.port}`;
  return `ipport=${endpointWords(site.address ?? '0.0.0.0', site.port)}`;
}

function bindingWords({ address, port, host }: SiteBinding): string {
  return `${address?.includes(':') ? `[${address}]` : (address ?? '*')}:${port}:${host ?? ''}`;
}
