import type { Certificate } from '../model/certificate.js';
import { contentOf, DerError, DerReader, type DerValue, readBoolean, readOid, TAG, wholeOf } from './der.js';
import { asBuffer, sameBytes, sha1Hex, sha256Hex, toHex } from './digest.js';
import { readName } from './distinguished-name.js';
import {
  readAlternativeNames,
  readAuthorityKeyIdentifier,
  readExtendedKeyUsages,
  readIsAuthority,
  readKeyUsages,
  readSubjectKeyIdentifier,
} from './extensions.js';
import { recogniseDefault } from './known-defaults.js';
import { SIGNATURE_ALGORITHMS } from './oids.js';
import { readPublicKey } from './public-key.js';
import { verifySignature } from './signature.js';
import { readTime } from './time.js';

type Draft = { -readonly [Field in keyof Certificate]: Certificate[Field] };

/**
 * A certificate (RFC 5280 §4.1) as plain data. Never throws and takes linear time: what cannot be read stays null (names:
 * empty), everything else is filled, and `problem` names each fault with its path. Digests are over the bytes as given.
 * A certificate whose subject equals its issuer costs one signature check; no other key is ever used.
 */
export function readCertificate(der: Uint8Array): Certificate {
  return readHashed(der, sha256Hex(der));
}

/** As {@link readCertificate}, for who has the SHA-256 of `der` already. */
export function readHashed(der: Uint8Array, sha256: string): Certificate {
  const draft = emptyDraft(der, sha256);
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      problems.push(error.message);
      return null;
    }
  };
  // One Buffer for all text: a view for each string is the dearest part of reading it.
  attempt(() => readInto(draft, new DerReader(asBuffer(der), 'file'), attempt));
  if (draft.subjectDer !== null && draft.issuerDer !== null && draft.spki !== null) {
    draft.selfSigned = sameBytes(draft.subjectDer, draft.issuerDer) ? verifySignature(draft, draft) : false;
  }
  draft.problem = problems.length === 0 ? null : problems.slice(0, MAX_PROBLEMS).join('; ');
  draft.knownAs = recogniseDefault(draft);
  return draft;
}

/** A certificate can have ten thousand faults: the first ones tell enough. */
const MAX_PROBLEMS = 8;

type Attempt = <T>(read: () => T) => T | null;

function readInto(draft: Draft, outer: DerReader, attempt: Attempt): void {
  const certificate = new DerReader(
    outer.bytes,
    'certificate',
    ...contentRange(outer.read(TAG.sequence, 'certificate')),
  );
  attempt(() => outer.end());
  const tbs = new DerReader(
    outer.bytes,
    'tbsCertificate',
    ...contentRange(certificate.read(TAG.sequence, 'tbsCertificate')),
  );
  attempt(() => readTbs(draft, tbs, attempt));
  attempt(() => {
    const algorithm = readAlgorithm(certificate, 'signatureAlgorithm');
    certificate.read(TAG.bitString, 'signatureValue');
    certificate.end();
    // RFC 5280 §4.1.1.2: the two MUST be the same.
    if (draft.signatureAlgorithm !== null && algorithm !== draft.signatureAlgorithm) {
      certificate.fail('signatureAlgorithm', `${algorithm} outside, ${draft.signatureAlgorithm} inside`);
    }
  });
}

function readTbs(draft: Draft, tbs: DerReader, attempt: Attempt): void {
  const { bytes } = tbs;
  tbs.optional(0xa0, 'version');
  draft.serialNumber = serialText(contentOf(bytes, tbs.read(TAG.integer, 'serialNumber')));
  draft.signatureAlgorithm = attempt(() => readAlgorithm(tbs, 'signature'));

  const issuer = tbs.read(TAG.sequence, 'issuer');
  draft.issuerDer = wholeOf(bytes, issuer);
  const issuerName = attempt(() => readName(tbs.inside(issuer, 'issuer')));
  draft.issuer = issuerName?.text ?? null;
  draft.issuerAttributes = issuerName?.attributes ?? [];

  const validity = tbs.enter(TAG.sequence, 'validity');
  const [from, until] = [validity.any('notBefore'), validity.any('notAfter')];
  draft.notBefore = attempt(() => readTime(validity, from, 'notBefore'));
  draft.notAfter = attempt(() => readTime(validity, until, 'notAfter'));

  const subject = tbs.read(TAG.sequence, 'subject');
  draft.subjectDer = wholeOf(bytes, subject);
  const subjectName = attempt(() => readName(tbs.inside(subject, 'subject')));
  draft.subject = subjectName?.text ?? null;
  draft.subjectAttributes = subjectName?.attributes ?? [];

  const spki = tbs.read(TAG.sequence, 'subjectPublicKeyInfo');
  draft.spki = wholeOf(bytes, spki);
  draft.spkiSha256 = sha256Hex(draft.spki);
  const key = attempt(() => readPublicKey(tbs.inside(spki, 'subjectPublicKeyInfo')));
  draft.keyType = key?.keyType ?? null;
  draft.keyBits = key?.keyBits ?? null;
  draft.curve = key?.curve ?? null;

  tbs.optional(0x81, 'issuerUniqueID');
  tbs.optional(0x82, 'subjectUniqueID');
  const explicit = tbs.optional(0xa3, 'extensions');
  tbs.end();
  if (explicit !== null) readExtensions(draft, tbs.inside(explicit, 'extensions'), attempt);
}

