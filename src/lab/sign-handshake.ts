import { constants, type KeyObject, sign } from 'node:crypto';
import { type SignatureScheme, signatureScheme } from '../tls/signature-schemes.js';

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

/** The first scheme of the client's that this key can make in this version; null: there is none. */
export function chooseScheme(
  offered: readonly number[],
  key: KeyObject,
  version: 'TLSv1.3' | 'TLSv1.2',
): SignatureScheme | null {
  return offered.map(signatureScheme).find((scheme) => scheme !== null && fits(scheme, key, version)) ?? null;
}

function fits(scheme: SignatureScheme, key: KeyObject, version: 'TLSv1.3' | 'TLSv1.2'): boolean {
  if (key.asymmetricKeyType === 'rsa') {
    return scheme.keyType === 'rsa' && (version === 'TLSv1.2' || scheme.padding === 'pss');
  }
  if (key.asymmetricKeyType !== 'ec' || scheme.keyType !== 'ecdsa') return false;
  const curve = CURVES[key.asymmetricKeyDetails?.namedCurve ?? ''];
  return version === 'TLSv1.2' || scheme.curve === curve;
}

/** Signs with the key as the scheme says (RFC 8446 §4.2.3). */
export function signHandshake(scheme: SignatureScheme, key: KeyObject, content: Uint8Array): Uint8Array {
  const padding =
    scheme.padding === 'pss'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {};
  return sign(scheme.hash, content, { key, ...padding });
}
