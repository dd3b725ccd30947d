import { hash } from 'node:crypto';

/** SHA-256, lower-case hex: the fingerprint. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/** SHA-1, lower-case hex: the thumbprint that Windows shows. Names certificates; protects nothing. */
export function sha1Hex(bytes: Uint8Array): string {
  return hash('sha1', bytes);
}

/** Lower-case hex without separators, of all bytes or of a range. */
export function toHex(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return asBuffer(bytes).toString('hex', start, end);
}

/** The same memory with Buffer's methods; a Buffer is given back as it is. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Byte for byte. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