function readExtensions(draft: Draft, reader: DerReader, attempt: Attempt): void {
  const { bytes } = reader;
  const list = new DerReader(bytes, reader.path, ...contentRange(reader.read(TAG.sequence, 'list')));
  const seen = new Set<string>();
  const unknownCritical: string[] = [];
  while (!list.atEnd) {
    const extension = list.enter(TAG.sequence, 'extension');
    attempt(() => {
      const oid = readOid(extension, 'extnID');
      const critical = extension.peek() === TAG.boolean ? readBoolean(extension, 'critical') : false;
      const value = extension.read(TAG.octetString, 'extnValue');
      extension.end();
      const known = PROCESSED[oid];
      if (seen.has(oid)) {
        // RFC 5280 §4.2: one instance only. Names out of two lists are nobody's promise: none counts.
        if (known === 'subjectAltName') clearNames(draft);
        list.fail(known ?? oid, 'present more than once');
      }
      seen.add(oid);
      if (known === undefined) {
        if (critical) unknownCritical.push(oid);
        return;
      }
      readKnown(draft, known, new DerReader(bytes, `tbsCertificate/${known}`, value.start, value.end));
    });
  }
  draft.unknownCriticalExtensions = unknownCritical;
}

const PROCESSED: Readonly<
  Record<
    string,
    | 'subjectAltName'
    | 'basicConstraints'
    | 'keyUsage'
    | 'extKeyUsage'
    | 'subjectKeyIdentifier'
    | 'authorityKeyIdentifier'
  >
> = {
  '2.5.29.14': 'subjectKeyIdentifier',
  '2.5.29.15': 'keyUsage',
  '2.5.29.17': 'subjectAltName',
  '2.5.29.19': 'basicConstraints',
  '2.5.29.35': 'authorityKeyIdentifier',
  '2.5.29.37': 'extKeyUsage',
};

function readKnown(draft: Draft, known: (typeof PROCESSED)[string], reader: DerReader): void {
  switch (known) {
    case 'subjectAltName': {
      const names = readAlternativeNames(reader);
      draft.dnsNames = names.dnsNames;
      draft.ipAddresses = names.ipAddresses;
      return;
    }
    case 'basicConstraints':
      draft.isAuthority = readIsAuthority(reader);
      return;
    case 'keyUsage':
      draft.keyUsages = readKeyUsages(reader);
      return;
    case 'extKeyUsage':
      draft.extendedKeyUsages = readExtendedKeyUsages(reader);
      return;
    case 'subjectKeyIdentifier':
      draft.subjectKeyIdentifier = readSubjectKeyIdentifier(reader);
      return;
    case 'authorityKeyIdentifier':
      draft.authorityKeyIdentifier = readAuthorityKeyIdentifier(reader);
      return;
  }
}

function clearNames(draft: Draft): void {
  draft.dnsNames = [];
  draft.ipAddresses = [];
}

function readAlgorithm(reader: DerReader, what: string): string {
  const oid = readOid(reader.enter(TAG.sequence, what), 'algorithm');
  return SIGNATURE_ALGORITHMS[oid] ?? oid;
}

function contentRange(value: DerValue): readonly [start: number, end: number] {
  return [value.start, value.end];
}

/** The INTEGER's content in hex; superfluous leading zeros cut, two's complement undone (RFC 5280 §4.1.2.2 forbids it). */
function serialText(content: Uint8Array): string {
  const first = content[0] ?? 0;
  if (first < 0x80) return toHex(content).replace(/^(?:00)+(?=00|[0-7].)/, '');
  const magnitude = new Uint8Array(content.length);
  let carry = 1;
  for (let i = content.length - 1; i >= 0; i--) {
    const sum = (~(content[i] ?? 0) & 0xff) + carry;
    magnitude[i] = sum & 0xff;
    carry = sum >> 8;
  }
  return `-${toHex(magnitude).replace(/^(?:00)+(?=..)/, '')}`;
}

function emptyDraft(der: Uint8Array, sha256: string): Draft {
  return {
    sha256,
    thumbprint: sha1Hex(der),
    der,
    subject: null,
    issuer: null,
    subjectDer: null,
    issuerDer: null,
    subjectAttributes: [],
    issuerAttributes: [],
    serialNumber: null,
    notBefore: null,
    notAfter: null,
    dnsNames: [],
    ipAddresses: [],
    spki: null,
    spkiSha256: null,
    keyType: null,
    keyBits: null,
    curve: null,
    signatureAlgorithm: null,
    selfSigned: null,
    isAuthority: null,
    authorityKeyIdentifier: null,
    subjectKeyIdentifier: null,
    extendedKeyUsages: [],
    keyUsages: [],
    unknownCriticalExtensions: [],
    knownAs: null,
    problem: null,
  };
}
