import type { ByteScript } from './byte-dialogue.js';
import { failed, goAhead, type PreambleStep } from './preamble.js';

const OID = '1.3.6.1.4.1.1466.20037';
const SUCCESS = 0;
const PROTOCOL_ERROR = 2;

/** The StartTLS extended operation of LDAP (RFC 4511 §4.14), BER by hand: one request, one response. */
export class LdapScript implements ByteScript {
  start(): Uint8Array {
    const oid = Buffer.from(OID, 'latin1');
    const request = Buffer.concat([Buffer.from([0x77, oid.length + 2, 0x80, oid.length]), oid]);
    return Buffer.concat([Buffer.from([0x30, request.length + 3, 0x02, 0x01, 0x01]), request]);
  }

  awaiting(): string {
    return 'extended-response';
  }

  length(bytes: Uint8Array): number | null {
    // Not a SEQUENCE: no LDAP. The message is then what there is.
    if (bytes[0] !== undefined && bytes[0] !== 0x30) return bytes.length;
    const header = readHeader(bytes, 0);
    return header === null ? null : header.content + header.length;
  }

  message(bytes: Uint8Array, surplus: number): PreambleStep {
    const outer = readHeader(bytes, 0);
    if (outer === null || outer.tag !== 0x30) return failed('starttls', 'not-offered', { firstByte: bytes[0] ?? null });
    const id = readHeader(bytes, outer.content);
    const response = id === null ? null : readHeader(bytes, id.content + id.length);
    const code = response === null ? null : readHeader(bytes, response.content);
    const isAnswer =
      id?.tag === 0x02 && id.length === 1 && bytes[id.content] === 1 && response?.tag === 0x78 && code?.tag === 0x0a;
    if (!isAnswer || response === null || code === null) return failed('starttls', 'refused', { rule: 'no-response' });
    const resultCode = bytes[code.content] ?? 0;
    if (resultCode === PROTOCOL_ERROR) return failed('starttls', 'not-offered', { resultCode });
    if (resultCode !== SUCCESS) return failed('starttls', 'refused', { resultCode });
    const name = responseName(bytes, code.content + code.length, response.content + response.length);
    return name === null || name === OID ? goAhead(surplus) : failed('starttls', 'refused', { responseName: name });
  }
}

/** matchedDN and diagnosticMessage are passed over; responseName is [10] (RFC 4511 §4.12). null: there is none. */
function responseName(bytes: Uint8Array, from: number, end: number): string | null {
  for (let at = from; at < end; ) {
    const header = readHeader(bytes, at);
    if (header === null) return null;
    at = header.content + header.length;
    if (header.tag === 0x8a) return Buffer.from(bytes.subarray(header.content, at)).toString('latin1').slice(0, 100);
  }
  return null;
}

interface Header {
  readonly tag: number;
  /** Offset of the content. */
  readonly content: number;
  readonly length: number;
}

/** BER tag and definite length; null: the header is not complete. An indefinite length (RFC 4511 §5.1 forbids it) counts as 0. */
function readHeader(bytes: Uint8Array, at: number): Header | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return null;
  if (first < 0x80) return { tag, content: at + 2, length: first };
  const octets = first & 0x7f;
  if (octets > 4) return { tag, content: at + 2, length: Number.MAX_SAFE_INTEGER / 2 };
  let length = 0;
  for (let index = 0; index < octets; index += 1) {
    const byte = bytes[at + 2 + index];
    if (byte === undefined) return null;
    length = length * 256 + byte;
  }
  return { tag, content: at + 2 + octets, length };
}
