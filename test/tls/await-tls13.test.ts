import { beforeAll, describe, expect, it } from 'vitest';
import { createIssuer } from '../../src/lab/issue.js';
import { signatureAlgorithmsExtension } from '../../src/tls/client-extensions.js';
import { SERVER_CERTIFICATE_TYPE } from '../../src/tls/extension-types.js';
import { SECP256R1, X25519 } from '../../src/tls/groups.js';
import { ALERT, APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE } from '../../src/tls/record.js';
import type { SentHello } from '../../src/tls/sent-hello.js';
import {
  acknowledgedNameExtension,
  message,
  stapledResponseExtension,
  writeCertificateRequest13,
} from '../../src/tls/server-messages.js';
import { chunksOf, concat, hex, sha256 } from '../support/bytes.js';
import { exchange } from '../support/handshake.js';
import { type Flight13Options, flight13, type Identity, parts13, plain } from '../support/scripted-server.js';

const ECDSA = 0x0403;
const PSS = 0x0804;

let ecdsa: Identity;
let rsa: Identity;

beforeAll(async () => {
  const issuer = await createIssuer({ commonName: 'Root' });
  ecdsa = issuer.issue({ dnsNames: ['a.example'] });
  rsa = issuer.issue({ dnsNames: ['a.example'], keyType: 'rsa' });
});

const served = (options: Partial<Flight13Options> = {}, prove = true) =>
  exchange((sent) => flight13(sent, ecdsa, { scheme: ECDSA, ...options }), { prove });

/** The flight's messages, each in a record of its own, in an order of the test's. */
const reordered = (order: (messages: readonly Uint8Array[]) => readonly (Uint8Array | undefined)[]) =>
  exchange((sent) => {
    const { serverHello, messages, protection } = parts13(sent, ecdsa, { scheme: ECDSA });
    const sealed = order(messages).map((each) => protection.seal(HANDSHAKE, each ?? hex('')));
    return concat(plain(serverHello), ...sealed);
  });

describe('a flight of TLS 1.3 (RFC 8446 §2)', () => {
  it('says what was negotiated', () => {
    const {
      certificateList,
      taken: _,
      sent: __,
      ...result
    } = served({
      encryptedExtensions: [acknowledgedNameExtension()],
      leafExtensions: [stapledResponseExtension(hex('3000'))],
      beforeCertificate: [writeCertificateRequest13([signatureAlgorithmsExtension([ECDSA])])],
    });
    expect(result).toEqual({
      outcome: 'served',
      reason: null,
      detail: { clientCertificateRequested: true },
      stage: 'possession',
      protocol: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      group: 'x25519',
      signatureScheme: 'ecdsa_secp256r1_sha256',
      serverNameAcknowledged: true,
      ocspStaple: true,
      alert: null,
      warningAlerts: [],
      possession: 'proved',
      possessionReason: null,
    });
    expect(certificateList.map(sha256)).toEqual(ecdsa.certificateList.map(sha256));
  });

  for (const suite of [0x1301, 0x1302, 0x1303]) {
    for (const group of [X25519, SECP256R1]) {
      it(`suite ${suite.toString(16)}, group ${group}`, () => {
        const result = exchange((sent) => flight13(sent, rsa, { scheme: PSS, suite, group }));
        expect(result).toMatchObject({
          outcome: 'served',
          possession: 'proved',
          signatureScheme: 'rsa_pss_rsae_sha256',
        });
      });
    }
  }

  it('without proof it stops at Certificate', () => {
    expect(served({}, false)).toMatchObject({
      outcome: 'served',
      stage: 'certificate',
      possession: 'unchecked',
      possessionReason: 'not-asked',
      ocspStaple: false,
      signatureScheme: null,
    });
  });

  it('padding is taken off, messages may share records and be spread over them', () => {
    const pack = (cut: number, padding: number) => (sent: SentHello) => {
      const { serverHello, messages, protection } = parts13(sent, ecdsa, { scheme: ECDSA });
      const sealed = [...chunksOf(concat(...messages), cut)].map((part) => protection.seal(HANDSHAKE, part, padding));
      return concat(plain(serverHello), ...sealed);
    };
    for (const [cut, padding] of [
      [16_000, 0],
      [16_000, 300],
      [1, 0],
      [7, 13],
    ] as const) {
      expect(exchange(pack(cut, padding))).toMatchObject({ outcome: 'served', possession: 'proved' });
    }
  });
});

