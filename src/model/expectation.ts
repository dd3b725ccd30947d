/** A certificate named by digest: SHA-256 (fingerprint) or SHA-1 (the thumbprint that Windows shows). Lower-case hex. */
export interface ExpectedDigest {
  readonly algorithm: 'sha256' | 'sha1';
  readonly hex: string;
}

/** What should be served. Every part that is not empty or null must hold; inside a list any one is right. */
export interface Expectation {
  /** Any of these certificates: by digest, or by file (then the digest is that of the file's end-entity certificate). */
  readonly certificates: readonly ExpectedCertificate[];
}

export interface ExpectedCertificate {
  readonly digest: ExpectedDigest;
  /** DER, when the certificate itself is known: then earlier and later editions can be told. */
  readonly der: Uint8Array | null;
  /** Where it was said: `--expect-fingerprint`, a file's path … */
  readonly source: string;
}
