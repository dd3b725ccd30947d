import type { Observation } from '../model/observation.js';
import type { EndpointReport, ReportedCertificate, TargetReport } from '../model/report.js';
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

/** A certificate by its common name, or the first name it holds, and who issued it. Escaped. */
export function certificateWords(certificate: ReportedCertificate, sha256: string): string {
  const subject =
    attribute(certificate.subject, 'CN') ??
    certificate.dnsNames?.[0] ??
    certificate.ipAddresses?.[0] ??
    (certificate.subject === null || certificate.subject === ''
      ? `certificate ${sha256.slice(0, 16)}`
      : certificate.subject);
  const named = escapeAndCut(subject, LONGEST);
  if (certificate.selfSigned === true) return `${named}, self-signed`;
  const issuer =
    attribute(certificate.issuer, 'CN') ?? attribute(certificate.issuer, 'O') ?? attribute(certificate.issuer, 'OU');
  return issuer === null ? named : `${named}, by ${escapeAndCut(issuer, LONGEST)}`;
}

/**
 * When it ends, and how many days that is from the report's start: `2027-02-08 (80 days)`. Empty where unknown. The year 9999 says
 * that there is no end (RFC 5280 §4.1.2.5).
 */
export function untilWords(report: TargetReport, endpoint: EndpointReport): string {
  const notAfter = endpoint.served === null ? null : (report.certificates[endpoint.served]?.notAfter ?? null);
  const end = notAfter === null ? Number.NaN : Date.parse(notAfter);
  if (notAfter === null || Number.isNaN(end)) return '';
  if (notAfter.startsWith('9999-12-31')) return '9999-12-31 (no end)';
  const left = end - Date.parse(report.startedAt);
  const days = Math.floor(Math.abs(left) / DAY_MS);
  const words = `${days} ${days === 1 ? 'day' : 'days'}`;
  return `${notAfter.slice(0, notAfter.indexOf('T'))} (${left < 0 ? `${words} ago` : words})`;
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
  aborted: 'not asked: the run was ended',
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
