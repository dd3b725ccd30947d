import { readCertificate12, readCertificateStatus } from './certificate.js';
import { readCertificateRequest12 } from './certificate-request.js';
import { type CipherSuite, cipherSuite } from './cipher-suites.js';
import { unchecked } from './evidence.js';
import { misbehaved } from './fault.js';
import type { Flight, Step } from './flight.js';
import { group, groupName } from './groups.js';
import {
  CERTIFICATE,
  CERTIFICATE_REQUEST,
  CERTIFICATE_STATUS,
  HELLO_REQUEST,
  SERVER_HELLO_DONE,
  SERVER_KEY_EXCHANGE,
  unexpectedMessage,
} from './handshake-type.js';
import { requirePublicKey } from './key-share.js';
import { type LeafKey, leafKey } from './leaf-key.js';
import type { HandshakeMessage } from './message-reader.js';
import { judgePossession } from './possession.js';
import type { SentHello } from './sent-hello.js';
import type { ServerHello } from './server-hello.js';
import { readServerKeyExchange, type ServerKeyExchange } from './server-key-exchange.js';
import { type SignatureScheme, schemeBeforeTls12, signatureScheme, signatureSchemeName } from './signature-schemes.js';
import { TLS12 } from './versions.js';

/** What a flight up to TLS 1.2 is read with (RFC 5246 §7.3; RFC 4346; RFC 2246; RFC 6101 for SSL 3.0). */
interface Flight12 extends Flight {
  readonly sent: SentHello | null;
  readonly withSchemes: boolean;
  readonly suite: CipherSuite | null;
  readonly serverRandom: Uint8Array;
}

export function awaitCertificate12(base: Flight, hello: ServerHello, sent: SentHello | null): Step {
  const flight: Flight12 = {
    ...base,
    sent,
    withSchemes: hello.version === TLS12,
    suite: cipherSuite(hello.cipherSuite),
    // A copy: the message is a view of memory that may be reused before the signature arrives.
    serverRandom: new Uint8Array(hello.random),
  };
  const { evidence } = flight;
  const awaiting = 'Certificate';
  const step: Step = {
    awaiting,
    take: (message) => {
      if (message.type === HELLO_REQUEST) return step;
      if (message.type !== CERTIFICATE) throw unexpectedMessage(message.type, awaiting);
      readCertificate12(message.body, (der) => evidence.keepCertificate(der));
      if (evidence.certificateList.length === 0) throw misbehaved('empty-certificate-list');
      evidence.stage = 'certificate';
      return afterCertificate(flight);
    },
  };
  return step;
}

function afterCertificate(flight: Flight12): Step | null {
  const { evidence, suite, prove } = flight;
  if (!prove) {
    evidence.settle(unchecked('not-asked'));
    return null;
  }
  switch (suite?.keyExchange) {
    case 'ecdhe':
    case 'dhe':
      return awaitServerKeyExchange(flight, suite.keyExchange, true);
    case 'rsa':
      // Nothing is signed: only a finished handshake would show that the server can decrypt (RFC 5246 §7.4.7.1).
      evidence.settle(unchecked('rsa-key-exchange'));
      return awaitServerHelloDone(flight, true);
    default:
      evidence.settle(unchecked('unknown-cipher-suite'));
      return null;
  }
}

function awaitServerKeyExchange(flight: Flight12, keyExchange: 'ecdhe' | 'dhe', mayBeStatus: boolean): Step {
  const awaiting = 'ServerKeyExchange';
  const step: Step = {
    awaiting,
    take: (message) => {
      if (message.type === HELLO_REQUEST) return step;
      if (message.type === CERTIFICATE_STATUS && mayBeStatus) {
        takeStatus(flight, message);
        return awaitServerKeyExchange(flight, keyExchange, false);
      }
      if (message.type !== SERVER_KEY_EXCHANGE) throw unexpectedMessage(message.type, awaiting);
      flight.evidence.ocspStaple ??= false;
      takeKeyExchange(flight, readServerKeyExchange(message.body, keyExchange, flight.withSchemes));
      return awaitServerHelloDone(flight, false);
    },
  };
  return step;
}

/** Possession is decided: what is left says whether a client certificate is asked for. */
function awaitServerHelloDone(flight: Flight12, mayBeStatus: boolean): Step {
  const awaiting = 'ServerHelloDone';
  const { evidence } = flight;
  const step: Step = {
    awaiting,
    take: (message) => {
      switch (message.type) {
        case HELLO_REQUEST:
          return step;
        case CERTIFICATE_STATUS:
          if (!mayBeStatus) throw unexpectedMessage(message.type, awaiting);
          takeStatus(flight, message);
          return awaitServerHelloDone(flight, false);
        case CERTIFICATE_REQUEST:
          readCertificateRequest12(message.body, flight.withSchemes);
          evidence.note('clientCertificateRequested', true);
          return awaitServerHelloDone(flight, false);
        case SERVER_HELLO_DONE:
          evidence.ocspStaple ??= false;
          return null;
        default:
          throw unexpectedMessage(message.type, awaiting);
      }
    },
  };
  return step;
}

function takeStatus({ evidence }: Flight12, message: HandshakeMessage): void {
  readCertificateStatus(message.body);
  evidence.ocspStaple = true;
}

function takeKeyExchange(flight: Flight12, exchange: ServerKeyExchange): void {
  const { evidence, sent } = flight;
  judgeKey(flight, exchange.key);
  evidence.stage = 'possession';
  const [leaf = new Uint8Array()] = evidence.certificateList;
  const key = leafKey(leaf);
  const { scheme, name } = schemeOf(exchange, key);
  evidence.signatureScheme = name;
  if (sent === null) {
    evidence.settle(unchecked('not-asked'));
    return;
  }
  evidence.settle(
    judgePossession(key, {
      scheme,
      schemeName: name,
      offered: exchange.scheme === null || sent.hello.signatureSchemes.includes(exchange.scheme),
      tls13: false,
      // RFC 5246 §7.4.3: over both randoms and the parameters.
      content: Buffer.concat([sent.hello.random, flight.serverRandom, exchange.params]),
      signature: exchange.signature,
    }),
  );
}

/** Named by the message in TLS 1.2, by the key before. */
function schemeOf(
  { scheme: code }: ServerKeyExchange,
  key: LeafKey | null,
): { readonly scheme: SignatureScheme | null; readonly name: string | null } {
  if (code !== null) return { scheme: signatureScheme(code), name: signatureSchemeName(code) };
  const scheme = key === null ? null : schemeBeforeTls12(key.keyType);
  return { scheme, name: scheme?.name ?? null };
}

/** RFC 8422 §5.4: a point of a group that was offered. */
function judgeKey({ evidence, sent, client }: Flight12, key: ServerKeyExchange['key']): void {
  if (key.kind === 'dhe') {
    evidence.group = `dh-${key.primeBits}`;
    return;
  }
  evidence.group = groupName(key.group);
  if (sent === null || client === null) return;
  const known = group(key.group);
  if (known === null || !sent.hello.supportedGroups.includes(key.group)) {
    throw misbehaved('group-not-offered', { group: evidence.group });
  }
  requirePublicKey(known, key.publicKey, client.keyShares);
}
