import { createDecipheriv, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import type { Asn1Tree, Node } from './asn1-tree.js';
import { derivePkcs12, KDF_PURPOSE } from './pkcs12-kdf.js';

/** Above this a file would keep the processor busy for minutes; OpenSSL and Windows use 2,000 to 600,000. */
const MAX_ITERATIONS = 2_000_000;

/** A file that is understood but not opened: the message says what is not supported. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}

/** A password in the encodings that the schemes want: BMP for PKCS#12's own, UTF-8 for PBKDF2. */
export interface EncodedPassword {
  readonly bmp: Uint8Array;
  readonly utf8: Uint8Array;
}

const HMACS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

const CIPHERS: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};

/** RFC 7292 appendix C; RC2's effective key bits, null for 3DES. RC4 was never written by anyone. */
const PKCS12_CIPHERS: Readonly<Record<string, { readonly keyBytes: number; readonly rc2Bits: number | null }>> = {
  '1.2.840.113549.1.12.1.3': { keyBytes: 24, rc2Bits: null },
  '1.2.840.113549.1.12.1.4': { keyBytes: 16, rc2Bits: null },
  '1.2.840.113549.1.12.1.5': { keyBytes: 16, rc2Bits: 128 },
  '1.2.840.113549.1.12.1.6': { keyBytes: 5, rc2Bits: 40 },
};

const derive = promisify(pbkdf2);

/**
 * Decrypts by an AlgorithmIdentifier: PBES2 (RFC 8018 §6.2) or PKCS#12's RC2 and 3DES. Null when the padding is wrong, which
 * is what a wrong password looks like. Throws {@link Unsupported}, or an Error for a damaged structure.
 */
export async function decryptPbe(
  tree: Asn1Tree,
  algorithm: Node | undefined,
  data: Uint8Array,
  password: EncodedPassword,
): Promise<Uint8Array | null> {
  const [scheme, parameters] = tree.children(algorithm);
  const oid = tree.oid(scheme);
  if (oid === '1.2.840.113549.1.5.13') return decryptPbes2(tree, parameters, data, password);
  const cipher = PKCS12_CIPHERS[oid];
  if (cipher === undefined) throw new Unsupported(`it is encrypted with ${oid}`);
  const [saltNode, iterationsNode] = tree.children(parameters);
  const salt = tree.octets(saltNode);
  const iterations = bounded(tree.integer(iterationsNode));
  const key = await derivePkcs12('sha1', KDF_PURPOSE.key, password.bmp, salt, iterations, cipher.keyBytes);
  const iv = await derivePkcs12('sha1', KDF_PURPOSE.iv, password.bmp, salt, iterations, 8);
  if (cipher.rc2Bits !== null) return decryptRc2(key, cipher.rc2Bits, iv, data);
  const triple = cipher.keyBytes === 24 ? key : Buffer.concat([key, key.subarray(0, 8)]);
  return decipher('des-ede3-cbc', triple, iv, data);
}

/** A PBKDF2 key out of its AlgorithmIdentifier (RFC 8018 appendix A.2). `utf8` is the password as bytes. */
export async function derivePbkdf2(
  tree: Asn1Tree,
  algorithm: Node | undefined,
  utf8: Uint8Array,
  keyBytes: number,
): Promise<Uint8Array> {
  const [kdf, parameters] = tree.children(algorithm);
  const kdfOid = tree.oid(kdf);
  if (kdfOid !== '1.2.840.113549.1.5.12') throw new Unsupported(`its key is derived by ${kdfOid}`);
  const [salt, iterations, ...options] = tree.children(parameters);
  const prf = options.find((option) => Array.isArray(option.value));
  const prfOid = prf === undefined ? '1.2.840.113549.2.7' : tree.oid(tree.children(prf)[0]);
  const hash = HMACS[prfOid];
  if (hash === undefined) throw new Unsupported(`its key is derived with ${prfOid}`);
  return new Uint8Array(await derive(utf8, tree.octets(salt), bounded(tree.integer(iterations)), keyBytes, hash));
}

/** Refuses counts that would keep the machine busy. */
export function bounded(iterations: number): number {
  if (iterations >= 1 && iterations <= MAX_ITERATIONS) return iterations;
  throw new Unsupported(`its key takes ${iterations} iterations to derive, and at most ${MAX_ITERATIONS} are done`);
}

async function decryptPbes2(
  tree: Asn1Tree,
  parameters: Node | undefined,
  data: Uint8Array,
  password: EncodedPassword,
): Promise<Uint8Array | null> {
  const [kdf, encryption] = tree.children(parameters);
  const [cipherNode, ivNode] = tree.children(encryption);
  const oid = tree.oid(cipherNode);
  const cipher = CIPHERS[oid];
  if (cipher === undefined) throw new Unsupported(`it is encrypted with ${oid}`);
  const iv = tree.octets(ivNode);
  // Some writers give PBKDF2 the BMP form too, with or without its zeros.
  for (const bytes of [password.utf8, password.bmp, password.bmp.subarray(0, -2)]) {
    const plain = decipher(cipher.name, await derivePbkdf2(tree, kdf, bytes, cipher.keyBytes), iv, data);
    if (plain !== null && plain[0] === 0x30) return plain;
  }
  return null;
}

function decipher(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | null {
  try {
    const cipher = createDecipheriv(name, key, iv);
    return new Uint8Array(Buffer.concat([cipher.update(data), cipher.final()]));
  } catch {
    return null;
  }
}

/** OpenSSL 3 keeps RC2 in its legacy provider, which Node does not load: node-forge has its own. */
async function decryptRc2(key: Uint8Array, bits: number, iv: Uint8Array, data: Uint8Array): Promise<Uint8Array | null> {
  const { default: forge } = await import('node-forge');
  const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  const cipher = forge.rc2.createDecryptionCipher(binary(key), bits);
  cipher.start(binary(iv));
  cipher.update(forge.util.createBuffer(binary(data)));
  return cipher.finish() ? new Uint8Array(Buffer.from(cipher.output.getBytes(), 'latin1')) : null;
}
