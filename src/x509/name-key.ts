import { DerError, DerReader, readOid, TAG, wholeOf } from './der.js';
import { sameBytes, toHex } from './digest.js';
import { stringText } from './strings.js';

const remembered = new WeakMap<Uint8Array, string>();

/**
 * Whether two Names are one (RFC 5280 §7.1): as OpenSSL compares them, without string type, case of ASCII, and
 * superfluous spaces. An authority that was renewed with UTF8String is named in PrintableString by what it issued before.
 */
export function sameName(a: Uint8Array, b: Uint8Array): boolean {
  return sameBytes(a, b) || nameKey(a) === nameKey(b);
}

/** A text that two Names have in common exactly when they are one. Remembered per DER; one that cannot be read is its bytes. */
export function nameKey(der: Uint8Array): string {
  const known = remembered.get(der) ?? makeKey(der);
  remembered.set(der, known);
  return known;
}

function makeKey(der: Uint8Array): string {
  try {
    return JSON.stringify(readRdns(new DerReader(der, 'name').enter(TAG.sequence, 'rdns')));
  } catch (error) {
    if (error instanceof DerError) return toHex(der);
    throw error;
  }
}

/** Per RDN: type and value, in turn. */
function readRdns(names: DerReader): readonly (readonly string[])[] {
  const rdns: string[][] = [];
  while (!names.atEnd) {
    const rdn = names.enter(TAG.set, 'rdn');
    const parts: string[] = [];
    while (!rdn.atEnd) {
      const pair = rdn.enter(TAG.sequence, 'attribute');
      parts.push(readOid(pair, 'type'));
      const value = pair.any('value');
      const string = stringText(pair.bytes, value.tag, value.start, value.end);
      parts.push(string === null || string.escaped ? `#${toHex(wholeOf(pair.bytes, value))}` : `=${fold(string.text)}`);
      pair.end();
    }
    rdns.push(parts);
  }
  return rdns;
}

function fold(text: string): string {
  return text
    .replace(/[ \t\n\v\f\r]+/g, ' ')
    .replace(/^ | $/g, '')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
