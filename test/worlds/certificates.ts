/**
 * The certificates of the worlds, as words. Two worlds that differ only in the bytes of a certificate are one world,
 * so every row's certificate is drawn by *partition* (issue 3): the expected one, an earlier edition, a later one, the
 * other host's, the same as the fallback's, one that covers both names, another.
 * The oracle's own knowledge: nothing here comes from src/.
 */

/** The named hosts of a run (two; three in a sample), under one domain: a random label beside any is the same question. */
export const HOST_A = 'shop.example.net';
export const HOST_B = 'mail.example.net';
export const HOST_C = 'news.example.net';
export const HOSTS = { a: HOST_A, b: HOST_B, c: HOST_C } as const;
export type HostLetter = keyof typeof HOSTS;
export const PARENT = 'example.net';
/** Names that other certificates carry, for `certificate-name`. */
export const FALLBACK_NAME = 'www.fallback.example.org';
export const NAMELESS_NAME = 'www.nameless.example.org';
export const OTHER_NAME = 'www.other.example.org';

export type KeyType = 'rsa' | 'ecdsa';

/** What a certificate word stands for. `edition` orders the editions of one identity (DESIGN section 3, "edition"). */
export interface WorldCertificate {
  readonly word: string;
  readonly names: readonly string[];
  readonly keyType: KeyType;
  readonly edition: -1 | 0 | 1;
  readonly expired: boolean;
  /** False for what a private issuer mints: no path to an anchor. */
  readonly trusted: boolean;
}

const NAMES: Readonly<Record<string, readonly string[]>> = {
  A: [HOST_A],
  B: [HOST_B],
  C: [HOST_C],
  AB: [HOST_A, HOST_B],
  W: [`*.${PARENT}`],
  F: [FALLBACK_NAME],
  G: [NAMELESS_NAME],
  X: [OTHER_NAME],
};

/**
 * Words: an identity (`A`, `B`, `C`, `AB`, `W`, `F`, `G`, `X`), then `0` current, `-` earlier or `+` later edition, then `e` for
 * an ECDSA key and `x` for expired: `A0`, `A-x`, `A0e`. `mint:NAME` is a certificate that was made for the name asked.
 */
export function certificateOf(word: string): WorldCertificate {
  const known = memory.get(word);
  if (known !== undefined) return known;
  const made = read(word);
  memory.set(word, made);
  return made;
}

const memory = new Map<string, WorldCertificate>();

function read(word: string): WorldCertificate {
  if (word.startsWith('mint:')) {
    return { word, names: [word.slice(5)], keyType: 'rsa', edition: 0, expired: false, trusted: false };
  }
  const match = /^(A|B|C|AB|W|F|G|X)([-0+])(e?)(x?)$/.exec(word);
  const names = NAMES[match?.[1] ?? ''];
  if (match === null || names === undefined) throw new Error(`no such certificate: ${word}`);
  return {
    word,
    names,
    keyType: match[3] === 'e' ? 'ecdsa' : 'rsa',
    edition: match[2] === '-' ? -1 : match[2] === '+' ? 1 : 0,
    expired: match[4] === 'x',
    trusted: true,
  };
}

/** RFC 9525 §6.3: a dNSName without case, or a wildcard as the whole left-most label that stands for exactly one. */
export function covers(word: string, host: string): boolean {
  const parent = host.slice(host.indexOf('.') + 1);
  return certificateOf(word).names.some((name) => name === host || name === `*.${parent}`);
}

/** DESIGN section 3: editions have one identity, that is the same names and the same key type. */
export function relation(word: string, expected: readonly string[]): 'same' | 'earlier' | 'later' | 'other' {
  if (expected.includes(word)) return 'same';
  const served = certificateOf(word);
  for (const wordExpected of expected) {
    const one = certificateOf(wordExpected);
    if (one.keyType !== served.keyType || one.names.join() !== served.names.join()) continue;
    if (served.edition < one.edition) return 'earlier';
    if (served.edition > one.edition) return 'later';
  }
  return 'other';
}
