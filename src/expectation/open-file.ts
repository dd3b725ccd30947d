import { UsageError } from '../errors.js';
import type { ExpectedCertificate } from '../model/expectation.js';
import { splitPem } from '../x509/pem.js';
import { expectEndEntity } from './certificate-file.js';
import { openPkcs7 } from './pkcs7.js';
import { openPkcs12 } from './pkcs12.js';
import { checkCertificate, fileKind, isCertificateLabel, readCertificates } from './read-certificates.js';
import { textOf } from './text.js';

/** Asked once, and only for a file that does not open without one. Null: there is none to be had. */
export type PasswordSource = (source: string) => Promise<string | null>;

/** What a file of any kind holds. */
export interface OpenedFile {
  /** DER, in the file's order. */
  readonly certificates: readonly Uint8Array[];
  /** Those that a private key in the same PFX belongs to; empty for other files. */
  readonly keyed: readonly Uint8Array[];
}

/** Larger files are refused before they are parsed. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * The certificates of a file as people have it: PEM (also with the key beside it, which is never read further), DER, PKCS#7,
 * PKCS#12. Throws UsageError `bad-file`, `bad-certificate` or `bad-password`, one line that says what is wrong.
 */
export async function openFile(
  bytes: Uint8Array,
  source: string,
  password: PasswordSource | null,
): Promise<OpenedFile> {
  if (bytes.length > MAX_FILE_BYTES) {
    throw new UsageError('bad-file', `${source} is larger than ${MAX_FILE_BYTES >> 20} MiB: no certificate file is`);
  }
  const kind = fileKind(bytes);
  if (kind === 'pkcs12') return openPfx(bytes, source, password);
  const pkcs7 = kind === 'pkcs7' ? bytes : kind === 'pem' ? pkcs7Block(bytes) : null;
  if (pkcs7 === null) return { certificates: readCertificates(bytes, source), keyed: [] };
  const certificates = await openPkcs7(pkcs7, source);
  return { certificates: certificates.map((der) => checkCertificate(der, source)), keyed: [] };
}

/** The certificate that a file of any kind says should be served: the one with a key beside it, else its only end-entity one. */
export async function expectFile(
  bytes: Uint8Array,
  source: string,
  password: PasswordSource | null,
): Promise<ExpectedCertificate> {
  return expectEndEntity(meantOf(await openFile(bytes, source, password)), source);
}

/** Of a PFX with one key, the certificate that the key belongs to; else everything. */
export function meantOf({ certificates, keyed }: OpenedFile): readonly Uint8Array[] {
  return keyed.length === 1 ? keyed : certificates;
}

async function openPfx(bytes: Uint8Array, source: string, password: PasswordSource | null): Promise<OpenedFile> {
  const content = await openPkcs12(bytes, source, null).catch(async (error: unknown) => {
    const given = isBadPassword(error) && password !== null ? await password(source) : null;
    if (given === null) throw error;
    return openPkcs12(bytes, source, given);
  });
  if (content.certificates.length === 0) {
    throw new UsageError('bad-file', `${source} holds only a private key, no certificate`);
  }
  for (const der of content.certificates) checkCertificate(der, source);
  return content;
}

function isBadPassword(error: unknown): boolean {
  return error instanceof UsageError && error.code === 'bad-password';
}

/** The first PKCS#7 block of a PEM text that has no certificates of its own. */
function pkcs7Block(bytes: Uint8Array): Uint8Array | null {
  const blocks = splitPem(textOf(bytes));
  if (blocks.some(({ label }) => isCertificateLabel(label))) return null;
  return blocks.find(({ label }) => label === 'PKCS7' || label === 'CMS')?.der ?? null;
}
