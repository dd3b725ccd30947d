import { UsageError } from '../errors.js';
import type { ExpectSpec } from '../model/expect-spec.js';
import type { Expectation, ExpectedCertificate } from '../model/expectation.js';
import { parseFingerprint } from './fingerprint.js';
import type { CertificateFolder } from './folder.js';
import { expectFile, type PasswordSource } from './open-file.js';
import { parseExpectedKey, parsePin, parseSerialNumber } from './properties.js';

/** Where files come from. Every one is asked for again: remembering is the caller's. */
export interface ExpectationSources {
  read(path: string): Promise<Uint8Array>;
  folder(path: string): Promise<CertificateFolder>;
  fetch(url: string): Promise<Uint8Array>;
  readonly password: PasswordSource | null;
  readonly now: () => Date;
}

/**
 * Opens what a spec names and reads its values, for one host. Null when it says nothing at all. Throws UsageError with the
 * place where it was said.
 */
export async function resolveExpectation(
  spec: ExpectSpec,
  host: { readonly name: string; readonly kind: 'name' | 'ip' },
  sources: ExpectationSources,
): Promise<Expectation | null> {
  const certificates: ExpectedCertificate[] = spec.fingerprints.map((text) => ({
    digest: parseFingerprint(text),
    der: null,
    source: spec.source,
  }));
  for (const path of spec.files) certificates.push(await expectFile(await sources.read(path), path, sources.password));
  for (const url of spec.urls) certificates.push(await expectFile(await sources.fetch(url), url, sources.password));
  for (const path of spec.folders) certificates.push(...(await fromFolder(path, host, sources)));
  const expectation: Expectation = {
    certificates,
    acceptPrevious: spec.acceptPrevious,
    spkiPins: spec.pins.map(parsePin),
    serialNumbers: spec.serials.map(parseSerialNumber),
    issuers: spec.issuers,
    keys: spec.keys.map(parseExpectedKey),
    names: spec.names.map((name) => name.toLowerCase()),
    minDaysLeft: spec.minDaysLeft,
  };
  return saysSomething(expectation) ? expectation : null;
}

async function fromFolder(
  path: string,
  host: { readonly name: string; readonly kind: 'name' | 'ip' },
  sources: ExpectationSources,
): Promise<readonly ExpectedCertificate[]> {
  const folder = await sources.folder(path);
  const found = await folder.expectedFor(host.name, host.kind, sources.now());
  if (found.length > 0) return found;
  const [problem] = folder.problems();
  throw new UsageError(
    'bad-file',
    `${path} has no certificate for ${host.name}${problem === undefined ? '' : ` (${problem})`}`,
    `Expected is ${host.name}.pfx, _.parent.pfx, or any file whose certificate covers the name.`,
  );
}

function saysSomething(expectation: Expectation): boolean {
  const { certificates, spkiPins, serialNumbers, issuers, keys, names, minDaysLeft } = expectation;
  return (
    [certificates, spkiPins, serialNumbers, issuers, keys, names].some((list) => list.length > 0) ||
    minDaysLeft !== null
  );
}
