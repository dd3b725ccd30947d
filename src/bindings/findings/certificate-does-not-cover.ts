import type { BindingRow, SiteBinding } from '../../model/bindings.js';
import { rowWords } from '../row-words.js';
import { storeCertificate } from '../store.js';
import { type BindingFacts, type BindingRule, FACTS, found, rowsWith } from './rule.js';
import { isRowOf } from './site-without-row.js';

/** The certificate of a name's own row does not have the name. */
export const certificateDoesNotCover: BindingRule = (facts) =>
  rowsWith(facts, (row) => row.kind !== 'ccs').flatMap(({ row, index }) => {
    const certificate = storeCertificate(row, facts.machine);
    if (certificate === null || certificate === 'missing' || certificate.dnsNames.length === 0) return [];
    return hostsOf(facts, row)
      .filter((host) => !covers(certificate.dnsNames, host))
      .map((host) =>
        found({
          code: 'certificate-does-not-cover',
          severity: 'critical',
          message: `the certificate of ${rowWords(row)} (${row.thumbprint}) is for ${certificate.dnsNames.join(', ')}, not for ${host}`,
          citations: [FACTS.identity],
          host,
          port: row.port,
          address: row.address,
          rows: [index],
          source: row.source,
          remedy: [`Attach a certificate that has ${host} among its names.`],
        }),
      );
  });

/** The names that a row is there for: its own, and those of the sites that are stored under it. */
function hostsOf({ machine, system }: BindingFacts, row: BindingRow): readonly string[] {
  const known = (site: SiteBinding): boolean => site.sslFlags !== null || system === '2008r2';
  const sites = row.kind === 'ipport' ? machine.sites.filter((site) => known(site) && isRowOf(site, row, system)) : [];
  return [...new Set([...(row.host === null ? [] : [row.host]), ...sites.flatMap(({ host }) => host ?? [])])];
}

/** RFC 9525 §6.3: a wildcard is the left-most label and stands for one. A wildcard host needs the same wildcard. */
function covers(dnsNames: readonly string[], host: string): boolean {
  if (dnsNames.includes(host)) return true;
  const dot = host.indexOf('.');
  return dot > 0 && !host.startsWith('*') && dnsNames.includes(`*${host.slice(dot)}`);
}
