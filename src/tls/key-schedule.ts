import { createHash, createHmac } from 'node:crypto';
import type { Aead, Tls13Suite } from './cipher-suites.js';
import { write } from './writer.js';

/** The key schedule of TLS 1.3 (RFC 8446 §7.1) as far as a handshake's flight needs it: no master secret. */

export type ScheduleHash = Tls13Suite['hash'];
export type Side = 'client' | 'server';

export interface TrafficKeys {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

const HASH_BYTES: Readonly<Record<ScheduleHash, number>> = { sha256: 32, sha384: 48 };
const KEY_BYTES: Readonly<Record<Aead, number>> = { 'aes-128-gcm': 16, 'aes-256-gcm': 32, 'chacha20-poly1305': 32 };
const IV_BYTES = 12;
const NO_CONTEXT = new Uint8Array();

/** RFC 5869 §2.2. By HMAC: `hkdfSync` costs four times as much (facts/performance.md). */
export function hkdfExtract(hash: ScheduleHash, salt: Uint8Array, inputKey: Uint8Array): Uint8Array {
  return createHmac(hash, salt).update(inputKey).digest();
}

/** HKDF-Expand-Label (RFC 8446 §7.1). `length` is at most one block of the hash: nothing here needs more. */
export function hkdfExpandLabel(
  hash: ScheduleHash,
  secret: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
): Uint8Array {
  const info = write((w) =>
    w
      .u16(length)
      .vector(1, () => w.bytes(Buffer.from(`tls13 ${label}`, 'latin1')))
      .vector(1, () => w.bytes(context))
      .u8(1),
  );
  return createHmac(hash, secret).update(info).digest().subarray(0, length);
}

/** The handshake secret. Only the test with RFC 8448's resumed handshake has a `psk`. */
export function handshakeSecret(hash: ScheduleHash, sharedSecret: Uint8Array, psk: Uint8Array | null): Uint8Array {
  return hkdfExtract(hash, psk === null ? derivedWithoutPsk(hash) : derivedEarlySecret(hash, psk), sharedSecret);
}

/** Derive-Secret(Early Secret, "derived", ""). */
function derivedEarlySecret(hash: ScheduleHash, psk: Uint8Array | null): Uint8Array {
  const zeros = new Uint8Array(HASH_BYTES[hash]);
  const earlySecret = hkdfExtract(hash, zeros, psk ?? zeros);
  return hkdfExpandLabel(hash, earlySecret, 'derived', createHash(hash).digest(), HASH_BYTES[hash]);
}

const WITHOUT_PSK = new Map<ScheduleHash, Uint8Array>();

/** Without a PSK it is a constant of the hash: computed once. */
function derivedWithoutPsk(hash: ScheduleHash): Uint8Array {
  const known = WITHOUT_PSK.get(hash);
  if (known !== undefined) return known;
  const derived = derivedEarlySecret(hash, null);
  WITHOUT_PSK.set(hash, derived);
  return derived;
}

/** `client_handshake_traffic_secret` or `server_handshake_traffic_secret`; the transcript ends with ServerHello. */
export function handshakeTrafficSecret(
  side: Side,
  hash: ScheduleHash,
  secret: Uint8Array,
  transcriptHash: Uint8Array,
): Uint8Array {
  const label = side === 'client' ? 'c hs traffic' : 's hs traffic';
  return hkdfExpandLabel(hash, secret, label, transcriptHash, HASH_BYTES[hash]);
}

/** RFC 8446 §7.3. */
export function trafficKeys(suite: Tls13Suite, trafficSecret: Uint8Array): TrafficKeys {
  return {
    key: hkdfExpandLabel(suite.hash, trafficSecret, 'key', NO_CONTEXT, KEY_BYTES[suite.aead]),
    iv: hkdfExpandLabel(suite.hash, trafficSecret, 'iv', NO_CONTEXT, IV_BYTES),
  };
}

/** `verify_data` of Finished (RFC 8446 §4.4.4). */
export function finishedVerifyData(
  hash: ScheduleHash,
  trafficSecret: Uint8Array,
  transcriptHash: Uint8Array,
): Uint8Array {
  const key = hkdfExpandLabel(hash, trafficSecret, 'finished', NO_CONTEXT, HASH_BYTES[hash]);
  return createHmac(hash, key).update(transcriptHash).digest();
}
