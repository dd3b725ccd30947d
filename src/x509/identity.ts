import type { Certificate } from '../model/certificate.js';
import { formatIp, parseIp } from './ip-address.js';

/**
 * Whether the certificate's presented identifiers include this host (RFC 9525 §6). Only subjectAltName counts, never the
 * common name; a wildcard is the whole left-most label, stands for exactly one label, and has two labels or more behind it
 * (as every TLS client has it). `ip` hosts are compared with iPAddress entries alone; names without case and with one
 * trailing dot cut. A certificate whose subjectAltName could not be read covers nothing.
 */
export function coversHost(
  certificate: Pick<Certificate, 'dnsNames' | 'ipAddresses'>,
  host: string,
  kind: 'name' | 'ip',
): boolean {
  if (kind === 'ip') {
    const bytes = parseIp(host);
    const address = bytes === null ? null : formatIp(bytes);
    return address !== null && certificate.ipAddresses.includes(address);
  }
  const name = referenceName(host);
  if (name === null) return false;
  if (certificate.dnsNames.includes(name)) return true;
  const dot = name.indexOf('.');
  const parent = name.slice(dot + 1);
  return dot !== -1 && parent.includes('.') && certificate.dnsNames.includes(`*.${parent}`);
}

/** Lower-case, one trailing dot cut; null when it is no name that a certificate could present (`*` is no reference label). */
function referenceName(host: string): string | null {
  const lower = host.toLowerCase();
  const name = lower.endsWith('.') ? lower.slice(0, -1) : lower;
  return name === '' || name.startsWith('.') || name.includes('..') || !NAME.test(name) ? null : name;
}

/** A-labels, and the underscores that private names have. */
const NAME = /^[a-z0-9_.-]+$/;
