import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** What a derived value is for (RFC 7292 appendix B.3). */
export const KDF_PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

/** Rounds between two turns of the event loop: some ten milliseconds. */
const ROUNDS_A_TURN = 8192;

const BLOCK_BYTES: Readonly<Record<string, number>> = { sha1: 64, sha224: 64, sha256: 64, sha384: 128, sha512: 128 };

/** PKCS#12's own key derivation (RFC 7292 appendix B.2). The password comes encoded, see {@link bmpPassword}. */
export async function derivePkcs12(
  hash: string,
  purpose: number,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Promise<Uint8Array> {
  const block = BLOCK_BYTES[hash];
  if (block === undefined) throw new Error(`no block size for ${hash}`);
  const diversifier = Buffer.alloc(block, purpose);
  const state = Buffer.concat([fill(salt, block), fill(password, block)]);
  const derived: Buffer[] = [];
  for (let have = 0; have < length; ) {
    let digest = createHash(hash).update(diversifier).update(state).digest();
    for (let round = 1; round < iterations; round++) {
      digest = createHash(hash).update(digest).digest();
      if (round % ROUNDS_A_TURN === 0) await nextTurn();
    }
    derived.push(digest);
    have += digest.length;
    addToBlocks(state, fill(digest.subarray(0, block), block).subarray(0, block), block);
  }
  return new Uint8Array(Buffer.concat(derived).subarray(0, length));
}

/** A BMPString with its two zero bytes at the end (RFC 7292 appendix B.1). */
export function bmpPassword(password: string): Uint8Array {
  return new Uint8Array(Buffer.from(`${password}\0`, 'utf16le').swap16());
}

/** Repeated to a whole number of blocks; nothing stays nothing. */
function fill(bytes: Uint8Array, block: number): Buffer {
  return bytes.length === 0 ? Buffer.alloc(0) : Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
}

/** Adds the digest's block and one to each block of the state, as big-endian numbers. */
function addToBlocks(state: Buffer, addend: Uint8Array, block: number): void {
  for (let from = 0; from < state.length; from += block) {
    let carry = 1;
    for (let i = block - 1; i >= 0; i--) {
      const sum = (state[from + i] ?? 0) + (addend[i] ?? 0) + carry;
      state[from + i] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}
