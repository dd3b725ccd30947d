import { createDiffieHellmanGroup } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createIssuer } from '../../src/lab/issue.js';
import { SECP256R1, SECP384R1, SECP521R1, X25519 } from '../../src/tls/groups.js';
import type { SentHello } from '../../src/tls/sent-hello.js';
import {
  message,
  writeCertificateRequest12,
  writeCertificateStatus,
  writeDhParams,
  writeEcdhParams,
  writeServerHelloDone,
  writeServerKeyExchange,
} from '../../src/tls/server-messages.js';
import { signatureScheme } from '../../src/tls/signature-schemes.js';
import { TLS10 } from '../../src/tls/versions.js';
import { concat, hex, sha256 } from '../support/bytes.js';
import { exchange, TLS12_ONLY } from '../support/handshake.js';
import {
  flight12,
  type Identity,
  type Messages12,
  messages12,
  plain,
  SERVER_RANDOM,
  signWith,
} from '../support/scripted-server.js';

const ECDSA = 0x0403;
const PKCS1 = 0x0401;

let ecdsa: Identity;
let rsa: Identity;

beforeAll(async () => {
  const issuer = await createIssuer({ commonName: 'Root' });
  ecdsa = issuer.issue({ dnsNames: ['a.example'] });
  rsa = issuer.issue({ dnsNames: ['a.example'], keyType: 'rsa' });
});

/** A flight with its messages put together by the test. */
const played = (compose: (messages: Messages12, sent: SentHello) => readonly Uint8Array[], prove = true) =>
  exchange((sent) => plain(...compose(messages12(sent, ecdsa, { scheme: ECDSA }), sent)), { hello: TLS12_ONLY, prove });

describe('a flight of TLS 1.2 (RFC 5246 §7.3)', () => {
  it('says what was negotiated', () => {
    const {
      certificateList,
      taken: _,
      sent: __,
      ...result
    } = exchange((sent) => flight12(sent, ecdsa, { scheme: ECDSA, extensions: [{ type: 0, body: hex('') }] }));
    expect(result).toEqual({
      outcome: 'served',
      reason: null,
      detail: {},
      stage: 'possession',
      protocol: 'TLSv1.2',
      cipherSuite: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      group: 'x25519',
      signatureScheme: 'ecdsa_secp256r1_sha256',
      serverNameAcknowledged: true,
      ocspStaple: false,
      alert: null,
      warningAlerts: [],
      possession: 'proved',
      possessionReason: null,
    });
    expect(certificateList.map(sha256)).toEqual(ecdsa.certificateList.map(sha256));
  });

  it.each([X25519, SECP256R1, SECP384R1, SECP521R1])('group %i', (group) => {
    expect(exchange((sent) => flight12(sent, rsa, { scheme: PKCS1, group }))).toMatchObject({
      outcome: 'served',
      possession: 'proved',
      signatureScheme: 'rsa_pkcs1_sha256',
    });
  });

  it('CertificateStatus (RFC 6066 §8) and CertificateRequest are noted', () => {
    const result = played((m) => [
      m.serverHello,
      m.certificate,
      writeCertificateStatus(hex('30 00')),
      m.serverKeyExchange,
      writeCertificateRequest12([ECDSA]),
      m.serverHelloDone,
    ]);
    expect(result).toMatchObject({
      outcome: 'served',
      possession: 'proved',
      ocspStaple: true,
      detail: { clientCertificateRequested: true },
    });
  });

  it('without proof it stops at Certificate', () => {
    const result = played((m) => [m.serverHello, m.certificate], false);
    expect(result).toMatchObject({
      outcome: 'served',
      stage: 'certificate',
      possession: 'unchecked',
      possessionReason: 'not-asked',
      ocspStaple: null,
      group: null,
    });
  });

  it('is served once possession is decided, also when nothing follows', () => {
    const result = played((m) => [m.serverHello, m.certificate, m.serverKeyExchange]);
    expect(result).toMatchObject({ outcome: 'served', possession: 'proved', stage: 'possession' });
  });

  it('HelloRequests in between are passed over', () => {
    const request = message(0, () => {});
    const result = played((m) => Object.values(m).flatMap((each) => [each, request]));
    expect(result).toMatchObject({ outcome: 'served', possession: 'proved' });
  });

  it('DHE: the group is named by its size', () => {
    const group = createDiffieHellmanGroup('modp14');
    const result = exchange((sent) => {
      const m = messages12(sent, rsa, { scheme: PKCS1, suite: 0x009e });
      const params = writeDhParams(group.getPrime(), group.getGenerator(), group.generateKeys());
      const scheme = signatureScheme(PKCS1);
      if (scheme === null) throw new Error('no scheme');
      const signature = signWith(scheme, rsa.privateKey, concat(sent.hello.random, SERVER_RANDOM, params));
      return plain(m.serverHello, m.certificate, writeServerKeyExchange(params, PKCS1, signature), m.serverHelloDone);
    });
    expect(result).toMatchObject({ outcome: 'served', possession: 'proved', group: 'dh-2048' });
  });

  it('RSA key exchange: nothing is signed', () => {
    const result = exchange((sent) => {
      const m = messages12(sent, rsa, { scheme: PKCS1, suite: 0x002f });
      return plain(m.serverHello, m.certificate, writeCertificateStatus(hex('00')), m.serverHelloDone);
    });
    expect(result).toMatchObject({
      outcome: 'served',
      stage: 'certificate',
      possession: 'unchecked',
      possessionReason: 'rsa-key-exchange',
      group: null,
      signatureScheme: null,
      ocspStaple: true,
    });
  });
});

