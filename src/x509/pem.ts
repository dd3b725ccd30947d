/** One `-----BEGIN label-----` block of a text (RFC 7468). */
export interface PemBlock {
  /** `CERTIFICATE`, `PRIVATE KEY`, `PKCS7` … */
  readonly label: string;
  /** The decoded body; null when it is not base64, or encapsulated headers (`Proc-Type: 4,ENCRYPTED`) stand before it. */
  readonly der: Uint8Array | null;
}

const BEGIN = '-----BEGIN ';
const DASHES = '-----';
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * The PEM blocks of a text in their order; text around them is allowed (RFC 7468 §2), a block without its end is left out.
 * Linear in the length of the text.
 */
export function splitPem(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let at = text.indexOf(BEGIN);
  while (at !== -1) {
    const labelStart = at + BEGIN.length;
    const labelEnd = text.indexOf(DASHES, labelStart);
    if (labelEnd === -1) break;
    const label = text.slice(labelStart, labelEnd);
    const bodyStart = labelEnd + DASHES.length;
    const bodyEnd = text.indexOf(`-----END ${label}-----`, bodyStart);
    const next = text.indexOf(BEGIN, bodyStart);
    if (bodyEnd !== -1 && (next === -1 || bodyEnd < next)) {
      blocks.push({ label, der: decodeBase64(text.slice(bodyStart, bodyEnd)) });
    }
    at = next;
  }
  return blocks;
}

/** The PEM text of one DER value, 64 characters a line, ended by a line feed (RFC 7468 §2). */
export function toPem(der: Uint8Array, label = 'CERTIFICATE'): string {
  const base64 = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function decodeBase64(body: string): Uint8Array | null {
  const compact = body.replace(/\s+/g, '');
  if (compact.length % 4 !== 0 || !BASE64.test(compact)) return null;
  return new Uint8Array(Buffer.from(compact, 'base64'));
}
