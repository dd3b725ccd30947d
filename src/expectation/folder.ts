import { UsageError } from '../errors.js';
import type { Certificate } from '../model/certificate.js';
import type { ExpectedCertificate } from '../model/expectation.js';
import { coversHost } from '../x509/identity.js';
import { endEntities } from './certificate-file.js';
import { meantOf, openFile, type PasswordSource } from './open-file.js';

/** A file of the folder; read when it is needed. */
export interface FolderFile {
  /** Without the folder: `www.example.com.pfx`. */
  readonly name: string;
  read(): Promise<Uint8Array>;
}

/** A folder of certificates, as a Central Certificate Store of IIS is one. */
export interface CertificateFolder {
  /**
   * What should be served for a host: of `host.pfx`, else of `_.parent.pfx` (as IIS looks them up; any extension that
   * certificates have), else of whatever covers the host by the names inside. Of the certificates that are valid the newest
   * one, of each key type; empty when the folder has nothing for the host. Throws UsageError `bad-file` when two are equally
   * new or all are out of date, and whatever a file named after the host throws.
   */
  expectedFor(host: string, kind: 'name' | 'ip', now: Date): Promise<readonly ExpectedCertificate[]>;
  /** Files that could not be opened while names inside were looked for, one line each. */
  problems(): readonly string[];
}

const EXTENSION = /\.(?:pfx|p12|pem|crt|cer|der|p7b|p7c)$/i;

interface Candidate {
  readonly certificate: Certificate;
  readonly path: string;
}

/** Opens nothing yet: a store has thousands of files, and most are named after their host. */
export function openFolder(
  folder: string,
  files: readonly FolderFile[],
  password: PasswordSource | null,
): CertificateFolder {
  const byStem = new Map<string, FolderFile[]>();
  for (const file of files) {
    if (!EXTENSION.test(file.name)) continue;
    const stem = file.name.replace(EXTENSION, '').toLowerCase();
    const alike = byStem.get(stem);
    if (alike === undefined) byStem.set(stem, [file]);
    else alike.push(file);
  }
  const opened = new Map<FolderFile, Promise<readonly Candidate[]>>();
  const problems = new Map<FolderFile, string>();

  const open = (file: FolderFile): Promise<readonly Candidate[]> => {
    const known = opened.get(file) ?? readCandidates(file, `${folder}/${file.name}`, password);
    opened.set(file, known);
    return known;
  };
  const openNamed = async (stem: string): Promise<readonly Candidate[]> =>
    (await Promise.all((byStem.get(stem) ?? []).map(open))).flat();
  const openAll = async (): Promise<readonly Candidate[]> => {
    const found: Candidate[] = [];
    // One after the other: the user may be asked for a password.
    for (const file of [...byStem.values()].flat()) {
      try {
        found.push(...(await open(file)));
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        problems.set(file, error.message);
      }
    }
    return found;
  };

  return {
    problems: () => [...problems.values()],
    expectedFor: async (host, kind, now) => {
      const parent = kind === 'name' && host.includes('.') ? host.slice(host.indexOf('.') + 1) : null;
      let candidates = await openNamed(host.toLowerCase());
      if (candidates.length === 0 && parent !== null) candidates = await openNamed(`_.${parent}`);
      if (candidates.length === 0) {
        candidates = (await openAll()).filter(({ certificate }) => coversHost(certificate, host, kind));
      }
      return choose(candidates, host, now).map(({ certificate, path }) => ({
        digest: { algorithm: 'sha256', hex: certificate.sha256 },
        der: certificate.der,
        source: path,
      }));
    },
  };
}

async function readCandidates(
  file: FolderFile,
  path: string,
  password: PasswordSource | null,
): Promise<readonly Candidate[]> {
  const opened = await openFile(await file.read(), path, password);
  return endEntities(meantOf(opened)).map((certificate) => ({ certificate, path }));
}

/** The newest valid certificate of each key type. */
function choose(candidates: readonly Candidate[], host: string, now: Date): readonly Candidate[] {
  const valid = candidates.filter(({ certificate }) => isValid(certificate, now));
  const [first] = candidates;
  if (valid.length === 0 && first !== undefined) {
    const { notBefore, notAfter } = first.certificate;
    throw new UsageError(
      'bad-file',
      `no certificate for ${host} is in date: ${first.path} is valid from ${notBefore} to ${notAfter}`,
    );
  }
  const types = new Set(valid.map(({ certificate }) => certificate.keyType));
  return [...types].flatMap((type) =>
    newestOf(
      valid.filter(({ certificate }) => certificate.keyType === type),
      host,
    ),
  );
}

function newestOf(candidates: readonly Candidate[], host: string): readonly Candidate[] {
  const [newest, ...others] = [...candidates].sort((a, b) => compareAge(b.certificate, a.certificate));
  if (newest === undefined) return [];
  const rival = others.find(({ certificate }) => certificate.sha256 !== newest.certificate.sha256);
  if (rival !== undefined && compareAge(newest.certificate, rival.certificate) === 0) {
    throw new UsageError(
      'bad-file',
      `two certificates for ${host} are equally new: ${newest.path} and ${rival.path}`,
      'Remove the one that is not meant, or name the other by --expect-certificate.',
    );
  }
  return [newest];
}

function isValid({ notBefore, notAfter }: Certificate, now: Date): boolean {
  const time = now.getTime();
  return notBefore !== null && notAfter !== null && Date.parse(notBefore) <= time && time <= Date.parse(notAfter);
}

/** Above zero when `a` is newer. ISO 8601 sorts as text. */
function compareAge(a: Certificate, b: Certificate): number {
  const [ours, theirs] = [a, b].map(({ notBefore, notAfter }) => `${notBefore} ${notAfter}`);
  return ours === theirs ? 0 : (ours ?? '') > (theirs ?? '') ? 1 : -1;
}
