import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { NameAttribute } from '../model/certificate.js';
import { toPem } from '../x509/pem.js';
import { wallClock } from './ambient.js';
import { type Encoder, loadEncoder, type RawExtension } from './encode-certificate.js';

/** Key types that the lab can issue for. `ecdsa` is P-256. */
export type IssuedKeyType = 'rsa' | 'ecdsa' | 'ecdsa-p384' | 'ecdsa-p521' | 'ed25519';

/** What a certificate should say. Everything has a default. */
export interface CertificateRequest {
  /** A common name, or attributes in order; defaults to the first DNS name, or to an empty name. */
  readonly subject?: string | readonly NameAttribute[];
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  /** Defaults to one day before the clock. */
  readonly notBefore?: Date;
  /** Defaults to 90 days after notBefore. */
  readonly notAfter?: Date;
  /** Defaults to `ecdsa`. */
  readonly keyType?: IssuedKeyType;
  /** RSA modulus length; defaults to 2048. */
  readonly keyBits?: number;
  /** Hex; defaults to a number made of the clock and a counter. */
  readonly serial?: string;
  readonly sanCritical?: boolean;
  /** Signed with its own key, issuer equal to subject, as a product's default certificate is. */
  readonly selfSigned?: boolean;
  /** Use this key instead of a new one. */
  readonly privateKey?: KeyObject;
  /** RSA keys are slow to make: one is reused per issuer and size unless this is true. Other keys are always fresh. */
  readonly freshKey?: boolean;
  /** The hash of the issuer's signature; not used by Ed25519. Defaults to `sha256`. */
  readonly signatureHash?: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  /** basicConstraints cA; defaults to false. */
  readonly authority?: boolean;
  /** Further extensions, as they are. */
  readonly extensions?: readonly RawExtension[];
}

/** An issued certificate, its key, and what a server would send. */
export interface Issued {
  readonly certificateDer: Uint8Array;
  readonly certificatePem: string;
  readonly privateKey: KeyObject;
  /** PKCS#8. */
  readonly privateKeyPem: string;
  /** The certificate, then the intermediates; never the root. Wire order. */
  readonly certificateList: readonly Uint8Array[];
  /** The same as PEM, as servers want their certificate file. */
  readonly certificateListPem: string;
}

/** A certificate authority of the lab. */
export interface Issuer {
  readonly commonName: string;
  readonly certificateDer: Uint8Array;
  readonly certificatePem: string;
  readonly privateKey: KeyObject;
  /** This issuer and those above it, without the root: what a server sends after its own certificate. */
  readonly intermediates: readonly Uint8Array[];
  issue(request: CertificateRequest): Issued;
  /** An intermediate authority below this one. */
  subordinate(commonName: string, options?: SubordinateOptions): Issuer;
}

interface SubordinateOptions {
  /** Defaults to `ecdsa`. */
  readonly keyType?: IssuedKeyType;
  readonly notBefore?: Date;
  /** Defaults to ten years after notBefore. */
  readonly notAfter?: Date;
  readonly organization?: string;
}

export interface IssuerOptions extends SubordinateOptions {
  readonly commonName: string;
  /** Where dates and serial numbers come from; defaults to the machine's clock. */
  readonly clock?: () => Date;
}

const DAY = 86_400_000;

/**
 * A new root authority with a fresh key. Structures are node-forge's ASN.1, keys and signatures node:crypto's
 * (node-forge has no EC); node-forge is loaded on the first call, hence the promise.
 */
export async function createIssuer(options: IssuerOptions): Promise<Issuer> {
  const encoder = await loadEncoder();
  const mint = new Mint(encoder, options.clock ?? wallClock);
  return mint.authority(options.commonName, options, null);
}

/** The CA that signs: null stands for "its own key". */
interface Signer {
  readonly name: Uint8Array;
  readonly privateKey: KeyObject;
  readonly intermediates: readonly Uint8Array[];
}

class Mint {
  readonly #encoder: Encoder;
  readonly #clock: () => Date;
  #serials = 0;

  constructor(encoder: Encoder, clock: () => Date) {
    this.#encoder = encoder;
    this.#clock = clock;
  }

