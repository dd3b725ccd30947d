/** Certificates for the servers of the tests, issued once per test file. */
import { createHash } from 'node:crypto';
import { createIssuer, type Issued, type IssuedKeyType, type Issuer } from '../../src/lab/issue.js';

const DAY = 86_400_000;

export interface Identity extends Issued {
  /** SHA-256 of the end-entity certificate, lower-case hex. */
  readonly sha256: string;
  /** SHA-256 of each certificate that a server sends, in wire order. */
  readonly listSha256: readonly string[];
  /** Certificates, then the key: what HAProxy, Hitch and lighttpd call a pem file. */
  readonly bundlePem: string;
}

export interface IdentityOptions {
  readonly keyType?: IssuedKeyType;
  /** Days from now; defaults to −10 and 80. */
  readonly from?: number;
  readonly until?: number;
}

export interface Identities {
  readonly root: Issuer;
  /** Issues for names, by an intermediate authority below the root. */
  issue(names: readonly string[], options?: IdentityOptions): Identity;
  /** A certificate signed by itself, as products make for themselves. */
  selfSigned(subject: Parameters<Issuer['issue']>[0]['subject'], names: readonly string[]): Identity;
}

const digest = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex');

export async function makeIdentities(): Promise<Identities> {
  const root = await createIssuer({ commonName: 'Peers Root', keyType: 'ecdsa' });
  const intermediate = root.subordinate('Peers Intermediate');
  const identity = (issued: Issued): Identity => ({
    ...issued,
    sha256: digest(issued.certificateDer),
    listSha256: issued.certificateList.map(digest),
    bundlePem: issued.certificateListPem + issued.privateKeyPem,
  });
  const day = (days: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY);
  return {
    root,
    issue: (names, { keyType = 'ecdsa', from = -10, until = 80 } = {}) =>
      identity(intermediate.issue({ dnsNames: names, keyType, notBefore: day(from), notAfter: day(until) })),
    selfSigned: (subject, names) =>
      identity(
        intermediate.issue({
          ...(subject === undefined ? {} : { subject }),
          dnsNames: names,
          selfSigned: true,
          keyType: 'ecdsa',
        }),
      ),
  };
}

/** For a server's folder, by name: `.pem` (the list), `.key`, `.leaf.pem`, `.chain.pem` (the list without the leaf), `.bundle.pem`. */
export function certificateFiles(identities: Readonly<Record<string, Identity>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(identities).flatMap(([name, identity]) => [
      [`${name}.pem`, identity.certificateListPem],
      [`${name}.leaf.pem`, identity.certificatePem],
      [`${name}.chain.pem`, identity.certificateListPem.slice(identity.certificatePem.length)],
      [`${name}.key`, identity.privateKeyPem],
      [`${name}.bundle.pem`, identity.bundlePem],
    ]),
  );
}
