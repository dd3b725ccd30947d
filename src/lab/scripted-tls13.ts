import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { certificateVerifyContent } from '../tls/certificate-verify.js';
import { cipherSuite, type Tls13Suite } from '../tls/cipher-suites.js';
import { group } from '../tls/groups.js';
import {
  finishedVerifyData,
  handshakeSecret,
  handshakeTrafficSecret,
  hkdfExpandLabel,
  hkdfExtract,
  trafficKeys,
} from '../tls/key-schedule.js';
import { makeKeyShares } from '../tls/key-share.js';
import { ALERT, APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE, MAX_PLAINTEXT, writeRecords } from '../tls/record.js';
import { RecordProtection } from '../tls/record-protection.js';
import {
  acknowledgedNameExtension,
  selectedVersionExtension,
  serverShareExtension,
  writeCertificate13,
  writeCertificateVerify,
  writeEncryptedExtensions,
  writeFinished,
  writeServerHello,
} from '../tls/server-messages.js';
import { Transcript } from '../tls/transcript.js';
import { TLS12 } from '../tls/versions.js';
import { freshRandom } from './ambient.js';
import { ProtectedStream, readRecords } from './protected-stream.js';
import type { ScriptedFlight } from './scripted-flight.js';
import { chooseScheme, signHandshake } from './sign-handshake.js';

/** The whole flight of a TLS 1.3 server (RFC 8446 §2), then HTTP. False: nothing in common, nothing was sent. */
export function serveTls13(socket: Socket, flight: ScriptedFlight): boolean {
  const { offer, privateKey, certificateList, acknowledged } = flight;
  const { hello } = offer;
  const suite = hello.cipherSuites.map(cipherSuite).find((each): each is Tls13Suite => each?.keyExchange === 'tls13');
  const share = hello.keyShares.find((each) => group(each.group) !== null);
  const scheme = chooseScheme(hello.signatureSchemes, privateKey, 'TLSv1.3');
  if (suite === undefined || share === undefined || scheme === null || scheme.code === null) return false;

  const keyShares = makeKeyShares();
  const secret = handshakeSecret(suite.hash, keyShares.agree(share.group, share.publicKey), null);
  const serverHello = writeServerHello({
    random: freshRandom(32),
    sessionId: hello.sessionId,
    cipherSuite: suite.code,
    extensions: [selectedVersionExtension(), serverShareExtension(share.group, keyShares.publicKey(share.group))],
  });
  const transcript = new Transcript(suite.hash).add(offer.message).add(serverHello);
  const helloHash = transcript.digest();
  const serverSecret = handshakeTrafficSecret('server', suite.hash, secret, helloHash);
  const clientSecret = handshakeTrafficSecret('client', suite.hash, secret, helloHash);

  const first = [
    writeEncryptedExtensions(acknowledged ? [acknowledgedNameExtension()] : []),
    writeCertificate13(certificateList),
  ];
  for (const message of first) transcript.add(message);
  const signature = signHandshake(scheme, privateKey, certificateVerifyContent(transcript.digest()));
  const verify = writeCertificateVerify(scheme.code, signature);
  transcript.add(verify);
  const finished = writeFinished(finishedVerifyData(suite.hash, serverSecret, transcript.digest()));
  transcript.add(finished);

  const seal = new RecordProtection(suite.aead, trafficKeys(suite, serverSecret));
  const flightBytes = Buffer.concat([...first, verify, finished]);
  socket.write(writeRecords(HANDSHAKE, TLS12, serverHello));
  if (hello.sessionId.length > 0) socket.write(writeRecords(CHANGE_CIPHER_SPEC, TLS12, Uint8Array.of(1)));
  for (let at = 0; at < flightBytes.length; at += MAX_PLAINTEXT) {
    socket.write(seal.seal(HANDSHAKE, flightBytes.subarray(at, at + MAX_PLAINTEXT)));
  }
  const application = applicationProtection(suite, secret, transcript.digest());
  finish(socket, flight, new RecordProtection(suite.aead, trafficKeys(suite, clientSecret)), application);
  return true;
}

interface ApplicationProtection {
  readonly client: RecordProtection;
  readonly server: RecordProtection;
}

/** The master secret and what follows from it (RFC 8446 §7.1); the transcript ends with the server's Finished. */
function applicationProtection(
  suite: Tls13Suite,
  secret: Uint8Array,
  transcriptHash: Uint8Array,
): ApplicationProtection {
  const { hash } = suite;
  const derived = hkdfExpandLabel(hash, secret, 'derived', createHash(hash).digest(), secret.length);
  const master = hkdfExtract(hash, derived, new Uint8Array(secret.length));
  const protection = (label: string): RecordProtection =>
    new RecordProtection(
      suite.aead,
      trafficKeys(suite, hkdfExpandLabel(hash, master, label, transcriptHash, secret.length)),
    );
  return { client: protection('c ap traffic'), server: protection('s ap traffic') };
}

/** Waits for the client's Finished, which is not verified: the lab has nothing to protect. Then answers HTTP. */
function finish(
  socket: Socket,
  { http }: ScriptedFlight,
  handshake: RecordProtection,
  application: ApplicationProtection,
): void {
  let stream: ProtectedStream | null = null;
  readRecords(socket, (type, header, fragment) => {
    if (type === CHANGE_CIPHER_SPEC) return;
    if (type === ALERT) {
      socket.end();
      return;
    }
    if (type !== APPLICATION_DATA) throw new Error('unexpected record');
    const record = { type, header, fragment };
    if (stream !== null) {
      const { type: inner, content } = application.client.open(record);
      stream.arrived(inner, content);
      return;
    }
    if (handshake.open(record).type !== HANDSHAKE) {
      socket.end();
      return;
    }
    stream = new ProtectedStream(socket, application.server);
    http.emit('connection', stream);
  });
}