  authority(commonName: string, options: SubordinateOptions, parent: Signer | null): Issuer {
    const subject: NameAttribute[] = [{ type: 'CN', value: commonName }];
    if (options.organization !== undefined) subject.unshift({ type: 'O', value: options.organization });
    const notBefore = options.notBefore ?? new Date(this.#clock().getTime() - 365 * DAY);
    const own = this.#certify(parent, new Map(), {
      subject,
      notBefore,
      notAfter: options.notAfter ?? new Date(notBefore.getTime() + 3653 * DAY),
      keyType: options.keyType ?? 'ecdsa',
      authority: true,
      selfSigned: parent === null,
      freshKey: true,
    });
    const rsaKeys = new Map<number, KeyObject>();
    const intermediates = parent === null ? [] : [own.certificateDer, ...parent.intermediates];
    const signer: Signer = { name: this.#encoder.name(subject), privateKey: own.privateKey, intermediates };
    return {
      commonName,
      certificateDer: own.certificateDer,
      certificatePem: own.certificatePem,
      privateKey: own.privateKey,
      intermediates,
      issue: (request) => this.#certify(signer, rsaKeys, request),
      subordinate: (name, below = {}) => this.authority(name, below, signer),
    };
  }

  #certify(signer: Signer | null, rsaKeys: Map<number, KeyObject>, request: CertificateRequest): Issued {
    const privateKey = request.privateKey ?? keyFor(request, rsaKeys);
    const publicKey = createPublicKey(privateKey);
    const notBefore = request.notBefore ?? new Date(this.#clock().getTime() - DAY);
    const subject = this.#encoder.name(subjectOf(request));
    const by = request.selfSigned || signer === null ? { name: subject, privateKey, intermediates: [] } : signer;
    const signature = signatureOf(by.privateKey, request.signatureHash ?? 'sha256');
    const tbs = this.#encoder.tbsCertificate({
      serial: request.serial ?? this.#nextSerial(),
      signatureOid: signature.oid,
      signatureNullParameters: signature.nullParameters,
      issuer: by.name,
      notBefore,
      notAfter: request.notAfter ?? new Date(notBefore.getTime() + 90 * DAY),
      subject,
      spki: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
      subjectKeyId: keyIdentifier(publicKey),
      authorityKeyId: keyIdentifier(createPublicKey(by.privateKey)),
      authority: request.authority ?? false,
      dnsNames: request.dnsNames ?? [],
      ipAddresses: request.ipAddresses ?? [],
      sanCritical: request.sanCritical ?? false,
      keyEncipherment: privateKey.asymmetricKeyType === 'rsa',
      extensions: request.extensions ?? [],
    });
    const certificateDer = this.#encoder.certificate(tbs, signature, sign(signature.hash, tbs, by.privateKey));
    const certificateList = [certificateDer, ...by.intermediates];
    return {
      certificateDer,
      certificatePem: toPem(certificateDer),
      privateKey,
      privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      certificateList,
      certificateListPem: certificateList.map((der) => toPem(der)).join(''),
    };
  }

  #nextSerial(): string {
    this.#serials += 1;
    return `01${this.#clock().getTime().toString(16).padStart(12, '0')}${this.#serials.toString(16).padStart(6, '0')}`;
  }
}

function subjectOf(request: CertificateRequest): readonly NameAttribute[] {
  const subject = request.subject ?? request.dnsNames?.[0] ?? [];
  return typeof subject === 'string' ? [{ type: 'CN', value: subject }] : subject;
}

function keyFor(request: CertificateRequest, rsaKeys: Map<number, KeyObject>): KeyObject {
  const bits = request.keyBits ?? 2048;
  switch (request.keyType ?? 'ecdsa') {
    case 'rsa': {
      const kept = request.freshKey ? undefined : rsaKeys.get(bits);
      if (kept !== undefined) return kept;
      const made = generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;
      if (!request.freshKey) rsaKeys.set(bits, made);
      return made;
    }
    case 'ecdsa':
      return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
    case 'ecdsa-p384':
      return generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey;
    case 'ecdsa-p521':
      return generateKeyPairSync('ec', { namedCurve: 'secp521r1' }).privateKey;
    case 'ed25519':
      return generateKeyPairSync('ed25519').privateKey;
  }
}

/** SHA-1 over the whole SPKI: any unique value will do (RFC 5280 §4.2.1.2). */
function keyIdentifier(publicKey: KeyObject): Uint8Array {
  return new Uint8Array(
    createHash('sha1')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest(),
  );
}

function signatureOf(
  key: KeyObject,
  hash: 'sha1' | 'sha256' | 'sha384' | 'sha512',
): { readonly oid: string; readonly nullParameters: boolean; readonly hash: string | null } {
  switch (key.asymmetricKeyType) {
    case 'rsa': {
      const arc = { sha1: 5, sha256: 11, sha384: 12, sha512: 13 }[hash];
      return { oid: `1.2.840.113549.1.1.${arc}`, nullParameters: true, hash };
    }
    case 'ec': {
      const arc = { sha1: '1', sha256: '3.2', sha384: '3.3', sha512: '3.4' }[hash];
      return { oid: `1.2.840.10045.4.${arc}`, nullParameters: false, hash };
    }
    default:
      return { oid: '1.3.101.112', nullParameters: false, hash: null };
  }
}
