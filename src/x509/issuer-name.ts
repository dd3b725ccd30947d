import type { Certificate } from '../model/certificate.js';

/**
 * Whether the issuer is the one that a person wrote: a whole name in RFC 4514 form (`CN=R11,O=Let's Encrypt,C=US`, RDNs in
 * any order, spaces after commas allowed), or the issuer's common name or organisation alone. Case counts.
 */
export function isNamed(wanted: string, certificate: Pick<Certificate, 'issuer' | 'issuerAttributes'>): boolean {
  if (certificate.issuerAttributes.some(({ type, value }) => (type === 'CN' || type === 'O') && value === wanted))
    return true;
  if (certificate.issuer === null || !wanted.includes('=')) return false;
  return rdnsOf(wanted).join(',') === rdnsOf(certificate.issuer).join(',');
}

/** The RDNs of an RFC 4514 string, sorted. A comma after a backslash belongs to a value. */
function rdnsOf(name: string): readonly string[] {
  const rdns: string[] = [];
  let from = 0;
  for (let at = 0; at < name.length; at++) {
    if (name[at] === '\\') at += 1;
    else if (name[at] === ',') {
      rdns.push(name.slice(from, at).trim());
      from = at + 1;
    }
  }
  rdns.push(name.slice(from).trim());
  return rdns.map((rdn) => rdn.replace(/^([A-Za-z0-9.]+)\s*=\s*/, '$1=')).sort();
}
