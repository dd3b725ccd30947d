import { createHmac, timingSafeEqual } from 'node:crypto';
import { UsageError } from '../errors.js';
import { toHex } from '../x509/digest.js';
import { HASHES } from '../x509/oids.js';
import { type Asn1Tree, loadAsn1, type Node } from './asn1-tree.js';
import { bounded, decryptPbe, derivePbkdf2, type EncodedPassword, Unsupported } from './pbe.js';
import { bmpPassword, derivePkcs12, KDF_PURPOSE } from './pkcs12-kdf.js';

/** The certificates of a PFX; private keys stay shut. */
export interface Pkcs12Content {
  readonly certificates: readonly Uint8Array[];
  /** Those that a private key of the file belongs to, by localKeyID. */
  readonly keyed: readonly Uint8Array[];
}

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const BAG = '1.2.840.113549.1.12.10.1';
const KEY_BAGS: ReadonlySet<string> = new Set([`${BAG}.1`, `${BAG}.2`]);
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';
const PBMAC1 = '1.2.840.113549.1.5.14';
/** Bags may hold bags; nobody nests them. */
const MAX_NESTING = 4;

/**
 * Opens a PKCS#12 file (RFC 7292): the MAC is verified first, then what is encrypted is decrypted (PBES2 with AES or 3DES,
 * PKCS#12's own RC2 and 3DES), and certificates are taken out. A null password stands for none, which equals an empty one.
 * Throws UsageError `bad-password`, or `bad-file` for a damaged file or one that is not supported.
 */
export async function openPkcs12(bytes: Uint8Array, source: string, password: string | null): Promise<Pkcs12Content> {
  const tree = await loadAsn1();
  try {
    return await open(tree, bytes, source, password);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof Unsupported) throw new UsageError('bad-file', `${source}: ${error.message}`);
    throw new UsageError(
      'bad-file',
      `${source} is a damaged PFX (PKCS#12) file${error instanceof Error ? `: ${firstLine(error.message)}` : ''}`,
    );
  }
}

async function open(
  tree: Asn1Tree,
  bytes: Uint8Array,
  source: string,
  password: string | null,
): Promise<Pkcs12Content> {
  const [, authSafe, macData] = tree.children(tree.parse(bytes));
  const [type, content] = tree.children(authSafe);
  if (tree.oid(type) !== DATA) throw new Unsupported('it is protected by a signature instead of a password');
  const safe = tree.octets(tree.children(content)[0]);
  const candidates = encodings(password ?? '');
  const right = macData === undefined ? candidates[0] : await verifyMac(tree, macData, safe, candidates);
  if (right === undefined || right === null) throw wrongPassword(source, password);

  const bags: Bags = { certificates: [], keyIds: new Set() };
  for (const info of tree.children(tree.parse(safe))) {
    const contents = await openSafe(tree, info, right);
    if (contents === null) throw wrongPassword(source, password);
    collect(tree, contents, bags, 0);
  }
  return {
    certificates: bags.certificates.map(({ der }) => der),
    keyed: bags.certificates.filter(({ keyId }) => keyId !== null && bags.keyIds.has(keyId)).map(({ der }) => der),
  };
}

function wrongPassword(source: string, password: string | null): UsageError {
  return password === null
    ? new UsageError('bad-password', `${source} needs a password`, 'Give it with --password-file FILE.')
    : new UsageError('bad-password', `${source}: the password is wrong`);
}

/**
 * The encodings of one password, the right one first. The second is what OpenSSL before 1.1 made of a non-ASCII one: every
 * byte of its UTF-8 as a character. An empty password may also be no bytes at all.
 */
function encodings(password: string): readonly EncodedPassword[] {
  const utf8 = new Uint8Array(Buffer.from(password, 'utf8'));
  const found: EncodedPassword[] = [{ bmp: bmpPassword(password), utf8 }];
  const bytewise = Buffer.from(utf8).toString('latin1');
  if (bytewise !== password) found.push({ bmp: bmpPassword(bytewise), utf8 });
  if (password === '') found.push({ bmp: new Uint8Array(), utf8 });
  return found;
}