describe('a flight that breaks rules', () => {
  it.each<[string, string, (m: Messages12) => readonly Uint8Array[]]>([
    ['a second Certificate', 'Certificate', (m) => [m.serverHello, m.certificate, m.certificate]],
    ['no Certificate', 'ServerKeyExchange', (m) => [m.serverHello, m.serverKeyExchange]],
    ['no ServerKeyExchange', 'ServerHelloDone', (m) => [m.serverHello, m.certificate, m.serverHelloDone]],
    ['two ServerHellos', 'ServerHello', (m) => [m.serverHello, m.serverHello]],
    [
      'two CertificateStatus',
      'CertificateStatus',
      (m) => [m.serverHello, m.certificate, writeCertificateStatus(hex('00')), writeCertificateStatus(hex('00'))],
    ],
  ])('%s', (_, name, compose) => {
    expect(played(compose)).toMatchObject({
      outcome: 'misbehaved',
      reason: 'unexpected-message',
      detail: { message: name },
    });
  });

  it('a group that was not offered, an explicit curve, a point of the wrong length', () => {
    const exchanged = (params: Uint8Array) =>
      played((m) => [m.serverHello, m.certificate, writeServerKeyExchange(params, ECDSA, hex('00'))]);
    const point = new Uint8Array(32).fill(9);
    expect(exchanged(writeEcdhParams(0x001e, point))).toMatchObject({
      outcome: 'misbehaved',
      reason: 'group-not-offered',
      detail: { group: 'x448' },
    });
    expect(exchanged(concat(hex('01'), new Uint8Array(40)))).toMatchObject({
      outcome: 'incompatible',
      reason: 'explicit-curve',
    });
    expect(exchanged(writeEcdhParams(X25519, point.subarray(1)))).toMatchObject({
      outcome: 'misbehaved',
      reason: 'bad-point',
    });
    expect(exchanged(writeEcdhParams(X25519, new Uint8Array(32)))).toMatchObject({
      outcome: 'misbehaved',
      reason: 'all-zero-shared-secret',
    });
    expect(exchanged(writeEcdhParams(SECP256R1, concat(hex('04'), new Uint8Array(64).fill(1))))).toMatchObject({
      outcome: 'misbehaved',
      reason: 'bad-point',
      certificateList: { length: 1 },
    });
  });

  it.each([
    ['ServerKeyExchange/namedcurve', '03 00'],
    ['ServerKeyExchange/point', '03 001d 20 00'],
    ['ServerKeyExchange/algorithm', '03 001d 01 09'],
    ['ServerKeyExchange/signature', '03 001d 01 09 0403 0002 00'],
    ['ServerKeyExchange', '03 001d 01 09 0403 0001 00 00'],
  ])('malformed at %s', (path, body) => {
    const result = played((m) => [m.serverHello, m.certificate, message(12, (w) => w.bytes(hex(body)))]);
    expect(result).toMatchObject({
      outcome: 'malformed',
      reason: path,
      stage: 'certificate',
      certificateList: { length: 1 },
    });
  });

  it('a malformed message behind the proof changes nothing', () => {
    const result = played((m) => [
      m.serverHello,
      m.certificate,
      m.serverKeyExchange,
      message(13, (w) => w.u8(9)),
      writeServerHelloDone(),
    ]);
    expect(result).toMatchObject({ outcome: 'served', possession: 'proved' });
  });
});

describe('before TLS 1.2', () => {
  it('CertificateRequest has no signature algorithms (RFC 4346 §7.4.4)', () => {
    const result = exchange((sent) => {
      const m = messages12(sent, rsa, { version: TLS10, scheme: PKCS1, suite: 0xc013 });
      return plain(
        m.serverHello,
        m.certificate,
        m.serverKeyExchange,
        writeCertificateRequest12(null),
        m.serverHelloDone,
      );
    });
    expect(result).toMatchObject({
      outcome: 'served',
      protocol: 'TLSv1',
      possession: 'proved',
      detail: { clientCertificateRequested: true },
    });
  });
});
