/** What OpenSSL's verdict is about. */
export type TrustFailure = 'self-signed' | 'no-issuer' | 'unknown-root' | 'dates' | 'other';

/** Sorts OpenSSL's codes (`X509_V_ERR_…` without the prefix, as Node shows them). */
export function trustFails(reason: string | null): TrustFailure {
  switch (reason) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return 'self-signed';
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return 'no-issuer';
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'CERT_UNTRUSTED':
      return 'unknown-root';
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return 'dates';
    default:
      return 'other';
  }
}