/** The encoding with which the MAC is right, or null. */
async function verifyMac(
  tree: Asn1Tree,
  macData: Node,
  safe: Uint8Array,
  candidates: readonly EncodedPassword[],
): Promise<EncodedPassword | null> {
  const [digestInfo, saltNode, iterationsNode] = tree.children(macData);
  const [algorithm, digestNode] = tree.children(digestInfo);
  const [oidNode, parameters] = tree.children(algorithm);
  const expected = tree.octets(digestNode);
  const oid = tree.oid(oidNode);
  const hash = HASHES[oid];
  if (hash === undefined && oid !== PBMAC1) throw new Unsupported(`its MAC is made with ${oid}`);
  for (const candidate of candidates) {
    const mac =
      hash === undefined
        ? await pbmac1(tree, parameters, safe, candidate)
        : await pkcs12Mac(
            hash,
            tree.octets(saltNode),
            iterationsNode === undefined ? 1 : tree.integer(iterationsNode),
            safe,
            candidate,
          );
    if (mac.length === expected.length && timingSafeEqual(mac, expected)) return candidate;
  }
  return null;
}

async function pkcs12Mac(
  hash: string,
  salt: Uint8Array,
  iterations: number,
  safe: Uint8Array,
  password: EncodedPassword,
): Promise<Uint8Array> {
  const length = createHmac(hash, '').digest().length;
  const key = await derivePkcs12(hash, KDF_PURPOSE.mac, password.bmp, salt, bounded(iterations), length);
  return createHmac(hash, key).update(safe).digest();
}

const PBMAC1_HASHES: Readonly<Record<string, { readonly hash: string; readonly bytes: number }>> = {
  '1.2.840.113549.2.9': { hash: 'sha256', bytes: 32 },
  '1.2.840.113549.2.10': { hash: 'sha384', bytes: 48 },
  '1.2.840.113549.2.11': { hash: 'sha512', bytes: 64 },
};

/** RFC 9579: PBKDF2 instead of PKCS#12's own derivation. */
async function pbmac1(
  tree: Asn1Tree,
  parameters: Node | undefined,
  safe: Uint8Array,
  { utf8 }: EncodedPassword,
): Promise<Uint8Array> {
  const [kdf, scheme] = tree.children(parameters);
  const oid = tree.oid(tree.children(scheme)[0]);
  const mac = PBMAC1_HASHES[oid];
  if (mac === undefined) throw new Unsupported(`its MAC is made with ${oid}`);
  const key = await derivePbkdf2(tree, kdf, utf8, mac.bytes);
  return createHmac(mac.hash, key).update(safe).digest();
}

/** The SafeContents of one ContentInfo; null when it does not decrypt to a structure. */
async function openSafe(tree: Asn1Tree, info: Node, password: EncodedPassword): Promise<Node | null> {
  const [type, content] = tree.children(info);
  const inner = tree.children(content)[0];
  const oid = tree.oid(type);
  if (oid === DATA) return tree.parse(tree.octets(inner));
  if (oid !== ENCRYPTED_DATA) throw new Unsupported('it is encrypted for a public key instead of with a password');
  const [, algorithm, data] = tree.children(tree.children(inner)[1]);
  const plain = await decryptPbe(tree, algorithm, tree.octets(data), password);
  try {
    return plain === null ? null : tree.parse(plain);
  } catch {
    // One wrong password in 256 leaves a padding that looks right.
    return null;
  }
}

interface Bags {
  readonly certificates: { readonly der: Uint8Array; readonly keyId: string | null }[];
  readonly keyIds: Set<string>;
}

function collect(tree: Asn1Tree, safeContents: Node, bags: Bags, depth: number): void {
  if (depth > MAX_NESTING) throw new Unsupported('its bags are nested too deeply');
  for (const bag of tree.children(safeContents)) {
    const [idNode, value, attributes] = tree.children(bag);
    const id = tree.oid(idNode);
    const keyId = attributes === undefined ? null : localKeyId(tree, attributes);
    if (KEY_BAGS.has(id)) {
      // A key's bag is never looked into: its attributes say which certificate is its own.
      if (keyId !== null) bags.keyIds.add(keyId);
    } else if (id === `${BAG}.3`) {
      const [type, certificate] = tree.children(tree.children(value)[0]);
      if (tree.oid(type) === X509_CERTIFICATE)
        bags.certificates.push({ der: tree.octets(tree.children(certificate)[0]), keyId });
    } else if (id === `${BAG}.6`) {
      const [nested] = tree.children(value);
      if (nested !== undefined) collect(tree, nested, bags, depth + 1);
    }
  }
}

function localKeyId(tree: Asn1Tree, attributes: Node): string | null {
  for (const attribute of tree.children(attributes)) {
    const [type, values] = tree.children(attribute);
    if (tree.oid(type) === LOCAL_KEY_ID) return toHex(tree.octets(tree.children(values)[0]));
  }
  return null;
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 120);
}
