import { cipherSuiteName } from './cipher-suites.js';
import type { Evidence } from './evidence.js';
import { COOKIE, extensionName, KEY_SHARE, PRE_SHARED_KEY, SUPPORTED_VERSIONS } from './extension-types.js';
import type { Extensions } from './extensions.js';
import { misbehaved, overLimit } from './fault.js';
import { group, groupName } from './groups.js';
import { offersExtension, offersVersion, type SentHello } from './sent-hello.js';
import type { HelloRetryRequest, ServerHello } from './server-hello.js';
import { hex16, TLS13, versionName } from './versions.js';

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
  if (!hello.cipherSuites.includes(answer.cipherSuite)) {
    evidence.blame(misbehaved('suite-not-offered', { cipherSuite: cipherSuiteName(answer.cipherSuite) }));
  }
  if (answer.compressionMethod !== 0) {
    evidence.blame(misbehaved('compression-not-offered', { compressionMethod: answer.compressionMethod }));
  }
  if (tls13 && !sameBytes(answer.sessionId, hello.sessionId)) evidence.blame(misbehaved('session-id-not-echoed'));
  judgeExtensions(sent, answer.extensions, tls13 ? IN_SERVER_HELLO_13 : null, evidence);
}

/** A cookie has to fit into a hello of ours beside everything else. */
const MAX_COOKIE_BYTES = 32 * 1024;

/** RFC 8446 §4.1.4: a retry has to change something, to something that was offered. Anything else would loop. */
export function judgeRetry(sent: SentHello, request: HelloRetryRequest): void {
  const { hello } = sent;
  const { group: asked, cookie, cipherSuite } = request;
  if (!offersVersion(sent, request.version) || request.version !== TLS13) {
    throw misbehaved('version-not-offered', { version: versionName(request.version) });
  }
  if (!hello.cipherSuites.includes(cipherSuite)) {
    throw misbehaved('suite-not-offered', { cipherSuite: cipherSuiteName(cipherSuite) });
  }
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
const NEVER_IN_ENCRYPTED_EXTENSIONS: readonly number[] = [...IN_SERVER_HELLO_13, COOKIE];

/** RFC 8446 §4.3.1. */
export function judgeEncryptedExtensions(sent: SentHello, extensions: Extensions, evidence: Evidence): void {
  const misplaced = extensions.list.find(({ type }) => NEVER_IN_ENCRYPTED_EXTENSIONS.includes(type));
  if (misplaced !== undefined) {
    evidence.blame(misbehaved('misplaced-extension', { extension: extensionName(misplaced.type) }));
  }
  judgeExtensions(sent, extensions, null, evidence);
}

/** Nothing that was not asked for, and only what may stand there. */
function judgeExtensions(
  sent: SentHello,
  extensions: Extensions,
  allowed: readonly number[] | null,
  evidence: Evidence,
): void {
  for (const { type } of extensions.list) {
    const extension = extensionName(type);
    if (allowed !== null && !allowed.includes(type)) evidence.blame(misbehaved('misplaced-extension', { extension }));
    if (!offersExtension(sent, type)) evidence.blame(misbehaved('extension-not-offered', { extension }));
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
