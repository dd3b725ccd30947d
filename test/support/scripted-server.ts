/**
 * A TLS server by hand: flights that are lawful unless a test changes a message. It answers the bytes of a hello and does
 * no I/O.
 */
import { constants, type KeyObject, sign } from 'node:crypto';
import { certificateVerifyContent } from '../../src/tls/certificate-verify.js';
import { type CipherSuite, cipherSuite, type Tls13Suite } from '../../src/tls/cipher-suites.js';
import type { Extension } from '../../src/tls/extensions.js';
import { handshakeSecret, handshakeTrafficSecret, trafficKeys } from '../../src/tls/key-schedule.js';
import { makeKeyShares } from '../../src/tls/key-share.js';
import { HANDSHAKE, writeRecords } from '../../src/tls/record.js';
import { RecordProtection } from '../../src/tls/record-protection.js';
import { type SentHello, sentHello } from '../../src/tls/sent-hello.js';
import {
  selectedVersionExtension,
  serverShareExtension,
  writeCertificate12,
  writeCertificate13,
  writeCertificateVerify,
  writeEcdhParams,
  writeEncryptedExtensions,
  writeServerHello,
  writeServerHelloDone,
  writeServerKeyExchange,
} from '../../src/tls/server-messages.js';
import { type SignatureScheme, schemeBeforeTls12, signatureScheme } from '../../src/tls/signature-schemes.js';
import { Transcript } from '../../src/tls/transcript.js';
import { TLS12 } from '../../src/tls/versions.js';
import { concat } from './bytes.js';

/** A certificate list and the key of its first certificate. */
export interface Identity {
  readonly privateKey: KeyObject;
  readonly certificateList: readonly Uint8Array[];
}

export const SERVER_RANDOM = Uint8Array.from({ length: 32 }, (_, i) => 0x40 + i);

/** The hello in what a client wrote first: one record, or several, without any other type among them. */
export function helloIn(records: Uint8Array): SentHello {
  const fragments: Uint8Array[] = [];
  for (let at = 0; at < records.length; ) {
    const end = at + 5 + (((records[at + 3] ?? 0) << 8) | (records[at + 4] ?? 0));
    if (records[at] === HANDSHAKE) fragments.push(records.subarray(at + 5, end));
    at = end;
  }
  return sentHello(concat(...fragments));
}

export function signWith(scheme: SignatureScheme, key: KeyObject, content: Uint8Array): Uint8Array {
  const padding =
    scheme.padding === 'pss'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {};
  return sign(scheme.hash, content, { key, ...padding });
}

export interface Flight12Options {
  /** Defaults to TLS 1.2. */
  readonly version?: number;
  /** Defaults to ECDHE with AES-128-GCM. */
  readonly suite?: number;
  readonly group?: number;
  /** The scheme's code; ignored before TLS 1.2. */
  readonly scheme: number;
  readonly extensions?: readonly Extension[];
  readonly random?: Uint8Array;
  /** The randoms and parameters that are signed: replaced to make signatures that do not verify. */
  readonly signed?: (content: Uint8Array) => Uint8Array;
}

export interface Messages12 {
  readonly serverHello: Uint8Array;
  readonly certificate: Uint8Array;
  readonly serverKeyExchange: Uint8Array;
  readonly serverHelloDone: Uint8Array;
}

/** The messages of a flight up to TLS 1.2 with ECDHE. */
export function messages12({ hello }: SentHello, identity: Identity, options: Flight12Options): Messages12 {
  const version = options.version ?? TLS12;
  const random = options.random ?? SERVER_RANDOM;
  const group = options.group ?? 0x001d;
  const ecdsa = identity.privateKey.asymmetricKeyType === 'ec';
  const scheme =
    version === TLS12
      ? signatureScheme(options.scheme)
      : schemeBeforeTls12(identity.privateKey.asymmetricKeyType === 'ec' ? 'ecdsa' : 'rsa');
  if (scheme === null) throw new Error('no such scheme');
  const params = writeEcdhParams(group, makeKeyShares().publicKey(group));
  const content = concat(hello.random, random, params);
  const signature = signWith(scheme, identity.privateKey, options.signed?.(content) ?? content);
  return {
    serverHello: writeServerHello({
      legacyVersion: version,
      random,
      sessionId: new Uint8Array(),
      cipherSuite: options.suite ?? (ecdsa ? 0xc02b : 0xc02f),
      extensions: options.extensions ?? [],
    }),
    certificate: writeCertificate12(identity.certificateList),
    serverKeyExchange: writeServerKeyExchange(params, scheme.code, signature),
    serverHelloDone: writeServerHelloDone(),
  };
}

