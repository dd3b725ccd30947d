/** A certificate named by digest: SHA-256 (fingerprint) or SHA-1 (the thumbprint that Windows shows). Lower-case hex. */
export interface ExpectedDigest {
  readonly algorithm: 'sha256' | 'sha1';
  readonly hex: string;
}

/**
 * What should be served. Every part that is not empty or null must hold; inside a list any one is right, but for `names`.
 * Without `certificates` the target's name must be covered as well.
 */
export interface Expectation {
  /** Any of these certificates: by digest, or by file (then the digest is that of the file's end-entity certificate). */
  readonly certificates: readonly ExpectedCertificate[];
  /** During a rollout: an earlier edition of an expected certificate (one known by its file) is right too. */
  readonly acceptPrevious: boolean;
  /** SHA-256 of the SubjectPublicKeyInfo, lower-case hex. */
  readonly spkiPins: readonly string[];
  /** Lower-case hex without leading zeros. */
  readonly serialNumbers: readonly string[];
  /** A whole name in RFC 4514 form (RDNs in any order), or the issuer's CN or O alone. */
  readonly issuers: readonly string[];
  readonly keys: readonly ExpectedKey[];
  /** Names and addresses of which each must be covered. */
  readonly names: readonly string[];
  /** Days that must be left at least; judged by the findings, which have a clock. */
  readonly minDaysLeft: number | null;
}

/** Nothing but that the name is covered: the base that others are spread over. */
export const PLAIN_EXPECTATION: Expectation = {
  certificates: [],
  acceptPrevious: false,
  spkiPins: [],
  serialNumbers: [],
  issuers: [],
  keys: [],
  names: [],
  minDaysLeft: null,
};

/** A kind of public key. */
export interface ExpectedKey {
  /** As in `Certificate.keyType`. */
  readonly type: string;
  /** At least so many bits; null: any size. */
  readonly minBits: number | null;
}

export interface ExpectedCertificate {
  readonly digest: ExpectedDigest;
  /** DER, when the certificate itself is known: then earlier and later editions can be told. */
  readonly der: Uint8Array | null;
  /** Where it was said: `--expect-fingerprint`, a file's path … */
  readonly source: string;
}
