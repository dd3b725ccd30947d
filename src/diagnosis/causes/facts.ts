import type { Certainty } from '../../model/diagnosis.js';
import type { TypedOption } from '../../model/typed-option.js';
import type { NearMiss } from '../near-miss.js';

/** What the texts about a cause speak of. On the page without a case these are placeholders. */
export interface Facts {
  /** How sure the cause is: what is only possible is not told as likely. */
  readonly certainty: Certainty;
  /** The target's A-label or address: from the user's list, so it may stand in commands. */
  readonly host: string;
  readonly isName: boolean;
  readonly address: string;
  readonly port: number;
  /** `203.0.113.5`, with the port where it is not 443. */
  readonly place: string;
  /** `smtp://` as a TARGET begins; empty for https. */
  readonly scheme: string;
  /** What is spoken over TLS, as a scheme: `https`, `smtp`, `imaps`. */
  readonly protocol: string;
  /** TLS is reached by an upgrade command. */
  readonly isStartTls: boolean;
  /** `-starttls smtp` for openssl's s_client, with a space before it; empty without. */
  readonly opensslStarttls: string;
  /** What the user typed, for the commands that check again. */
  readonly typedOptions: readonly TypedOption[];
  /** What the target's name was answered, in words: `"CN=legacy"`, `a reset`. May quote a peer: never in commands. */
  readonly answer: string;
  /** The served certificate alone: `"CN=legacy"`; null when there is none. */
  readonly served: string | null;
  /** A certificate was served for the name. */
  readonly isServed: boolean;
  /** The certificate served covers the name. */
  readonly coversName: boolean;
  /** What makes it look meant for the name that it does not cover; null where nothing does. */
  readonly nearMiss: NearMiss | null;
  /** SHA-1 of the served certificate as Windows shows it, hex; null when there is none. */
  readonly servedThumbprint: string | null;
  /** SHA-1 of the right certificate, where one is known; hex. */
  readonly rightThumbprint: string | null;
  /** The right certificate in words. */
  readonly expected: string;
  /** A fatal alert ended it: http.sys sends none. */
  readonly isAlert: boolean;
  /** Its code; null without one. */
  readonly alertCode: number | null;
  /** The connection was reset: http.sys does that. */
  readonly isReset: boolean;
  /** Only silence came, however often it was asked: for how long, `10 s`; null where anything else came. */
  readonly silentFor: string | null;
  /** Bytes came before the silence: a greeting, half a handshake. */
  readonly spokeBeforeSilence: boolean;
  /** Connections that were made for this target. */
  readonly connections: number;
  /** The handshake signature does not verify. */
  readonly signatureFails: boolean;
  readonly withoutName: string | null;
  readonly unknownName: string | null;
  /** A random label beside the target was answered as the target. */
  readonly randomSiblingAlike: boolean;
  /** Every other name asked, and none, are answered as the target. */
  readonly allAlike: boolean;
  readonly asUnknown: boolean;
  readonly asNone: boolean;
  /** The version that is spoken where it is TLS 1.1 or 1.0 alone: other questions were refused for theirs. */
  readonly legacyOnly: string | null;
  /** The different answers to the target's own question, in words; one or none where it was answered alike each time. */
  readonly answersInTurn: readonly string[];
  /** One of them, at least, is no certificate. */
  readonly someFail: boolean;
  /** Names of the run that were answered alike and differently, from the user's list. */
  readonly namesAlike: readonly string[];
  readonly namesDifferent: readonly string[];
  /** Addresses of the target that serve the right certificate. */
  readonly rightAt: readonly string[];
  /** Critical findings on the certificate itself, as sentences. */
  readonly faults: readonly string[];
  /** Their codes. */
  readonly faultCodes: readonly string[];
  /** Answers that differ between key types or versions, as sentences. */
  readonly differences: readonly string[];
  /** `Server` header in lower case, where it speaks for what answers the name; null when unknown. */
  readonly server: string | null;
  /** Nothing there called itself anything but Windows: http.sys has a port for every name. */
  readonly canBeHttpSys: boolean;
  /** Product whose default certificate was served; null when none is known. */
  readonly knownProduct: string | null;
  /** How the first question ended where no answer came: `connection refused`. */
  readonly ending: string;
  /** The protocol that the first bytes were taken for, a word of ours: `smtp`, `http`; null when unknown. */
  readonly spoken: string | null;
  /** `<local address of 203.0.113.5>`: http.sys rows hold the machine's own address. */
  readonly localAddress: string;
}

/** The page without a case. */
export const PLACEHOLDERS: Facts = {
  certainty: 'likely',
  host: 'NAME',
  isName: true,
  address: 'ADDRESS',
  port: 443,
  place: 'ADDRESS',
  scheme: '',
  protocol: 'https',
  isStartTls: false,
  opensslStarttls: '',
  typedOptions: [],
  answer: 'another certificate',
  served: '"CN=…"',
  isServed: true,
  coversName: false,
  nearMiss: null,
  servedThumbprint: null,
  rightThumbprint: null,
  expected: 'the right certificate',
  isAlert: false,
  alertCode: null,
  isReset: false,
  silentFor: null,
  spokeBeforeSilence: false,
  connections: 3,
  signatureFails: false,
  withoutName: null,
  unknownName: null,
  randomSiblingAlike: false,
  allAlike: false,
  asUnknown: false,
  asNone: false,
  legacyOnly: null,
  answersInTurn: [],
  someFail: false,
  namesAlike: [],
  namesDifferent: [],
  rightAt: [],
  faults: [],
  faultCodes: [],
  differences: [],
  server: null,
  canBeHttpSys: true,
  knownProduct: null,
  ending: 'no connection',
  spoken: null,
  localAddress: '<local address of ADDRESS>',
};
