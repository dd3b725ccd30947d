import type { Certificate, CertificateStore } from '../model/certificate.js';
import type { Answer } from './answers.js';

const MAX_NAMES = 4;

/** Text that a peer sent stands in quotes and is escaped by the renderers, never here; it never enters a command. */
export function quote(text: string | null): string {
  return `"${text ?? '?'}"`;
}

/** A certificate in a sentence: its subject in quotes, and its first name where the subject is empty. */
export function nameCertificate(certificate: Certificate): string {
  const subject = certificate.subject ?? '';
  if (subject !== '') return quote(subject);
  const [name] = certificate.dnsNames;
  return name === undefined ? `certificate ${certificate.sha256.slice(0, 16)}…` : quote(name);
}

/** Presented identifiers, the first few. */
export function namesOf(certificate: Certificate): string {
  const names = [...certificate.dnsNames, ...certificate.ipAddresses];
  if (names.length === 0) return 'no name at all';
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  return `${names.slice(0, MAX_NAMES).map(quote).join(', ')}${more}`;
}

/** An answer in a sentence. */
export function answerText(answer: Answer, store: CertificateStore): string {
  switch (answer.kind) {
    case 'certificate': {
      const certificate = store.get(answer.certificate);
      const name =
        certificate === undefined ? `certificate ${answer.certificate.slice(0, 16)}…` : nameCertificate(certificate);
      return answer.signature === 'fails' ? `${name} with a signature that does not verify` : name;
    }
    case 'alert':
      return `alert ${answer.code}${ALERT_NAMES[answer.code] === undefined ? '' : ` (${ALERT_NAMES[answer.code]})`}`;
    case 'reset':
      return 'a reset';
    case 'close':
      return 'a closed connection';
    case 'silence':
      return 'no answer in time';
    case 'other':
      return `no certificate (${answer.what})`;
  }
}

/** The alerts that say something about selection (RFC 8446 §6.2). */
const ALERT_NAMES: Readonly<Record<number, string>> = {
  10: 'unexpected_message',
  40: 'handshake_failure',
  47: 'illegal_parameter',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  112: 'unrecognized_name',
};

/** `203.0.113.5:443`, IPv6 in brackets, the port left out where it is the usual one. */
export function place(address: string, port: number): string {
  if (port === 443) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** `a, b and c`. */
export function list(parts: readonly string[], word = 'and'): string {
  const last = parts.at(-1);
  return parts.length < 2 || last === undefined ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${word} ${last}`;
}
