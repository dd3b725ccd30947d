import { TAG } from './der.js';
import { asBuffer } from './digest.js';

/** A string's text. */
export interface StringText {
  readonly text: string;
  /** True when the bytes did not fit their type: those above ASCII, and backslashes, are then written as `\xx`. */
  readonly escaped: boolean;
}

/** The text of a DirectoryString or its relatives (X.680); null for a type that has no text. */
export function stringText(bytes: Uint8Array, tag: number, start: number, end: number): StringText | null {
  if (tag === TAG.bmpString) return wideText(bytes, start, end, 2);
  if (tag === TAG.universalString) return wideText(bytes, start, end, 4);
  if (!BYTE_STRINGS.has(tag)) return null;
  // T.61 in certificates is Latin-1 in practice; its own character set was never used by issuers.
  if (tag === TAG.t61String || isAscii(bytes, start, end)) return { text: latin1(bytes, start, end), escaped: false };
  const text = tag === TAG.utf8String ? decodeUtf8(bytes.subarray(start, end)) : null;
  return text === null ? escapedBytes(bytes, start, end) : { text, escaped: false };
}

const BYTE_STRINGS: ReadonlySet<number> = new Set([
  TAG.utf8String,
  TAG.printableString,
  TAG.ia5String,
  TAG.numericString,
  TAG.visibleString,
  TAG.t61String,
]);

/** An IA5String's text (RFC 5280 §4.2.1.6): ASCII as it is, else escaped. */
export function asciiText(bytes: Uint8Array, start: number, end: number): StringText {
  return isAscii(bytes, start, end)
    ? { text: latin1(bytes, start, end), escaped: false }
    : escapedBytes(bytes, start, end);
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function wideText(bytes: Uint8Array, start: number, end: number, width: 2 | 4): StringText {
  if ((end - start) % width !== 0) return escapedBytes(bytes, start, end);
  const units: string[] = [];
  for (let at = start; at < end; at += width) {
    let point = 0;
    for (let i = 0; i < width; i++) point = point * 256 + (bytes[at + i] ?? 0);
    if (point > 0x10ffff) return escapedBytes(bytes, start, end);
    units.push(width === 2 ? String.fromCharCode(point) : String.fromCodePoint(point));
  }
  const text = units.join('');
  return isWellFormed(text) ? { text, escaped: false } : escapedBytes(bytes, start, end);
}

/** A lone surrogate has no UTF-8 form: encodeURIComponent is the test that Node 20's types know. */
function isWellFormed(text: string): boolean {
  try {
    encodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}

/** Each byte as a character. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  return asBuffer(bytes).toString('latin1', start, end);
}

function escapedBytes(bytes: Uint8Array, start: number, end: number): StringText {
  const parts: string[] = [];
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x5c;
    parts.push(plain ? String.fromCharCode(byte) : `\\${byte.toString(16).padStart(2, '0')}`);
  }
  return { text: parts.join(''), escaped: true };
}
