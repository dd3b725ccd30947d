import type { NameAttribute } from '../model/certificate.js';
import { type DerReader, readOid, TAG, wholeOf } from './der.js';
import { toHex } from './digest.js';
import { ATTRIBUTE_TYPES } from './oids.js';
import { type StringText, stringText } from './strings.js';

/** A Name (RFC 5280 §4.1.2.4) as text and as attributes in the order of the encoding. */
export interface DistinguishedName {
  /** RFC 4514 string: last RDN first. */
  readonly text: string;
  readonly attributes: readonly NameAttribute[];
}

/** Reads the content of a Name: a SEQUENCE of RDNs. */
export function readName(reader: DerReader): DistinguishedName {
  const attributes: NameAttribute[] = [];
  const rdns: string[] = [];
  while (!reader.atEnd) {
    const rdn = reader.enter(TAG.set, 'rdn');
    const parts: string[] = [];
    do {
      const pair = rdn.enter(TAG.sequence, 'attribute');
      const oid = readOid(pair, 'type');
      const value = pair.any('value');
      pair.end();
      const type = ATTRIBUTE_TYPES[oid];
      const string = stringText(pair.bytes, value.tag, value.start, value.end);
      const encoded = (): string => `#${toHex(wholeOf(pair.bytes, value))}`;
      attributes.push({ type: type ?? oid, value: string?.text ?? encoded() });
      // RFC 4514 §2.4: a type without a short name, or a value without a string form, is written as hex of its BER.
      parts.push(`${type ?? oid}=${type === undefined || string === null ? encoded() : escapeValue(string)}`);
    } while (!rdn.atEnd);
    rdns.push(parts.join('+'));
  }
  return { text: rdns.reverse().join(','), attributes };
}

const PLAIN = /^[A-Za-z0-9*.()/:'?!@&=_-](?:[A-Za-z0-9*.()/:'?!@&=_ -]*[A-Za-z0-9*.()/:'?!@&=_-])?$/;

const SPECIAL: ReadonlySet<string> = new Set(['"', '+', ',', ';', '<', '>']);

/** RFC 4514 §2.4: the special characters with a backslash, control characters as hex pairs. */
function escapeValue({ text, escaped }: StringText): string {
  if (PLAIN.test(text)) return text;
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    const code = text.charCodeAt(i);
    const atEdge = i === 0 || i === text.length - 1;
    if (code < 0x20 || code === 0x7f) result += `\\${code.toString(16).padStart(2, '0')}`;
    else if (char === '\\') result += escaped ? char : '\\\\';
    else if (SPECIAL.has(char) || (char === ' ' && atEdge) || (char === '#' && i === 0)) result += `\\${char}`;
    else result += char;
  }
  return result;
}
