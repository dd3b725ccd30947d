import { DerReader, readBitLength, readOid, TAG } from './der.js';
import { CURVES } from './oids.js';

/** A SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) described; the key itself is never imported here. */
export interface PublicKeyFacts {
  /** `rsa`, `rsa-pss`, `ecdsa`, `ed25519`, `ed448`, `dsa`, else the algorithm's OID. */
  readonly keyType: string;
  readonly keyBits: number | null;
  /** `P-256` …, an unknown curve's OID; null for explicit parameters and keys without a curve. */
  readonly curve: string | null;
}

const EDWARDS: Readonly<Record<string, PublicKeyFacts>> = {
  '1.3.101.112': { keyType: 'ed25519', keyBits: 256, curve: null },
  '1.3.101.113': { keyType: 'ed448', keyBits: 456, curve: null },
};

/** Reads the content of a SubjectPublicKeyInfo. Algorithms that it does not know keep their OID and no size. */
export function readPublicKey(reader: DerReader): PublicKeyFacts {
  const algorithm = reader.enter(TAG.sequence, 'algorithm');
  const oid = readOid(algorithm, 'algorithm');
  const key = reader.read(TAG.bitString, 'subjectPublicKey');
  reader.end();
  // The first content byte of a BIT STRING counts its unused bits.
  const inner = (): DerReader => new DerReader(reader.bytes, `${reader.path}/subjectPublicKey`, key.start + 1, key.end);
  switch (oid) {
    case '1.2.840.113549.1.1.1':
      return { keyType: 'rsa', keyBits: modulusBits(inner()), curve: null };
    case '1.2.840.113549.1.1.10':
      return { keyType: 'rsa-pss', keyBits: modulusBits(inner()), curve: null };
    case '1.2.840.10045.2.1':
      return readCurve(algorithm);
    case '1.2.840.10040.4.1':
      return { keyType: 'dsa', keyBits: dsaBits(algorithm), curve: null };
    default:
      return EDWARDS[oid] ?? { keyType: oid, keyBits: null, curve: null };
  }
}

function modulusBits(reader: DerReader): number {
  return readBitLength(reader.enter(TAG.sequence, 'rsaPublicKey'), 'modulus');
}

/** DSA parameters may be inherited from the issuer (RFC 3279 §2.3.2): then there is no size. */
function dsaBits(algorithm: DerReader): number | null {
  return algorithm.peek() === TAG.sequence ? readBitLength(algorithm.enter(TAG.sequence, 'parameters'), 'p') : null;
}

/** Named curves by their OID. Explicit parameters are measured, never computed with: CVE-2022-0778 was a loop there. */
function readCurve(algorithm: DerReader): PublicKeyFacts {
  if (algorithm.peek() === TAG.oid) {
    const oid = readOid(algorithm, 'namedCurve');
    return { keyType: 'ecdsa', keyBits: CURVES[oid]?.bits ?? null, curve: CURVES[oid]?.name ?? oid };
  }
  const parameters = algorithm.enter(TAG.sequence, 'ecParameters');
  parameters.read(TAG.integer, 'version');
  const field = parameters.enter(TAG.sequence, 'fieldID');
  const prime = readOid(field, 'fieldType') === '1.2.840.10045.1.1';
  return { keyType: 'ecdsa', keyBits: prime ? readBitLength(field, 'prime') : null, curve: null };
}
