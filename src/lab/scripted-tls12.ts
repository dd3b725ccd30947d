import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import type { Socket } from 'node:net';
import { cipherSuite, type OlderSuite } from '../tls/cipher-suites.js';
import { EC_POINT_FORMATS, EXTENDED_MASTER_SECRET, RENEGOTIATION_INFO } from '../tls/extension-types.js';
import type { Extension } from '../tls/extensions.js';
import { group } from '../tls/groups.js';
import { type KeyShares, makeKeyShares } from '../tls/key-share.js';
import { ALERT, APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE, writeRecords } from '../tls/record.js';
import {
  acknowledgedNameExtension,
  writeCertificate12,
  writeEcdhParams,
  writeFinished,
  writeServerHello,
  writeServerHelloDone,
  writeServerKeyExchange,
} from '../tls/server-messages.js';
import { TLS12 } from '../tls/versions.js';
import { write } from '../tls/writer.js';
import { freshRandom } from './ambient.js';
import { ProtectedStream, type Protection, readRecords } from './protected-stream.js';
import type { ScriptedFlight } from './scripted-flight.js';
import { chooseScheme, signHandshake } from './sign-handshake.js';

/** The flight of a TLS 1.2 server with ECDHE (RFC 5246 §7.3, RFC 8422), then HTTP over AES-GCM. False: nothing in common. */
export function serveTls12(socket: Socket, flight: ScriptedFlight): boolean {
  const { offer, privateKey, certificateList, acknowledged } = flight;
  const { hello } = offer;
  const authentication = privateKey.asymmetricKeyType === 'rsa' ? 'rsa' : 'ecdsa';
  const suite = hello.cipherSuites.map(cipherSuite).find((each): each is OlderSuite => isUsable(each, authentication));
  const shared = hello.supportedGroups.find((code) => group(code) !== null);
  const scheme = chooseScheme(hello.signatureSchemes, privateKey, 'TLSv1.2');
  if (suite === undefined || shared === undefined || scheme === null || scheme.code === null) return false;

  const random = freshRandom(32);
  const extended = hello.extensions.some(({ type }) => type === EXTENDED_MASTER_SECRET);
  const keyShares = makeKeyShares();
  const parameters = writeEcdhParams(shared, keyShares.publicKey(shared));
  const signature = signHandshake(scheme, privateKey, Buffer.concat([hello.random, random, parameters]));
  const messages = [
    writeServerHello({
      random,
      sessionId: new Uint8Array(),
      cipherSuite: suite.code,
      extensions: tls12Extensions(acknowledged, extended),
    }),
    writeCertificate12(certificateList),
    writeServerKeyExchange(parameters, scheme.code, signature),
    writeServerHelloDone(),
  ];
  socket.write(writeRecords(HANDSHAKE, TLS12, Buffer.concat(messages)));
  finish(socket, flight, {
    suite,
    keyShares,
    group: shared,
    extended,
    clientRandom: hello.random,
    serverRandom: random,
    transcript: [offer.message, ...messages],
  });
  return true;
}

/** What a current server of TLS 1.2 answers (RFC 5746, RFC 7627, RFC 8422 §5.2), and the acknowledgement of RFC 6066 §3. */
function tls12Extensions(acknowledged: boolean, extendedMasterSecret: boolean): readonly Extension[] {
  return [
    { type: RENEGOTIATION_INFO, body: Uint8Array.of(0) },
    ...(acknowledged ? [acknowledgedNameExtension()] : []),
    { type: EC_POINT_FORMATS, body: Uint8Array.of(1, 0) },
    ...(extendedMasterSecret ? [{ type: EXTENDED_MASTER_SECRET, body: new Uint8Array() }] : []),
  ];
}

function isUsable(suite: ReturnType<typeof cipherSuite>, authentication: 'rsa' | 'ecdsa'): boolean {
  return (
    suite !== null &&
    suite.keyExchange === 'ecdhe' &&
    suite.authentication === authentication &&
    /_AES_(128_GCM_SHA256|256_GCM_SHA384)$/.test(suite.name)
  );
}

interface HandshakeState {
  readonly suite: OlderSuite;
  readonly keyShares: KeyShares;
  readonly group: number;
  readonly extended: boolean;
  readonly clientRandom: Uint8Array;
  readonly serverRandom: Uint8Array;
  readonly transcript: readonly Uint8Array[];
}

interface Keys {
  readonly client: GcmProtection;
  readonly server: GcmProtection;
  readonly master: Uint8Array;
  readonly hash: string;
}