/** Handshake messages in as few records as they fit in. */
export function plain(...messages: readonly Uint8Array[]): Uint8Array {
  return writeRecords(HANDSHAKE, TLS12, concat(...messages));
}

/** A whole flight of TLS 1.2 in one record. */
export function flight12(sent: SentHello, identity: Identity, options: Flight12Options): Uint8Array {
  const { serverHello, certificate, serverKeyExchange, serverHelloDone } = messages12(sent, identity, options);
  return plain(serverHello, certificate, serverKeyExchange, serverHelloDone);
}

export interface Flight13Options {
  readonly suite?: number;
  readonly group?: number;
  readonly scheme: number;
  /** Instead of the one that the hello asks for. */
  readonly serverHello?: (lawful: Uint8Array) => Uint8Array;
  /** Instead of the group's public value. */
  readonly publicKey?: Uint8Array;
  readonly serverHelloExtensions?: readonly Extension[];
  readonly encryptedExtensions?: readonly Extension[];
  /** Between EncryptedExtensions and Certificate. */
  readonly beforeCertificate?: readonly Uint8Array[];
  readonly leafExtensions?: readonly Extension[];
  readonly certificate?: Uint8Array;
  readonly signed?: (content: Uint8Array) => Uint8Array;
  /** After a HelloRetryRequest. */
  readonly transcript?: Transcript;
}

export interface Parts13 {
  readonly serverHello: Uint8Array;
  /** EncryptedExtensions, what is between, Certificate, CertificateVerify. */
  readonly messages: readonly Uint8Array[];
  /** Null where no secret can be shared: then nothing can be sealed either. */
  readonly protection: RecordProtection;
}

export function tls13Suite(code: number): Tls13Suite {
  const suite: CipherSuite | null = cipherSuite(code);
  if (suite?.keyExchange !== 'tls13') throw new Error('no suite of TLS 1.3');
  return suite;
}

/** The parts of a TLS 1.3 flight; the client's share of the group has to be in the hello. */
export function parts13(sent: SentHello, identity: Identity, options: Flight13Options): Parts13 {
  const suite = tls13Suite(options.suite ?? 0x1301);
  const group = options.group ?? 0x001d;
  const share = sent.hello.keyShares.find((each) => each.group === group);
  const scheme = signatureScheme(options.scheme);
  if (share === undefined || scheme === null || scheme.code === null) throw new Error('not in the hello');
  const keyShares = makeKeyShares();
  const lawful = writeServerHello({
    random: SERVER_RANDOM,
    sessionId: sent.hello.sessionId,
    cipherSuite: suite.code,
    extensions: [
      selectedVersionExtension(),
      serverShareExtension(group, options.publicKey ?? keyShares.publicKey(group)),
      ...(options.serverHelloExtensions ?? []),
    ],
  });
  const serverHello = options.serverHello?.(lawful) ?? lawful;
  const transcript = options.transcript ?? new Transcript(suite.hash);
  transcript.add(sent.message).add(serverHello);
  const secret = handshakeSecret(suite.hash, keyShares.agree(group, share.publicKey), null);
  const traffic = handshakeTrafficSecret('server', suite.hash, secret, transcript.digest());
  const messages = [
    writeEncryptedExtensions(options.encryptedExtensions ?? []),
    ...(options.beforeCertificate ?? []),
    options.certificate ?? writeCertificate13(identity.certificateList, options.leafExtensions),
  ];
  for (const message of messages) transcript.add(message);
  const content = certificateVerifyContent(transcript.digest());
  const signature = signWith(scheme, identity.privateKey, options.signed?.(content) ?? content);
  return {
    serverHello,
    messages: [...messages, writeCertificateVerify(scheme.code, signature)],
    protection: new RecordProtection(suite.aead, trafficKeys(suite, traffic)),
  };
}

/** A whole flight of TLS 1.3: ServerHello, and one protected record a message. */
export function flight13(sent: SentHello, identity: Identity, options: Flight13Options): Uint8Array {
  const { serverHello, messages, protection } = parts13(sent, identity, options);
  return concat(plain(serverHello), ...messages.map((message) => protection.seal(HANDSHAKE, message)));
}
