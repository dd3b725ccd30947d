/** One `-----BEGIN label-----` block of a text (RFC 7468). */
export interface PemBlock {
  /** `CERTIFICATE`, `PRIVATE KEY`, `PKCS7` … */
  readonly label: string;
  /** The decoded body; null when it is not base64, or encapsulated headers (`Proc-Type: 4,ENCRYPTED`) stand before it. */
  readonly der: Uint8Array | null;
}

const BOUNDARY = /-----(BEGIN|END) ([^\r\n-]{1,64})-----/g;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * The PEM blocks of a text in their order; text around them is allowed (RFC 7468 §2), a block without its end is left out.
 * Linear in the length of the text.
 */
export function splitPem(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let open: { readonly label: string; readonly from: number } | null = null;
  for (const { 0: boundary, 1: side, 2: label = '', index } of text.matchAll(BOUNDARY)) {
    if (side === 'BEGIN') {
      open = { label, from: index + boundary.length };
    } else {
      if (open?.label === label) blocks.push({ label, der: decodeBase64(text.slice(open.from, index)) });
      open = null;
    }
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
