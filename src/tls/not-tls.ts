import { type Detail, PeerFault } from './fault.js';

/** What speaks on a port that does not speak TLS. */
export interface NotTls {
  /** `http`, `ssh`, `smtp` …, `ssl2`, `unknown`. */
  readonly protocol: string;
  readonly detail: Detail;
}

const SAMPLE_BYTES = 256;
const BINARY_BYTES = 8;
const LINE_FEED = 0x0a;

/**
 * Collects the first bytes of a stream that is not TLS until they tell what it is. How much is looked at depends on the
 * bytes alone, so that the guess does not depend on how the network cut them: a line of text, or eight bytes with a
 * control character among them.
 */
export class NotTlsGuess {
  readonly #sample = new Uint8Array(SAMPLE_BYTES);
  #length = 0;
  #binary = false;
  #complete = false;

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#complete) return;
      this.#sample[this.#length++] = byte;
      this.#binary ||= byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d);
      this.#complete =
        this.#length === SAMPLE_BYTES ||
        (this.#binary ? this.#length >= BINARY_BYTES : byte === LINE_FEED && this.#length > 2);
    }
  }

  /** Null while more bytes could tell more. */
  decided(): NotTls | null {
    return this.#complete ? guess(this.#sample.subarray(0, this.#length)) : null;
  }

  /** Nothing more will come. */
  atEnd(): NotTls {
    return guess(this.#sample.subarray(0, this.#length));
  }
}

/** The fault that a guess is reported as. */
export function notTlsFault({ protocol, detail }: NotTls): PeerFault {
  return new PeerFault('not-tls', protocol, detail);
}

/** What a server's first bytes look like. */
export function guess(bytes: Uint8Array): NotTls {
  return binaryProtocol(bytes) ?? textProtocol(Buffer.from(bytes).toString('latin1'));
}

function binaryProtocol(bytes: Uint8Array): NotTls | null {
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = bytes;
  // SSL 2.0's two-byte record header, then MSG-ERROR, CLIENT-HELLO or SERVER-HELLO (draft-hickman-netscape-ssl-00 §3).
  if ((first & 0x80) !== 0 && (third === 0 || third === 1 || third === 4) && bytes.length >= 3) return named('ssl2');
  // Packet length, sequence 0, protocol version 10 or an error packet (MySQL's connection phase).
  if (bytes.length >= 5 && third === 0 && fourth === 0 && (fifth === 0x0a || fifth === 0xff)) return named('mysql');
  // ErrorResponse: 'E' and a length below 64 KiB (PostgreSQL's message formats).
  if (first === 0x45 && second === 0 && third === 0) return named('postgres');
  // TPKT (RFC 1006 §6), in which RDP's X.224 travels.
  if (first === 3 && second === 0 && bytes.length >= 4) return named('rdp');
  // A BER sequence with a message id (RFC 4511 §4.1.1).
  if (first === 0x30 && (third === 0x02 || fourth === 0x02)) return named('ldap');
  // IAC (RFC 854).
  if (first === 0xff && second >= 0xfb && second <= 0xfe) return named('telnet');
  return null;
}

/** The first pattern that fits names the protocol. */
const TEXT: readonly (readonly [protocol: string, pattern: RegExp])[] = [
  ['http', /^HTTP\/\d|^\s*<(?:!doctype html|html)/i],
  ['ssh', /^SSH-/],
  ['xmpp', /^<\?xml|^<stream/],
  ['imap', /^\* (?:OK|BYE|PREAUTH|BAD|NO)/],
  ['redis', /^-(?:ERR unknown command|DENIED|NOAUTH)/],
  ['pop3', /^(?:\+OK|-ERR)/],
  ['sieve', /^"IMPLEMENTATION"|^(?:NO|BYE) /],
  ['postgres', /^E(?:FATAL|ERROR)|FATAL: {2}/],
  ['mysql', /Host '.*' is (?:not allowed|blocked)/],
  ['vnc', /^RFB \d{3}\.\d{3}/],
  ['nntp', /^20[01][ -]|^\d{3}[ -].*\b(?:nntp|news)\b/i],
  ['ftp', /^[1-5]\d\d[ -].*(?:ftp|filezilla)|^(?:120|331|500|503|530)[ -]/i],
  ['smtp', /^[245]\d\d[ -]/],
];

function textProtocol(text: string): NotTls {
  const protocol = TEXT.find(([, pattern]) => pattern.test(text))?.[0] ?? 'unknown';
  const status = protocol === 'http' ? /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(text)?.[1] : undefined;
  return status === undefined ? named(protocol) : { protocol, detail: { status: Number(status) } };
}

function named(protocol: string): NotTls {
  return { protocol, detail: {} };
}
