import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { NameAttribute } from '../model/certificate.js';
import type { Estate, LabCertificate } from './estate.js';
import { createIssuer, type Issued, type Issuer } from './issue.js';

/** A certificate of the running lab with everything a test or a user may compare it by. */
export interface IssuedLabCertificate extends Issued {
  /** Lower-case hex. */
  readonly sha256: string;
  /** SHA-1, lower-case hex, as Windows shows it. */
  readonly thumbprint: string;
}

/** The certificates of an estate, and the authority they come from. */
export interface LabCertificates {
  /** The estate's root: what `--ca` is given. */
  readonly caPem: string;
  readonly caDer: Uint8Array;
  readonly byWord: ReadonlyMap<string, IssuedLabCertificate>;
  /** What an interceptor makes for `name`: by an authority that nobody trusts; the same one each time. */
  mint(name: string): IssuedLabCertificate;
  /** A key of this type that belongs to no certificate: for signatures that do not verify. */
  strangersKey(keyType: 'rsa' | 'ec'): KeyObject;
}

const DAY = 86_400_000;

/** Issues every certificate of an estate: an estate root with an intermediate, and a foreign root for strangers. */
export async function issueEstate(estate: Estate, now: Date): Promise<LabCertificates> {
  const clock = (): Date => now;
  const root = await createIssuer({ commonName: 'whichcert lab root', organization: 'whichcert lab', clock });
  const intermediate = root.subordinate('whichcert lab issuing authority', { organization: 'whichcert lab' });
  const foreign = await createIssuer({ commonName: 'Unknown Corporate Proxy CA', clock });
  const issuers = { estate: intermediate, self: intermediate, foreign };
  const byWord = new Map(
    Object.entries(estate.certificates).map(([word, wanted]) => {
      const issued = issueOne(issuers[wanted.issuer ?? 'estate'], wanted, now);
      return [word, wanted.sendsIntermediates === false ? leafOnly(issued) : issued] as const;
    }),
  );
  const minted = new Map<string, IssuedLabCertificate>();
  const strangers = new Map<string, KeyObject>();
  return {
    caPem: root.certificatePem,
    caDer: root.certificateDer,
    byWord,
    mint: (name) => {
      const known = minted.get(name) ?? issueOne(foreign, mintedFor(name), now);
      minted.set(name, known);
      return known;
    },
    strangersKey: (keyType) => {
      const key = strangers.get(keyType) ?? newKey(keyType);
      strangers.set(keyType, key);
      return key;
    },
  };
}

function issueOne(issuer: Issuer, wanted: LabCertificate, now: Date): IssuedLabCertificate {
  const request = {
    subject: subjectOf(wanted),
    dnsNames: wanted.dnsNames,
    ipAddresses: wanted.ipAddresses ?? [],
    keyType: wanted.keyType,
    notBefore: new Date(now.getTime() - (wanted.ageDays ?? 10) * DAY),
    notAfter: new Date(now.getTime() + (wanted.daysLeft ?? 80) * DAY),
    selfSigned: wanted.issuer === 'self',
  };
  const issued = issuer.issue(request);
  const digest = (algorithm: string): string => createHash(algorithm).update(issued.certificateDer).digest('hex');
  return { ...issued, sha256: digest('sha256'), thumbprint: digest('sha1') };
}

function newKey(keyType: 'rsa' | 'ec'): KeyObject {
  return keyType === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    : generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
}

function leafOnly(issued: IssuedLabCertificate): IssuedLabCertificate {
  return { ...issued, certificateList: [issued.certificateDer], certificateListPem: issued.certificatePem };
}

function subjectOf({ commonName, attributes }: LabCertificate): readonly NameAttribute[] {
  const others = Object.entries(attributes ?? {}).map(([type, value]) => ({ type, value }));
  return [...others, { type: 'CN', value: commonName }];
}

function mintedFor(name: string): LabCertificate {
  const isAddress = name.includes(':') || /^\d+(\.\d+){3}$/.test(name);
  return {
    commonName: name,
    dnsNames: isAddress ? [] : [name],
    ipAddresses: isAddress ? [name] : [],
    keyType: 'ecdsa',
    ageDays: 0,
  };
}
