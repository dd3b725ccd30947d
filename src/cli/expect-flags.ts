import { EMPTY_EXPECT_SPEC, type ExpectSpec } from '../model/expect-spec.js';
import type { CliIo } from './io.js';

/** The options that say what should be served at every target. */
export interface ExpectFlags {
  readonly expectFingerprint?: readonly string[];
  readonly expectCertificate?: readonly string[];
  readonly expectPin?: readonly string[];
  readonly expectSerial?: readonly string[];
  readonly expectIssuer?: readonly string[];
  readonly expectKey?: readonly string[];
  readonly expectName?: readonly string[];
  readonly minDays?: number;
  readonly acceptPrevious?: true;
}

/** What the command line expects; a certificate's place is a file, a folder or an https address. Throws UsageError. */
export async function expectSpec(flags: ExpectFlags, io: Pick<CliIo, 'files'>): Promise<ExpectSpec> {
  const places = { files: [] as string[], folders: [] as string[], urls: [] as string[] };
  for (const place of flags.expectCertificate ?? []) {
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(place)) places.urls.push(place);
    else if ((await io.files.list(place)) === null) places.files.push(place);
    else places.folders.push(place);
  }
  return {
    ...EMPTY_EXPECT_SPEC,
    ...places,
    fingerprints: flags.expectFingerprint ?? [],
    pins: flags.expectPin ?? [],
    serials: flags.expectSerial ?? [],
    issuers: flags.expectIssuer ?? [],
    keys: flags.expectKey ?? [],
    names: flags.expectName ?? [],
    minDaysLeft: flags.minDays ?? null,
    acceptPrevious: flags.acceptPrevious ?? false,
    source: '--expect-fingerprint',
  };
}