describe('a flight that breaks rules', () => {
  it.each<[string, string, (m: readonly Uint8Array[]) => readonly (Uint8Array | undefined)[]]>([
    ['no EncryptedExtensions', 'Certificate', ([, certificate]) => [certificate]],
    ['EncryptedExtensions twice', 'EncryptedExtensions', ([extensions]) => [extensions, extensions]],
    ['Certificate twice', 'Certificate', ([extensions, certificate]) => [extensions, certificate, certificate]],
    ['CertificateVerify first', 'CertificateVerify', ([extensions, , verify]) => [extensions, verify]],
    ['Finished instead', 'Finished', ([extensions]) => [extensions, message(20, (w) => w.bytes(new Uint8Array(32)))]],
    ['NewSessionTicket early', 'NewSessionTicket', ([extensions]) => [extensions, message(4, (w) => w.u16(0))]],
    [
      'KeyUpdate early',
      'message 24',
      ([extensions, certificate]) => [extensions, certificate, message(24, (w) => w.u8(0))],
    ],
    ['CompressedCertificate', 'message 25', ([extensions]) => [extensions, message(25, (w) => w.u16(2))]],
    ['HelloRequest', 'HelloRequest', ([extensions]) => [extensions, message(0, () => {})]],
    [
      'CertificateRequest behind Certificate',
      'CertificateRequest',
      ([extensions, certificate]) => [extensions, certificate, writeCertificateRequest13([])],
    ],
    [
      'CertificateRequest twice',
      'CertificateRequest',
      ([extensions]) => [extensions, writeCertificateRequest13([]), writeCertificateRequest13([])],
    ],
  ])('%s', (_, name, order) => {
    expect(reordered(order)).toMatchObject({
      outcome: 'misbehaved',
      reason: 'unexpected-message',
      detail: { message: name },
    });
  });

  it('raw public keys (RFC 7250)', () => {
    const result = served({ encryptedExtensions: [{ type: SERVER_CERTIFICATE_TYPE, body: hex('02') }] });
    // It is blamed for the extension first: nobody asked for it.
    expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'extension-not-offered', certificateList: [] });
  });

  it.each([
    ['EncryptedExtensions/extensions', 0, '08 000003 000200'],
    ['EncryptedExtensions', 0, '08 000003 0000 00'],
    ['Certificate/certificate_request_context', 1, '0b 000005 01 00 000000'],
    ['CertificateVerify/signature', 2, '0f 000005 0403 0005 00'],
    ['CertificateVerify', 2, '0f 000006 0403 0001 00 00'],
  ])('malformed at %s', (path, index, bytes) => {
    const result = reordered((messages) => messages.map((each, i) => (i === index ? hex(bytes) : each)));
    expect(result).toMatchObject({ outcome: 'malformed', reason: path });
  });

  it('one extension twice', () => {
    const twice = [acknowledgedNameExtension(), acknowledgedNameExtension()];
    expect(served({ encryptedExtensions: twice })).toMatchObject({
      outcome: 'misbehaved',
      reason: 'duplicate-extension',
      detail: { message: 'EncryptedExtensions', extension: 'server_name' },
    });
  });

  it('a staple that is none', () => {
    const result = served({ leafExtensions: [{ type: 5, body: hex('02 000001 00') }] });
    expect(result).toMatchObject({
      outcome: 'malformed',
      reason: 'Certificate/certificate_list/extensions/status_request/status_type',
      certificateList: { length: 1 },
    });
  });

  it.each([
    ['unexpected-content-type', APPLICATION_DATA, '00'],
    ['protected-change-cipher-spec', CHANGE_CIPHER_SPEC, '01'],
    ['no-inner-content-type', 0, ''],
  ])('%s inside a record', (reason, type, content) => {
    const result = exchange((sent) => {
      const { serverHello, protection } = parts13(sent, ecdsa, { scheme: ECDSA });
      return concat(plain(serverHello), protection.seal(type, hex(content)));
    });
    expect(result).toMatchObject({ outcome: 'misbehaved', reason, stage: 'server-hello' });
  });

  it('a protected alert ends it', () => {
    const result = exchange((sent) => {
      const { serverHello, messages, protection } = parts13(sent, ecdsa, { scheme: ECDSA });
      const [extensions = hex('')] = messages;
      return concat(plain(serverHello), protection.seal(HANDSHAKE, extensions), protection.seal(ALERT, hex('0270')));
    });
    expect(result).toMatchObject({ outcome: 'refused', reason: 'unrecognized_name', stage: 'encrypted-extensions' });
  });

  it('records that are replayed, reordered or changed do not open', () => {
    const tampered = (change: (records: readonly Uint8Array[]) => readonly Uint8Array[]) =>
      exchange((sent) => {
        const { serverHello, messages, protection } = parts13(sent, ecdsa, { scheme: ECDSA });
        return concat(plain(serverHello), ...change(messages.map((each) => protection.seal(HANDSHAKE, each))));
      });
    const [first, swap, flip] = [
      tampered(([one = hex('')]) => [one, one]),
      tampered(([one = hex(''), two = hex('')]) => [two, one]),
      tampered(([one = hex('')]) => [one.with(7, (one[7] ?? 0) ^ 1)]),
    ];
    for (const result of [first, swap, flip]) {
      expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'bad-record-mac' });
    }
  });
});
