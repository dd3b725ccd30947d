import { domainToASCII } from 'node:url';
import { canonicalAddress } from './address.js';
import { TargetProblem } from './problem.js';

const LABEL = /^[a-z0-9_-]+$/;

export interface Host {
  readonly host: string;
  readonly kind: 'name' | 'ip';
}

/**
 * Reads a host as it stands in a target: a name (returned in lower-case A-labels, RFC 5890 §2.3.2.1, without its trailing
 * dot), an IPv4 address, or an IPv6 address in brackets (returned without them).
 * Throws {@link TargetProblem}.
 */
export function parseHost(text: string): Host {
  if (text === '') throw new TargetProblem('the host is missing');
  if (text.startsWith('[')) return { host: bracketedAddress(text), kind: 'ip' };
  if (text.includes('%')) {
    throw new TargetProblem('"%" has no place in a host name', 'A zone stands in brackets: [fe80::1%eth0].');
  }
  if (text.includes(':')) {
    const address = canonicalAddress(text);
    if (address !== null) {
      throw new TargetProblem('an IPv6 address stands in brackets', `Write [${address}].`);
    }
    throw new TargetProblem('the host contains ":"', 'Write name:port, or an IPv6 address in brackets: [2001:db8::1].');
  }
  const address = canonicalAddress(text);
  if (address !== null) return { host: address, kind: 'ip' };
  return { host: parseName(text), kind: 'name' };
}

/** `[2001:db8::1]` → `2001:db8::1`. Throws {@link TargetProblem}. */
function bracketedAddress(text: string): string {
  if (!text.endsWith(']')) throw new TargetProblem('"[" without its "]"', 'IPv6 addresses are written [2001:db8::1].');
  const address = canonicalAddress(text.slice(1, -1));
  if (address === null || !address.includes(':')) {
    throw new TargetProblem(`${text} is not an IPv6 address`, 'Only IPv6 addresses stand in brackets: [2001:db8::1].');
  }
  return address;
}

function parseName(text: string): string {
  const name = withoutTrailingDot(toAscii(text));
  if (name === '') throw new TargetProblem('the host is missing');
  const labels = name.split('.');
  if (labels.includes('')) throw new TargetProblem('the name has an empty label', 'Look for a doubled or leading dot.');
  if (labels[0] === '*') {
    throw new TargetProblem('a wildcard is not a host', 'Give a name that it covers, such as www in place of "*".');
  }
  const foreign = labels.find((label) => !LABEL.test(label));
  if (foreign !== undefined) {
    throw new TargetProblem(`"${foreign}" is no label of a host name`, 'Letters, digits, "-" and "_" make a label.');
  }
  const long = labels.find((label) => label.length > 63);
  if (long !== undefined) throw new TargetProblem(`a label is ${long.length} octets long; 63 is the most (RFC 1035)`);
  if (name.length > 253) throw new TargetProblem(`the name is ${name.length} octets long; 253 is the most (RFC 1035)`);
  if (looksLikeNumber(labels.at(-1) ?? '')) {
    throw new TargetProblem(
      `"${name}" is neither a name nor an address in full`,
      'Write IPv4 addresses with four decimal parts: 192.0.2.1.',
    );
  }
  return name;
}

/** IDNA to A-labels. What IDNA turns into an address or into nothing is refused: it would be dialled, not looked up. */
function toAscii(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  if (text.includes('\ufffd')) {
    throw new TargetProblem('the name holds bytes that are not UTF-8', 'Save the list as UTF-8.');
  }
  // domainToASCII cuts at "/", "?" and "#" and decodes nothing else of ASCII that a label may not hold.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII
  if (/[\x00-\x7f]/.test(text.replace(/[A-Za-z0-9._-]/g, ''))) {
    throw new TargetProblem('the name holds a character that no host name has');
  }
  const ascii = domainToASCII(text);
  if (ascii === '') throw new TargetProblem('the name has no form in ASCII (IDNA, UTS #46)');
  if (canonicalAddress(ascii) !== null) {
    throw new TargetProblem(`the name turns into the address ${ascii}`, 'Write the address itself if that is meant.');
  }
  return ascii;
}

function withoutTrailingDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/** What URL parsers take for a part of an IPv4 address: `127.1`, `0x7f.1`, `2130706433`. */
function looksLikeNumber(label: string): boolean {
  return /^(?:[0-9]+|0x[0-9a-f]*)$/.test(label);
}
