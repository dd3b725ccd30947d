/** What the texts about a cause speak of. On the page without a case these are placeholders. */
export interface Facts {
  /** The target's A-label or address: from the user's list, so it may stand in commands. */
  readonly host: string;
  readonly isName: boolean;
  readonly address: string;
  readonly port: number;
  /** `203.0.113.5`, with the port where it is not 443. */
  readonly place: string;
  /** `smtp://` as a TARGET begins; empty for https. */
  readonly scheme: string;
  /** `-starttls smtp` for openssl's s_client, with a space before it; empty without. */
  readonly opensslStarttls: string;
  /** What the target's name was answered, in words: `"CN=legacy"`, `a reset`. May quote a peer: never in commands. */
  readonly answer: string;
  /** The served certificate alone: `"CN=legacy"`; null when there is none. */
  readonly served: string | null;
  /** A certificate was served for the name. */
  readonly isServed: boolean;
  /** SHA-1 of the served certificate as Windows shows it, hex; null when there is none. */
  readonly servedThumbprint: string | null;
  /** SHA-1 of the right certificate, where one is known; hex. */
  readonly rightThumbprint: string | null;
  /** The right certificate in words. */
  readonly expected: string;
  /** A fatal alert ended it: http.sys sends none. */
  readonly isAlert: boolean;
  /** The handshake signature does not verify. */
  readonly signatureFails: boolean;
  readonly withoutName: string | null;
  readonly unknownName: string | null;
  /** A random label beside the target was answered as the target. */
  readonly randomSiblingAlike: boolean;
  /** Every other name asked, and none, are answered as the target. */
  readonly allAlike: boolean;
  readonly asUnknown: boolean;
  /** Names of the run that were answered alike and differently, from the user's list. */
  readonly namesAlike: readonly string[];
  readonly namesDifferent: readonly string[];
  /** Addresses of the target that serve the right certificate. */
  readonly rightAt: readonly string[];
  /** Critical findings on the certificate itself, as sentences. */
  readonly faults: readonly string[];
  /** Answers that differ between key types or versions, as sentences. */
  readonly differences: readonly string[];
  /** `Server` header in lower case; null when unknown. */
  readonly server: string | null;
  /** Product whose default certificate was served; null when none is known. */
  readonly knownProduct: string | null;
  /** How the first question ended where no answer came: `connection refused`. */
  readonly ending: string;
  /** `<local address of 203.0.113.5>`: http.sys rows hold the machine's own address. */
  readonly localAddress: string;
}

/** The page without a case. */
export const PLACEHOLDERS: Facts = {
  host: 'NAME',
  isName: true,
  address: 'ADDRESS',
  port: 443,
  place: 'ADDRESS',
  scheme: '',
  opensslStarttls: '',
  answer: 'another certificate',
  served: '"CN=…"',
  isServed: true,
  servedThumbprint: null,
  rightThumbprint: null,
  expected: 'the right certificate',
  isAlert: false,
  signatureFails: false,
  withoutName: null,
  unknownName: null,
  randomSiblingAlike: false,
  allAlike: false,
  asUnknown: false,
  namesAlike: [],
  namesDifferent: [],
  rightAt: [],
  faults: [],
  differences: [],
  server: null,
  knownProduct: null,
  ending: 'no connection',
  localAddress: '<local address of ADDRESS>',
};
