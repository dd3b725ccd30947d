import type { Observation } from '../model/observation.js';
import type { EndpointReport, ReportedCertificate, TargetReport } from '../model/report.js';
import { endpointCode } from './codes.js';
import { escapeAndCut } from './escape.js';

const DAY_MS = 86_400_000;
const LONGEST = 60;

/** What an endpoint served, in a few words: `shop.example, by Example CA`; what happened instead where it served nothing. */
export function servedWords(report: TargetReport, endpoint: EndpointReport): string {
  const certificate = endpoint.served === null ? undefined : report.certificates[endpoint.served];
  if (certificate !== undefined) return certificateWords(certificate, endpoint.served ?? '');
  if (endpoint.served !== null) return `certificate ${endpoint.served.slice(0, 16)}`;
  const control = endpoint.observations[0];
  return control === undefined ? 'not asked' : outcomeWords(control);
}

/** A certificate by its common name, or the first name it holds. Escaped. */
export function nameWords(certificate: ReportedCertificate, sha256: string): string {
  const { subject, dnsNames, ipAddresses } = certificate;
  const own = subject === null || subject === '' ? `certificate ${sha256.slice(0, 16)}` : subject;
  return escapeAndCut(attribute(subject, 'CN') ?? dnsNames?.[0] ?? ipAddresses?.[0] ?? own, LONGEST);
}

/** The same, and who issued it. Escaped. */
export function certificateWords(certificate: ReportedCertificate, sha256: string): string {
  const named = nameWords(certificate, sha256);
  if (certificate.selfSigned === true) return `${named}, self-signed`;
  const issuer =
    attribute(certificate.issuer, 'CN') ?? attribute(certificate.issuer, 'O') ?? attribute(certificate.issuer, 'OU');
  return issuer === null ? named : `${named}, by ${escapeAndCut(issuer, LONGEST)}`;
}

/** What clients of that name are served at an endpoint: the control's certificate first, then that of the other key type. */
export function leavesAt({ served, observations }: EndpointReport): readonly string[] {
  const others = observations.flatMap(({ probe, certificates }) =>
    probe === 'rsa-only' || probe === 'ecdsa-only' ? certificates.slice(0, 1) : [],
  );
  return served === null ? [] : [...new Set([served, ...others])];
}

/** Of these certificates the one that ends first; null where no end was read. */
export function firstToEnd(
  report: TargetReport,
  leaves: readonly string[],
): { readonly sha256: string; readonly end: number } | null {
  const ends = leaves.flatMap((sha256) => {
    const end = Date.parse(report.certificates[sha256]?.notAfter ?? '');
    return Number.isNaN(end) ? [] : [{ sha256, end }];
  });
  return ends.reduce<(typeof ends)[number] | null>(
    (first, each) => (first && first.end <= each.end ? first : each),
    null,
  );
}

/** Codes that speak of an end, whichever of the certificates has it. */
const OF_AN_END: readonly (string | null)[] = ['expires-soon', 'expired'];

/**
 * When it ends, and how many days that is from `judgedAt` (ISO 8601; by default the report's start): `2027-02-08 (80 days)`.
 * Where the warning is about the certificate for clients of the other key type, that one's end: `2026-12-08 (18 days, rsa)`.
 * Empty where unknown. The year 9999 says that there is no end (RFC 5280 §4.1.2.5).
 */
export function untilWords(report: TargetReport, endpoint: EndpointReport, judgedAt: string | null = null): string {
  const leaves = leavesAt(endpoint);
  const meant = OF_AN_END.includes(endpointCode(report, endpoint)) ? leaves : leaves.slice(0, 1);
  const first = firstToEnd(report, meant);
  const certificate = first === null ? undefined : report.certificates[first.sha256];
  const notAfter = certificate?.notAfter ?? null;
  if (first === null || notAfter === null) return '';
  if (notAfter.startsWith('9999-12-31')) return '9999-12-31 (no end)';
  const left = first.end - Date.parse(judgedAt ?? report.startedAt);
  const days = Math.floor(Math.abs(left) / DAY_MS);
  const words = `${days} ${days === 1 ? 'day' : 'days'}${left < 0 ? ' ago' : ''}`;
  const other = first.sha256 === endpoint.served ? '' : `, ${escapeAndCut(certificate?.keyType ?? 'another', 12)}`;
  return `${notAfter.slice(0, notAfter.indexOf('T'))} (${words}${other})`;
}

/** The first value of an attribute in an RFC 4514 string. */
function attribute(name: string | null, type: string): string | null {
  if (name === null) return null;
  const match = new RegExp(`(?:^|[,+])${type}=((?:[^,+\\\\]|\\\\.)*)`, 's').exec(name);
  const value = match?.[1]?.replace(/\\([,+"\\<>;=# ])/g, '$1') ?? '';
  return value === '' ? null : value;
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  refused: 'connection refused',
  'no-route': 'no route to it',
  'timed-out': 'no answer: timed out',
};
const INTERRUPTED: Readonly<Record<string, string>> = {
  closed: 'connection closed',
  reset: 'connection reset',
  'timed-out': 'silent: timed out',
  limited: 'stopped answering',
};
const STARTTLS: Readonly<Record<string, string>> = {
  'not-offered': 'STARTTLS not offered',
  refused: 'STARTTLS refused',
  unstable: 'STARTTLS broke off',
  preauth: 'STARTTLS not possible: already authenticated',
};
const SKIPPED: Readonly<Record<string, string>> = {
  'no-route-for-family': 'not asked: no route for this family',
  'silent-control': 'not asked: silent before',
  'stopped-answering': 'not asked: it stopped answering',
  aborted: 'not answered before the run was ended',
};

/** What happened to a question that was served no certificate. Escaped. */
export function outcomeWords(observation: Observation): string {
  const reason = escapeAndCut(observation.reason ?? '', LONGEST);
  switch (observation.outcome) {
    case 'served':
      return 'served';
    case 'refused':
      return `refused: alert ${reason}`;
    case 'unreachable':
      return UNREACHABLE[reason] ?? `unreachable: ${reason}`;
    case 'interrupted':
      return INTERRUPTED[reason] ?? `interrupted: ${reason}`;
    case 'starttls':
      return STARTTLS[reason] ?? `STARTTLS: ${reason}`;
    case 'not-tls':
      return reason === 'unknown' ? 'not TLS' : `${reason}, not TLS`;
    case 'malformed':
      return `malformed: ${reason}`;
    case 'misbehaved':
      return `against the protocol: ${reason}`;
    case 'incompatible':
      return `nothing in common: ${reason}`;
    case 'over-limit':
      return `too much of it: ${reason}`;
    case 'skipped':
      return SKIPPED[reason] ?? `not asked: ${reason}`;
  }
}
