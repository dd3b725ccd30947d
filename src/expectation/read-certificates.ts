import { UsageError } from '../errors.js';
import type { Certificate } from '../model/certificate.js';
import { DerError, DerReader, readOid, TAG } from '../x509/der.js';
import { splitPem } from '../x509/pem.js';
import { readCertificate } from '../x509/read-certificate.js';
import { textOf } from './text.js';

/** What a file's bytes look like before anything is opened. */
export type FileKind = 'pem' | 'certificate' | 'pkcs7' | 'pkcs12' | 'private-key' | 'empty' | 'unknown';

const CERTIFICATE_LABELS: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']);

/**
 * The certificates of a file as DER, in the file's order: PEM (text around the blocks, several of them, UTF-16) or one DER
 * certificate. Private keys beside them are never read. Throws UsageError `bad-file` when the file holds none, and says what
 * it holds instead; `bad-certificate` when one is damaged.
 */
export function readCertificates(bytes: Uint8Array, source: string): readonly Uint8Array[] {
  switch (fileKind(bytes)) {
    case 'certificate':
      return [checkCertificate(bytes, source)];
    case 'pem':
      return readPem(bytes, source);
    case 'pkcs7':
      throw new UsageError('bad-file', `${source} is a PKCS#7 file, not PEM or a DER certificate`, PKCS7_HINT);
    case 'pkcs12':
      throw new UsageError('bad-file', `${source} is a PFX (PKCS#12) file, not PEM or a DER certificate`, PFX_HINT);
    case 'private-key':
      throw onlyKey(source);
    case 'empty':
      throw new UsageError('bad-file', `${source} is empty`);
    case 'unknown':
      throw new UsageError('bad-file', `${source} holds no certificate (neither PEM nor DER)`);
  }
}

const PKCS7_HINT = 'openssl pkcs7 -print_certs turns it into PEM (add -inform DER for a binary file).';
const PFX_HINT = 'openssl pkcs12 -nokeys turns it into PEM.';

/** Whether a PEM label announces a certificate. */
export function isCertificateLabel(label: string): boolean {
  return CERTIFICATE_LABELS.has(label);
}

/** Guesses from the first bytes; looks no further than it must. */
export function fileKind(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) return 'empty';
  if (textOf(bytes).includes('-----BEGIN ')) return 'pem';
  try {
    const outer = new DerReader(bytes, 'file');
    return derKind(outer.enter(TAG.sequence, 'value'));
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    // BER with indefinite lengths, as NSS and Java write it: tags are enough to tell a container.
    return bytes[0] === TAG.sequence && bytes[1] === 0x80
      ? berKind(bytes)
      : looksLikeDer(bytes)
        ? 'certificate'
        : 'unknown';
  }
}

function derKind(value: DerReader): FileKind {
  const first = value.peek();
  if (first === TAG.oid) return readOid(value, 'type') === SIGNED_DATA ? 'pkcs7' : 'unknown';
  if (first === TAG.sequence) {
    const inner = value.enter(TAG.sequence, 'first').peek();
    // A TBSCertificate begins with [0] version or the serial number; EncryptedPrivateKeyInfo with an algorithm.
    return inner === 0xa0 || inner === TAG.integer ? 'certificate' : 'private-key';
  }
  if (first !== TAG.integer) return 'unknown';
  const version = value.read(TAG.integer, 'version');
  if (value.bytes[version.start] === 3 && value.peek() === TAG.sequence) {
    // PFX has a ContentInfo next, PKCS#8 never has version 3.
    return 'pkcs12';
  }
  return 'private-key';
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';

function berKind(bytes: Uint8Array): FileKind {
  if (bytes[2] === TAG.oid) return 'pkcs7';
  return bytes[2] === TAG.integer && bytes[3] === 1 && bytes[4] === 3 ? 'pkcs12' : 'unknown';
}

function looksLikeDer(bytes: Uint8Array): boolean {
  return bytes[0] === TAG.sequence && bytes[1] === 0x82;
}

function readPem(bytes: Uint8Array, source: string): readonly Uint8Array[] {
  const blocks = splitPem(textOf(bytes));
  const certificates: Uint8Array[] = [];
  for (const [index, { label, der }] of blocks.entries()) {
    if (!isCertificateLabel(label)) continue;
    if (der === null) throw new UsageError('bad-certificate', `${source}: block ${index + 1} (${label}) is not base64`);
    certificates.push(checkCertificate(label === 'TRUSTED CERTIFICATE' ? firstElement(der) : der, source));
  }
  if (certificates.length > 0) return certificates;
  const labels = new Set(blocks.map(({ label }) => label));
  if (labels.size === 0) throw new UsageError('bad-file', `${source}: a PEM block begins but never ends`);
  if ([...labels].some((label) => label === 'PKCS7' || label === 'CMS')) {
    throw new UsageError('bad-file', `${source} is a PKCS#7 file, not PEM certificates`, PKCS7_HINT);
  }
  if ([...labels].every((label) => label.endsWith('PRIVATE KEY'))) throw onlyKey(source);
  throw new UsageError('bad-file', `${source} holds no certificate, only: ${[...labels].map(printable).join(', ')}`);
}

/** OpenSSL's trusted form has auxiliary data behind the certificate. */
function firstElement(der: Uint8Array): Uint8Array {
  try {
    return der.subarray(0, new DerReader(der, 'certificate').any('certificate').end);
  } catch {
    return der;
  }
}

/** Refuses what is no certificate at all; one with a damaged extension is still a certificate with a fingerprint. */
export function checkCertificate(der: Uint8Array, source: string): Uint8Array {
  const { spki, problem }: Certificate = readCertificate(der);
  if (spki === null)
    throw new UsageError('bad-certificate', `${source}: not a certificate (${problem ?? 'nothing to read'})`);
  return der;
}

function onlyKey(source: string): UsageError {
  return new UsageError(
    'bad-file',
    `${source} holds only a private key, no certificate`,
    'Name the certificate’s file; the key is never needed.',
  );
}

function printable(label: string): string {
  return label.replace(/[^ -~]/g, '?').slice(0, 40);
}
