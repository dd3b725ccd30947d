import { cipherSuite, cipherSuiteName } from './cipher-suites.js';
import type { Evidence } from './evidence.js';
import {
  COOKIE,
  EC_POINT_FORMATS,
  EXTENDED_MASTER_SECRET,
  extensionName,
  KEY_SHARE,
  PRE_SHARED_KEY,
  PSK_KEY_EXCHANGE_MODES,
  RENEGOTIATION_INFO,
  SIGNATURE_ALGORITHMS,
  STATUS_REQUEST,
  SUPPORTED_VERSIONS,
} from './extension-types.js';
import type { Extensions } from './extensions.js';
import { misbehaved, overLimit, type PeerFault } from './fault.js';
import { group, groupName } from './groups.js';
import { offersExtension, offersVersion, type SentHello } from './sent-hello.js';
import type { HelloRetryRequest, ServerHello } from './server-hello.js';
import { hex16, TLS12, TLS13, versionName } from './versions.js';

/*
 * Whether an answer is one that the hello allowed. Where the flight can still be read, the server is blamed and the
 * certificate is fetched all the same.
 */

/** RFC 8446 §4.1.3; RFC 5246 §7.4.1.3. */
export function judgeServerHello(sent: SentHello, answer: ServerHello, evidence: Evidence): void {
  const { hello } = sent;
  const tls13 = answer.version === TLS13;
  if (!offersVersion(sent, answer.version)) {
    const fault = misbehaved('version-not-offered', { version: versionName(answer.version) ?? hex16(answer.version) });
    if (tls13) throw fault;
    evidence.blame(fault);
  }
  // RFC 8446 §4.2.1: who chooses an older version says so in legacy_version alone.
  if (!tls13 && answer.extensions.has(SUPPORTED_VERSIONS)) {
    evidence.blame(misbehaved('supported-versions-below-tls13', { version: versionName(answer.version) }));
  }
  if (!hello.cipherSuites.includes(answer.cipherSuite)) {
    evidence.blame(misbehaved('suite-not-offered', { cipherSuite: cipherSuiteName(answer.cipherSuite) }));
  }
  if (isSuiteOfAnother(answer)) evidence.blame(suiteOfAnother(answer));
  judgeFixedFields(sent, answer, evidence);
  judgeExtensions(sent, typesOf(answer.extensions), tls13 ? IN_SERVER_HELLO_13 : null, evidence);
}

/** What a ServerHello and a HelloRetryRequest have in common (RFC 8446 §4.1.3, §4.1.4). */
function judgeFixedFields({ hello }: SentHello, answer: ServerHello | HelloRetryRequest, evidence: Evidence): void {
  if (answer.compressionMethod !== 0) {
    evidence.blame(misbehaved('compression-not-offered', { compressionMethod: answer.compressionMethod }));
  }
  if (answer.version !== TLS13) return;
  if (answer.legacyVersion !== TLS12) {
    evidence.blame(misbehaved('legacy-version', { version: versionName(answer.legacyVersion) }));
  }
  if (!sameBytes(answer.sessionId, hello.sessionId)) evidence.blame(misbehaved('session-id-not-echoed'));
}

/** The suites of TLS 1.3 are its own (RFC 8446 §B.4). One that we do not know may be anybody's. */
function isSuiteOfAnother({ version, cipherSuite: code }: ServerHello | HelloRetryRequest): boolean {
  const suite = cipherSuite(code);
  return suite !== null && (suite.keyExchange === 'tls13') !== (version === TLS13);
}

function suiteOfAnother({ cipherSuite: code, version }: ServerHello | HelloRetryRequest): PeerFault {
  return misbehaved('suite-of-another-version', { cipherSuite: cipherSuiteName(code), version: versionName(version) });
}

/** A cookie has to fit into a hello of ours beside everything else. */
const MAX_COOKIE_BYTES = 32 * 1024;

/** RFC 8446 §4.1.4: a retry has to change something, to something that was offered. Anything else would loop. */
export function judgeRetry(sent: SentHello, request: HelloRetryRequest, evidence: Evidence): void {
  const { hello } = sent;
  const { group: asked, cookie, cipherSuite: suite } = request;
  if (!offersVersion(sent, request.version) || request.version !== TLS13) {
    throw misbehaved('version-not-offered', { version: versionName(request.version) });
  }
  if (!hello.cipherSuites.includes(suite)) {
    throw misbehaved('suite-not-offered', { cipherSuite: cipherSuiteName(suite) });
  }
  if (isSuiteOfAnother(request)) throw suiteOfAnother(request);
  judgeFixedFields(sent, request, evidence);
  judgeExtensions(
    sent,
    typesOf(request.extensions).filter((type) => type !== COOKIE),
    IN_SERVER_HELLO_13,
    evidence,
  );
  if (cookie !== null && cookie.length > MAX_COOKIE_BYTES) {
    throw overLimit('message-length', MAX_COOKIE_BYTES, { message: 'HelloRetryRequest', length: cookie.length });
  }
  if (asked === null && cookie === null) throw misbehaved('illegal-retry-without-change');
  if (asked === null) return;
  const detail = { group: groupName(asked) };
  if (hello.keyShares.some((share) => share.group === asked))
    throw misbehaved('illegal-retry-group-already-sent', detail);
  if (!hello.supportedGroups.includes(asked) || group(asked) === null) {
    throw misbehaved('illegal-retry-group-not-offered', detail);
  }
}

/** The table of RFC 8446 §4.2. */
const IN_SERVER_HELLO_13: readonly number[] = [KEY_SHARE, PRE_SHARED_KEY, SUPPORTED_VERSIONS];
const IN_CERTIFICATE: readonly number[] = [STATUS_REQUEST];
const NEVER_IN_ENCRYPTED_EXTENSIONS: readonly number[] = [
  ...IN_SERVER_HELLO_13,
  COOKIE,
  EC_POINT_FORMATS,
  EXTENDED_MASTER_SECRET,
  PSK_KEY_EXCHANGE_MODES,
  RENEGOTIATION_INFO,
  SIGNATURE_ALGORITHMS,
  STATUS_REQUEST,
];

/** RFC 8446 §4.3.1. */
export function judgeEncryptedExtensions(sent: SentHello, extensions: Extensions, evidence: Evidence): void {
  const misplaced = extensions.list.find(({ type }) => NEVER_IN_ENCRYPTED_EXTENSIONS.includes(type));
  if (misplaced !== undefined) {
    evidence.blame(misbehaved('misplaced-extension', { extension: extensionName(misplaced.type) }));
  }
  judgeExtensions(sent, typesOf(extensions), null, evidence);
}

/** Beside the certificates, too, stands only what was asked for (RFC 8446 §4.4.2). */
export function judgeCertificateExtensions(sent: SentHello, types: Iterable<number>, evidence: Evidence): void {
  judgeExtensions(sent, types, IN_CERTIFICATE, evidence);
}

/** Nothing that was not asked for, and only what may stand there. */
function judgeExtensions(
  sent: SentHello,
  types: Iterable<number>,
  allowed: readonly number[] | null,
  evidence: Evidence,
): void {
  for (const type of types) {
    const extension = extensionName(type);
    if (!offersExtension(sent, type)) evidence.blame(misbehaved('extension-not-offered', { extension }));
    if (allowed !== null && !allowed.includes(type)) evidence.blame(misbehaved('misplaced-extension', { extension }));
  }
}

function typesOf(extensions: Extensions): readonly number[] {
  return extensions.list.map(({ type }) => type);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
