/**
 * What should be served, as people say it: on the command line or in a manifest, before any file is opened. Inside a list
 * any one is right; `names` must all be covered.
 */
export interface ExpectSpec {
  readonly fingerprints: readonly string[];
  /** PEM, DER, PKCS#7, PKCS#12. */
  readonly files: readonly string[];
  /** Folders as a Central Certificate Store: looked into by the target's name. */
  readonly folders: readonly string[];
  /** https only. */
  readonly urls: readonly string[];
  readonly pins: readonly string[];
  readonly serials: readonly string[];
  readonly issuers: readonly string[];
  readonly keys: readonly string[];
  readonly names: readonly string[];
  readonly minDaysLeft: number | null;
  readonly acceptPrevious: boolean;
  /** Where it was said, for messages. */
  readonly source: string;
}

/** Says nothing: the base that others are spread over. */
export const EMPTY_EXPECT_SPEC: ExpectSpec = {
  fingerprints: [],
  files: [],
  folders: [],
  urls: [],
  pins: [],
  serials: [],
  issuers: [],
  keys: [],
  names: [],
  minDaysLeft: null,
  acceptPrevious: false,
  source: '',
};
