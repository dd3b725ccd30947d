import type { Remedy } from '../../model/diagnosis.js';

/** What remedies are filled in with. Commands carry nothing but names of the user's list, addresses and hex digits. */
export interface RemedyFacts {
  /** The target's name as an A-label, or its address. */
  readonly host: string;
  readonly port: number;
  /** The address where it is wrong, as the user or DNS names it. */
  readonly address: string;
  /** SHA-1 of what is served there; null when nothing is. */
  readonly servedThumbprint: string | null;
  /** SHA-1 of what should be served; null when that is not known. */
  readonly rightThumbprint: string | null;
  /** The local address of the row, when an export supplied it. */
  readonly localAddress: string | null;
}

/** What is to be done; each platform knows how. */
export const MENDS = [
  'serve-by-name',
  'free-the-address',
  'select-by-name',
  'use-the-key',
  'replace-certificate',
  'both-key-types',
  'reach-the-backend',
  'serve-tls',
] as const;
export type Mend = (typeof MENDS)[number];

/** One platform's steps for every mend. */
export interface Platform {
  readonly platform: string;
  /** How its `Server` header begins, in lower case. */
  readonly headers: readonly string[];
  readonly steps: Readonly<Record<Mend, (facts: RemedyFacts) => readonly string[]>>;
}

/** The remedy of one platform. */
export function remedyOf({ platform, steps }: Platform, mend: Mend, facts: RemedyFacts): Remedy {
  return { platform, steps: steps[mend](facts) };
}

/** A name that may stand in a command: an A-label name or an address; anything else is left to the reader. */
export function safeName(host: string): string {
  return /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/.test(host) || /^[0-9a-f:.]+$/.test(host) ? host : '<name>';
}

/** An address that may stand in a command. A zone is left out: it means nothing on another machine. */
export function safeAddress(address: string): string {
  const bare = address.replace(/%.*$/, '').toLowerCase();
  return /^[0-9a-f:.]+$/.test(bare) ? bare : '<address>';
}

/** `203.0.113.5:443`, `[2001:db8::5]:443`: as nginx, Apache, HAProxy and netsh write it. */
export function socket(address: string, port: number): string {
  const safe = safeAddress(address);
  return safe.includes(':') ? `[${safe}]:${port}` : `${safe}:${port}`;
}

/** 40 hex digits, or what to put there. */
export function thumbprint(hex: string | null, otherwise: string): string {
  return hex !== null && /^[0-9a-f]{40}$/.test(hex) ? hex : otherwise;
}

/** Where the examples keep certificate and key. */
export function files(host: string): { readonly certificate: string; readonly key: string; readonly both: string } {
  const name = safeName(host);
  return {
    certificate: `/etc/ssl/certs/${name}.pem`,
    key: `/etc/ssl/private/${name}.key`,
    both: `/etc/haproxy/certs/${name}.pem`,
  };
}
