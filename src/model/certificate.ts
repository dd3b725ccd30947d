/** A product's default certificate, as recognised in `x509/known-defaults.ts`. */
export interface KnownAs {
  readonly product: string;
  /** fallback · placeholder · no-sni · edge (name not set up at an edge) · appliance · local-ca; several joined by `/`. */
  readonly meaning: string;
}

/** A certificate as plain data (RFC 5280). Every described field is null when it could not be read; `problem` says why. */
export interface Certificate {
  /** SHA-256 of the DER, lower-case hex. Always present. */
  readonly sha256: string;
  /** SHA-1 of the DER, lower-case hex, as Windows shows it. */
  readonly thumbprint: string;
  readonly der: Uint8Array;
  /** RFC 4514 string. */
  readonly subject: string | null;
  readonly issuer: string | null;
  /** The Names' DER: comparing these is comparing names. */
  readonly subjectDer: Uint8Array | null;
  readonly issuerDer: Uint8Array | null;
  /** Subject attributes by short name (`CN`, `O`, `OU` …), for matching known defaults; never for identity. */
  readonly subjectAttributes: readonly NameAttribute[];
  readonly issuerAttributes: readonly NameAttribute[];
  /** Lower-case hex, no leading `00` beyond DER's own; negative numbers begin with `-`. */
  readonly serialNumber: string | null;
  /** ISO 8601, UTC, to the second: `2026-11-20T06:00:00Z`. */
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  /** dNSName entries of subjectAltName as sent, lower-cased. Empty when there is none. */
  readonly dnsNames: readonly string[];
  /** iPAddress entries: IPv4 dotted, IPv6 in RFC 5952 form. */
  readonly ipAddresses: readonly string[];
  readonly spki: Uint8Array | null;
  readonly spkiSha256: string | null;
  /** `rsa`, `ecdsa`, `ed25519`, `ed448`, `rsa-pss`, `dsa`, or the algorithm's OID. */
  readonly keyType: string | null;
  readonly keyBits: number | null;
  /** `ecdsa-p256` style curve name (`P-256`), or null. */
  readonly curve: string | null;
  /** `sha256WithRSAEncryption`, `ecdsa-with-SHA256` …, or the OID. */
  readonly signatureAlgorithm: string | null;
  /** Subject equals issuer *and* the signature verifies with its own key. */
  readonly selfSigned: boolean | null;
  /** basicConstraints cA; null when the extension is absent. */
  readonly isAuthority: boolean | null;
  readonly authorityKeyIdentifier: string | null;
  readonly subjectKeyIdentifier: string | null;
  readonly extendedKeyUsages: readonly string[];
  readonly keyUsages: readonly string[];
  /** OIDs of critical extensions that we do not process. */
  readonly unknownCriticalExtensions: readonly string[];
  readonly knownAs: KnownAs | null;
  /** What could not be read, with its path: `tbsCertificate/subjectAltName: …`. */
  readonly problem: string | null;
}

export interface NameAttribute {
  /** Short name (`CN`, `O`, `OU`, `C`, `ST`, `L`, `DC`, `emailAddress` …) or dotted OID. */
  readonly type: string;
  readonly value: string;
}

/** Fingerprint → certificate: observations name certificates by fingerprint. */
export type CertificateStore = ReadonlyMap<string, Certificate>;

/**
 * How two certificates stand to each other. *Editions* have one identity: the same set of names and the same key type.
 * `earlier`/`later` compare notBefore, then notAfter.
 */
export type Relation = 'same' | 'earlier-edition' | 'later-edition' | 'other';
