import { hex16 } from './versions.js';

export const SECP256R1 = 0x0017;
export const SECP384R1 = 0x0018;
export const SECP521R1 = 0x0019;
export const X25519 = 0x001d;

/** A group whose key exchange we can do (RFC 8446 §4.2.7). */
export interface Group {
  readonly code: number;
  readonly name: string;
  /** Length of the public value in bytes: 32 for X25519, 1 + 2n for uncompressed points (RFC 8446 §4.2.8.2). */
  readonly publicKeyBytes: number;
  /** OpenSSL's curve name; null for X25519. */
  readonly curve: 'prime256v1' | 'secp384r1' | 'secp521r1' | null;
}

const GROUPS: ReadonlyMap<number, Group> = new Map(
  [
    { code: X25519, name: 'x25519', publicKeyBytes: 32, curve: null } as const,
    { code: SECP256R1, name: 'secp256r1', publicKeyBytes: 65, curve: 'prime256v1' } as const,
    { code: SECP384R1, name: 'secp384r1', publicKeyBytes: 97, curve: 'secp384r1' } as const,
    { code: SECP521R1, name: 'secp521r1', publicKeyBytes: 133, curve: 'secp521r1' } as const,
  ].map((group) => [group.code, group]),
);

/** Named in reports only. */
const OTHER_NAMES: ReadonlyMap<number, string> = new Map([
  [0x0013, 'secp192r1'],
  [0x0015, 'secp224r1'],
  [0x0016, 'secp256k1'],
  [0x001a, 'brainpoolP256r1'],
  [0x001b, 'brainpoolP384r1'],
  [0x001c, 'brainpoolP512r1'],
  [0x001e, 'x448'],
  [0x0100, 'ffdhe2048'],
  [0x0101, 'ffdhe3072'],
  [0x0102, 'ffdhe4096'],
  [0x11eb, 'SecP256r1MLKEM768'],
  [0x11ec, 'X25519MLKEM768'],
  [0x6399, 'X25519Kyber768Draft00'],
]);

/** Null for a group that we cannot compute with. */
export function group(code: number): Group | null {
  return GROUPS.get(code) ?? null;
}

/** The IANA name, or the code where we know none. */
export function groupName(code: number): string {
  return GROUPS.get(code)?.name ?? OTHER_NAMES.get(code) ?? hex16(code);
}
