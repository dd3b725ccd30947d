import { awaitCertificate12 } from './await-tls12.js';
import { awaitEncryptedExtensions } from './await-tls13.js';
import { cipherSuite, cipherSuiteName } from './cipher-suites.js';
import { SERVER_NAME } from './extension-types.js';
import { incompatible, misbehaved } from './fault.js';
import type { Flight, FlightClient, Step } from './flight.js';
import { group, groupName } from './groups.js';
import { HELLO_REQUEST, SERVER_HELLO, unexpectedMessage } from './handshake-type.js';
import { judgeRetry, judgeServerHello } from './judge.js';
import { handshakeSecret, handshakeTrafficSecret, trafficKeys } from './key-schedule.js';
import type { HandshakeMessage } from './message-reader.js';
import { RecordProtection } from './record-protection.js';
import type { SentHello } from './sent-hello.js';
import { type HelloRetryRequest, readServerHello, type ServerHello } from './server-hello.js';
import { Transcript } from './transcript.js';
import { TLS13, versionName } from './versions.js';

const AWAITING = 'ServerHello';

/** The first message of every flight: it decides the version. */
export function awaitServerHello(flight: Flight): Step {
  const step: Step = {
    awaiting: AWAITING,
    take: (message) => {
      // RFC 5246 §7.4.1.1: a client that is already negotiating ignores it.
      if (message.type === HELLO_REQUEST) return step;
      const answer = read(message);
      return answer.kind === 'hello-retry-request'
        ? retry(flight, answer, message)
        : proceed(flight, answer, message, flight.client?.sent ?? null, null);
    },
  };
  return step;
}

function read(message: HandshakeMessage): ServerHello | HelloRetryRequest {
  if (message.type !== SERVER_HELLO) throw unexpectedMessage(message.type, AWAITING);
  return readServerHello(message.body);
}

/** What a HelloRetryRequest leaves for the ServerHello behind it. */
interface Retried {
  readonly request: HelloRetryRequest;
  readonly transcript: Transcript | null;
}

/** RFC 8446 §4.1.4. */
function retry(flight: Flight, request: HelloRetryRequest, message: HandshakeMessage): Step {
  const { client, evidence } = flight;
  if (client !== null) judgeRetry(client.sent, request, evidence);
  evidence.stage = 'hello-retry-request';
  evidence.note('helloRetryRequest', true);
  const sent = client?.answerRetry(request) ?? null;
  const retried = { request, transcript: client === null ? null : transcriptAfter(client, request, message) };
  if (sent !== null) retried.transcript?.add(sent.message);
  return awaitSecondServerHello(flight, sent, retried);
}

function transcriptAfter(client: FlightClient, request: HelloRetryRequest, message: HandshakeMessage): Transcript {
  const suite = cipherSuite(request.cipherSuite);
  if (suite?.keyExchange !== 'tls13') {
    throw incompatible('cipher-suite', { cipherSuite: cipherSuiteName(request.cipherSuite) });
  }
  return Transcript.afterRetry(suite.hash, client.sent.message).add(message.bytes);
}

function awaitSecondServerHello(flight: Flight, sent: SentHello | null, retried: Retried): Step {
  return {
    awaiting: AWAITING,
    take: (message) => {
      const answer = read(message);
      if (answer.kind === 'hello-retry-request') throw misbehaved('second-hello-retry-request');
      if (answer.cipherSuite !== retried.request.cipherSuite) throw misbehaved('suite-changed-after-retry');
      if (answer.version !== TLS13) throw misbehaved('version-changed-after-retry');
      return proceed(flight, answer, message, sent, retried.transcript);
    },
  };
}

function proceed(
  flight: Flight,
  hello: ServerHello,
  message: HandshakeMessage,
  sent: SentHello | null,
  afterRetry: Transcript | null,
): Step | null {
  const { evidence } = flight;
  evidence.stage = 'server-hello';
  evidence.protocol = versionName(hello.version);
  evidence.cipherSuite = cipherSuiteName(hello.cipherSuite);
  if (hello.downgradeSentinel) evidence.note('downgradeSentinel', true);
  if (sent !== null) judgeServerHello(sent, hello, evidence);
  if (hello.version === TLS13) return proceedTls13(flight, hello, message, sent, afterRetry);
  evidence.serverNameAcknowledged = acknowledged(hello);
  return awaitCertificate12(flight, hello, sent);
}

/** RFC 6066 §3: an empty server_name says that the name was used. */
function acknowledged(hello: ServerHello): boolean {
  return hello.extensions.get(SERVER_NAME, () => true) ?? false;
}

/** RFC 8446 §7.1: from here on everything is protected. */
function proceedTls13(
  flight: Flight,
  hello: ServerHello,
  message: HandshakeMessage,
  sent: SentHello | null,
  afterRetry: Transcript | null,
): Step {
  const { client, evidence } = flight;
  const { keyShare } = hello;
  evidence.group = keyShare === null ? null : groupName(keyShare.group);
  if (client === null || sent === null) throw incompatible('encrypted', { awaiting: 'EncryptedExtensions' });
  const suite = cipherSuite(hello.cipherSuite);
  if (suite?.keyExchange !== 'tls13') throw incompatible('cipher-suite', { cipherSuite: evidence.cipherSuite });
  if (keyShare === null) throw misbehaved('missing-key-share');
  if (group(keyShare.group) === null || !sent.hello.keyShares.some((share) => share.group === keyShare.group)) {
    throw misbehaved('key-share-not-offered', { group: evidence.group });
  }
  const sharedSecret = client.keyShares.agree(keyShare.group, keyShare.publicKey);
  const transcript = afterRetry ?? new Transcript(suite.hash).add(sent.message);
  transcript.add(message.bytes);
  const secret = handshakeSecret(suite.hash, sharedSecret, hello.preSharedKeySelected ? client.psk : null);
  const traffic = handshakeTrafficSecret('server', suite.hash, secret, transcript.digest());
  flight.records.protect(new RecordProtection(suite.aead, trafficKeys(suite, traffic)));
  return awaitEncryptedExtensions(flight, sent, transcript);
}