/** ClientKeyExchange, ChangeCipherSpec and Finished (not verified: the lab has nothing to protect), then our own, then HTTP. */
function finish(socket: Socket, { http }: ScriptedFlight, state: HandshakeState): void {
  let keyExchange: Uint8Array | null = null;
  let keys: Keys | null = null;
  let stream: ProtectedStream | null = null;
  readRecords(socket, (type, _header, fragment) => {
    if (stream !== null && keys !== null) {
      stream.arrived(type, keys.client.open(type, fragment));
    } else if (keys !== null && type === HANDSHAKE) {
      const transcript = [...state.transcript, ...(keyExchange === null ? [] : [keyExchange])];
      const clientFinished = keys.client.open(type, fragment);
      const digest = createHash(keys.hash)
        .update(Buffer.concat([...transcript, clientFinished]))
        .digest();
      const verifyData = prf(keys.hash, keys.master, 'server finished', digest, 12);
      socket.write(writeRecords(CHANGE_CIPHER_SPEC, TLS12, Uint8Array.of(1)));
      socket.write(keys.server.seal(HANDSHAKE, writeFinished(verifyData)));
      stream = new ProtectedStream(socket, keys.server);
      http.emit('connection', stream);
    } else if (type === HANDSHAKE && keyExchange === null) {
      keyExchange = Uint8Array.from(fragment);
    } else if (type === CHANGE_CIPHER_SPEC && keyExchange !== null) {
      keys = deriveKeys(state, keyExchange);
    } else if (type === ALERT) {
      socket.end();
    } else {
      throw new Error(type === APPLICATION_DATA ? 'application data too early' : 'unexpected record');
    }
  });
}

const MESSAGE_HEADER = 4;
const RANDOMS_AND_MASTER = 48;

/** RFC 5246 §6.3, §8.1; RFC 7627 §4. */
function deriveKeys(state: HandshakeState, keyExchange: Uint8Array): Keys {
  const hash = state.suite.name.endsWith('SHA384') ? 'sha384' : 'sha256';
  const keyBytes = hash === 'sha384' ? 32 : 16;
  const premaster = state.keyShares.agree(state.group, keyExchange.subarray(MESSAGE_HEADER + 1));
  const seed = state.extended
    ? createHash(hash)
        .update(Buffer.concat([...state.transcript, keyExchange]))
        .digest()
    : Buffer.concat([state.clientRandom, state.serverRandom]);
  const label = state.extended ? 'extended master secret' : 'master secret';
  const master = prf(hash, premaster, label, seed, RANDOMS_AND_MASTER);
  const randoms = Buffer.concat([state.serverRandom, state.clientRandom]);
  const block = prf(hash, master, 'key expansion', randoms, 2 * keyBytes + 2 * SALT_BYTES);
  const salts = block.subarray(2 * keyBytes);
  return {
    client: new GcmProtection(block.subarray(0, keyBytes), salts.subarray(0, SALT_BYTES)),
    server: new GcmProtection(block.subarray(keyBytes, 2 * keyBytes), salts.subarray(SALT_BYTES, 2 * SALT_BYTES)),
    master,
    hash,
  };
}

/** P_hash (RFC 5246 §5). */
function prf(hash: string, secret: Uint8Array, label: string, seed: Uint8Array, length: number): Uint8Array {
  const labelled = Buffer.concat([Buffer.from(label, 'latin1'), seed]);
  const hmac = (content: Uint8Array): Uint8Array => createHmac(hash, secret).update(content).digest();
  const output: Uint8Array[] = [];
  let a: Uint8Array = labelled;
  for (let made = 0; made < length; made += output.at(-1)?.length ?? length) {
    a = hmac(a);
    output.push(hmac(Buffer.concat([a, labelled])));
  }
  return Buffer.concat(output).subarray(0, length);
}

const SALT_BYTES = 4;
const EXPLICIT_BYTES = 8;
const TAG_BYTES = 16;

/** AES-GCM records of TLS 1.2 (RFC 5288 §3). */
class GcmProtection implements Protection {
  readonly #key: Uint8Array;
  readonly #salt: Uint8Array;
  #sequence = 0n;

  constructor(key: Uint8Array, salt: Uint8Array) {
    this.#key = key;
    this.#salt = salt;
  }

  seal(type: number, content: Uint8Array): Uint8Array {
    const explicit = this.#nextSequence();
    const cipher = createCipheriv(this.#algorithm(), this.#key, Buffer.concat([this.#salt, explicit]));
    cipher.setAAD(additionalData(explicit, type, content.length));
    const sealed = Buffer.concat([explicit, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    return write((w) =>
      w
        .u8(type)
        .u16(TLS12)
        .vector(2, () => w.bytes(sealed)),
    );
  }

  open(type: number, fragment: Uint8Array): Uint8Array {
    const sequence = this.#nextSequence();
    const explicit = fragment.subarray(0, EXPLICIT_BYTES);
    const text = fragment.subarray(EXPLICIT_BYTES, fragment.length - TAG_BYTES);
    const decipher = createDecipheriv(this.#algorithm(), this.#key, Buffer.concat([this.#salt, explicit]));
    decipher.setAAD(additionalData(sequence, type, text.length));
    decipher.setAuthTag(fragment.subarray(fragment.length - TAG_BYTES));
    return Buffer.concat([decipher.update(text), decipher.final()]);
  }

  #algorithm(): 'aes-128-gcm' | 'aes-256-gcm' {
    return this.#key.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm';
  }

  #nextSequence(): Uint8Array {
    const bytes = Buffer.alloc(EXPLICIT_BYTES);
    bytes.writeBigUInt64BE(this.#sequence);
    this.#sequence += 1n;
    return bytes;
  }
}

function additionalData(sequence: Uint8Array, type: number, length: number): Uint8Array {
  return write((w) => w.bytes(sequence).u8(type).u16(TLS12).u16(length));
}
