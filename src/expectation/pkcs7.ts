import { UsageError } from '../errors.js';
import { TAG } from '../x509/der.js';
import { loadAsn1 } from './asn1-tree.js';

const SIGNED_DATA = '1.2.840.113549.1.7.2';

/**
 * The certificates of a PKCS#7 file (`.p7b`, `.p7c`; RFC 2315 §9.1 SignedData), in its order; signatures and lists of revoked
 * certificates are not looked at. Throws UsageError `bad-file`.
 */
export async function openPkcs7(bytes: Uint8Array, source: string): Promise<readonly Uint8Array[]> {
  const tree = await loadAsn1();
  try {
    const [type, content] = tree.children(tree.parse(bytes));
    if (tree.oid(type) !== SIGNED_DATA) {
      throw new UsageError(
        'bad-file',
        `${source} is a PKCS#7 file without certificates (its content is ${tree.oid(type)})`,
      );
    }
    const parts = tree.children(tree.children(content)[0]);
    const set = parts.find((part) => tree.isTagged(part, 0));
    const ders = set === undefined ? [] : tree.children(set).map((node) => tree.der(node));
    // The SET may hold attribute certificates under tags of their own.
    const certificates = ders.filter((der) => der[0] === TAG.sequence);
    if (certificates.length === 0) throw new UsageError('bad-file', `${source} is a PKCS#7 file without certificates`);
    return certificates;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError('bad-file', `${source} is a damaged PKCS#7 file`);
  }
}
