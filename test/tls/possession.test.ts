/** Signature by signature, key by key; and the certificates whose keys are not looked at (facts/hostile.md rows 47 to 61). */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createIssuer, type Issuer } from '../../src/lab/issue.js';
import { leafKey } from '../../src/tls/leaf-key.js';
import { judgePossession } from '../../src/tls/possession.js';
import { writeServerKeyExchange } from '../../src/tls/server-messages.js';
import { signatureScheme } from '../../src/tls/signature-schemes.js';
import { hex } from '../support/bytes.js';
import { certificate, oid, seq, tlv } from '../support/der.js';
import { exchange, TLS12_ONLY } from '../support/handshake.js';
import { flight12, flight13, type Identity, messages12, plain } from '../support/scripted-server.js';

let issuer: Issuer;
let ecdsa: Identity;
let rsa: Identity;

const rsaPssKey = (): KeyObject =>
  generateKeyPairSync('rsa-pss', { modulusLength: 2048, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256' })
    .privateKey;

const issue = (privateKey?: KeyObject): Identity =>
  issuer.issue({ dnsNames: ['a.example'], ...(privateKey === undefined ? {} : { privateKey }) });

beforeAll(async () => {
  issuer = await createIssuer({ commonName: 'Root' });
  ecdsa = issue();
  rsa = issuer.issue({ dnsNames: ['a.example'], keyType: 'rsa' });
});

const inTls13 = (identity: Identity, scheme: number) => exchange((sent) => flight13(sent, identity, { scheme }));
const inTls12 = (identity: Identity, scheme: number) =>
  exchange((sent) => flight12(sent, identity, { scheme, suite: identity === rsa ? 0xc02f : 0xc02b }));

describe('signatures', () => {
  it.each([0x0804, 0x0805, 0x0806])('RSA, scheme %i, both versions', (scheme) => {
    expect(inTls13(rsa, scheme)).toMatchObject({
      possession: 'proved',
      signatureScheme: signatureScheme(scheme)?.name,
    });
    expect(inTls12(rsa, scheme)).toMatchObject({ possession: 'proved' });
  });

  it.each([0x0401, 0x0501, 0x0601, 0x0201])('RSA PKCS#1, scheme %i, only before TLS 1.3', (scheme) => {
    expect(inTls12(rsa, scheme)).toMatchObject({
      possession: 'proved',
      signatureScheme: signatureScheme(scheme)?.name,
    });
    expect(inTls13(rsa, scheme)).toMatchObject({
      outcome: 'misbehaved',
      reason: 'signature-scheme-not-allowed',
      possession: 'unchecked',
      certificateList: { length: 1 },
    });
  });

  it.each([
    ['P-256', 0x0403],
    ['P-384', 0x0503],
    ['P-521', 0x0603],
  ] as const)('ECDSA over %s', (namedCurve, scheme) => {
    const identity = issue(generateKeyPairSync('ec', { namedCurve }).privateKey);
    for (const result of [inTls13(identity, scheme), inTls12(identity, scheme)]) {
      expect(result).toMatchObject({ outcome: 'served', possession: 'proved' });
    }
  });

  it('ECDSA with another curve than the scheme names: fine in TLS 1.2, none of TLS 1.3', () => {
    expect(inTls12(ecdsa, 0x0503)).toMatchObject({ possession: 'proved' });
    expect(inTls12(ecdsa, 0x0203)).toMatchObject({ possession: 'proved', signatureScheme: 'ecdsa_sha1' });
    expect(inTls13(ecdsa, 0x0503)).toMatchObject({
      outcome: 'served',
      possession: 'failed',
      possessionReason: 'scheme-does-not-fit-key',
    });
  });

  it('Ed25519', () => {
    const identity = issue(generateKeyPairSync('ed25519').privateKey);
    for (const result of [inTls13(identity, 0x0807), inTls12(identity, 0x0807)]) {
      expect(result).toMatchObject({ possession: 'proved', signatureScheme: 'ed25519' });
    }
  });

  it('RSASSA-PSS keys', () => {
    const identity = issue(rsaPssKey());
    for (const result of [inTls13(identity, 0x0809), inTls12(identity, 0x0809)]) {
      expect(result).toMatchObject({ possession: 'proved', signatureScheme: 'rsa_pss_pss_sha256' });
    }
    expect(inTls13(rsa, 0x0809)).toMatchObject({ possession: 'failed', possessionReason: 'scheme-does-not-fit-key' });
  });

  it('a scheme that was not offered says nothing against the key', () => {
    const identity = issue(generateKeyPairSync('ed448').privateKey);
    for (const result of [inTls13(identity, 0x0808), inTls12(identity, 0x0808)]) {
      expect(result).toMatchObject({
        outcome: 'misbehaved',
        reason: 'signature-scheme-not-offered',
        detail: { signatureScheme: 'ed448' },
        possession: 'unchecked',
        certificateList: { length: 1 },
      });
    }
  });
});

describe('signatures that prove nothing', () => {
  it('by another key of the same kind', () => {
    const other: Identity = { privateKey: issue().privateKey, certificateList: ecdsa.certificateList };
    for (const result of [inTls13(other, 0x0403), inTls12(other, 0x0403)]) {
      expect(result).toMatchObject({
        outcome: 'served',
        stage: 'possession',
        possession: 'failed',
        possessionReason: 'signature-does-not-verify',
      });
    }
  });

  it('by a key of another kind', () => {
    const other: Identity = { privateKey: rsa.privateKey, certificateList: ecdsa.certificateList };
    expect(inTls13(other, 0x0804)).toMatchObject({
      outcome: 'served',
      possession: 'failed',
      possessionReason: 'scheme-does-not-fit-key',
    });
  });

  it('over something else, or no signature at all', () => {
    const signed = (content: Uint8Array) => content.with(0, 1 ^ (content[0] ?? 0));
    const results = [
      exchange((sent) => flight13(sent, ecdsa, { scheme: 0x0403, signed })),
      exchange((sent) => flight12(sent, rsa, { scheme: 0x0401, signed })),
      exchange((sent) => {
        const { serverHello, certificate: list, serverKeyExchange } = messages12(sent, ecdsa, { scheme: 0x0403 });
        const params = serverKeyExchange.subarray(4, 40);
        return plain(serverHello, list, writeServerKeyExchange(params, 0x0403, hex('')));
      }),
    ];
    for (const result of results) {
      expect(result).toMatchObject({
        outcome: 'served',
        possession: 'failed',
        possessionReason: 'signature-does-not-verify',
      });
    }
  });

  it('that are malformed: false, and never a throw of OpenSSL’s', () => {
    const garbage = [
      '',
      '30',
      '3006020100020100',
      '30060201000201',
      '3006020180020180',
      'ff'.repeat(256),
      '07'.repeat(20_000),
    ];
    const keys = [ecdsa, rsa, issue(generateKeyPairSync('ed25519').privateKey), issue(rsaPssKey())] as const;
    const codes = [0x0403, 0x0804, 0x0807, 0x0809];
    for (const [index, { certificateList }] of keys.entries()) {
      for (const signature of garbage) {
        expect(
          judgePossession(leafKey(certificateList[0] ?? hex('')), {
            scheme: signatureScheme(codes[index] ?? 0),
            schemeName: null,
            offered: true,
            tls13: false,
            content: hex('00'),
            signature: hex(signature),
          }),
        ).toEqual({ possession: 'failed', reason: 'signature-does-not-verify' });
      }
    }
  });

  it('by a hash that the key itself forbids', () => {
    const bound = generateKeyPairSync('rsa-pss', {
      modulusLength: 2048,
      hashAlgorithm: 'sha384',
      mgf1HashAlgorithm: 'sha384',
    }).privateKey;
    const free = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey;
    const other: Identity = { privateKey: free, certificateList: issue(bound).certificateList };
    expect(inTls13(other, 0x0809)).toMatchObject({
      possession: 'failed',
      possessionReason: 'signature-does-not-verify',
    });
  });

  it('61: a recorded flight of TLS 1.2, played to another hello', () => {
    let recorded = new Uint8Array();
    const original = exchange(
      (sent) => {
        recorded = Uint8Array.from(flight12(sent, rsa, { scheme: 0x0804 }));
        return recorded;
      },
      { hello: TLS12_ONLY },
    );
    expect(original).toMatchObject({ possession: 'proved' });
    expect(exchange(() => recorded, { hello: TLS12_ONLY, random: new Uint8Array(32).fill(1) })).toMatchObject({
      outcome: 'served',
      possession: 'failed',
      possessionReason: 'signature-does-not-verify',
    });
  });

  it('61: of TLS 1.3 it does not even open', () => {
    let recorded = new Uint8Array();
    exchange((sent) => {
      recorded = Uint8Array.from(flight13(sent, ecdsa, { scheme: 0x0403 }));
      return recorded;
    });
    expect(exchange(() => recorded, { random: new Uint8Array(32).fill(1) })).toMatchObject({
      outcome: 'misbehaved',
      reason: 'bad-record-mac',
    });
  });
});

describe('schemes that this machine does not do', () => {
  it('are no word against the key: where SHA-1 is forbidden, OpenSSL throws the same', () => {
    const { certificateList } = issue(generateKeyPairSync('ed25519').privateKey);
    const scheme = signatureScheme(0x0807);
    if (scheme === null) throw new Error('no Ed25519');
    expect(
      judgePossession(leafKey(certificateList[0] ?? hex('')), {
        // OpenSSL: "invalid digest", as for SHA-1 under RHEL 9's policy.
        scheme: { ...scheme, hash: 'sha1' },
        schemeName: scheme.name,
        offered: true,
        tls13: true,
        content: hex('00'),
        signature: new Uint8Array(64),
      }),
    ).toEqual({ possession: 'unchecked', reason: 'signature-scheme-unusable' });
  });
});

describe('keys that are not looked at', () => {
  const spki = (algorithm: Uint8Array, key: Uint8Array) => seq(algorithm, tlv(0x03, [0], key));
  const integer = (bytes: Uint8Array) => tlv(0x02, bytes);

  it.each<[string, string, () => Uint8Array]>([
    ['47: garbage', 'certificate-unreadable', () => hex('deadbeef')],
    ['47: something in front', 'certificate-unreadable', () => hex('0400')],
    [
      '51: RSA of 16,384 bits',
      'key-too-large',
      () =>
        certificate({
          spki: spki(
            seq(oid('1.2.840.113549.1.1.1'), hex('0500')),
            seq(integer(Uint8Array.of(0, ...new Uint8Array(2048).fill(0xff))), integer(hex('010001'))),
          ),
        }),
    ],
    [
      '52: explicit curve parameters',
      'unsupported-curve',
      () =>
        certificate({
          spki: spki(
            seq(
              oid('1.2.840.10045.2.1'),
              seq(integer(hex('01')), seq(oid('1.2.840.10045.1.1'), integer(new Uint8Array(32).fill(0x7f)))),
            ),
            hex('04'),
          ),
        }),
    ],
    [
      'another curve',
      'unsupported-curve',
      () => certificate({ spki: spki(seq(oid('1.2.840.10045.2.1'), oid('1.3.132.0.10')), hex('04')) }),
    ],
    [
      '59: ML-DSA-44, by its OID',
      '2.16.840.1.101.3.4.3.17',
      () => certificate({ spki: spki(seq(oid('2.16.840.1.101.3.4.3.17')), new Uint8Array(1312)) }),
    ],
    [
      'an RSA key that OpenSSL does not take',
      'key-unusable',
      () => certificate({ spki: spki(seq(oid('1.2.840.113549.1.1.1'), hex('0500')), seq(integer(hex('05')))) }),
    ],
    [
      'a point that is not on its curve',
      'key-unusable',
      () =>
        certificate({
          spki: spki(seq(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')), new Uint8Array(65).fill(4)),
        }),
    ],
  ])('%s', (_, reason, der) => {
    const key = reason === 'key-unusable' && /RSA/.test(_) ? rsa : ecdsa;
    const identity: Identity = { privateKey: key.privateKey, certificateList: [der()] };
    const [scheme13, scheme12] = key === rsa ? [0x0804, 0x0401] : [0x0403, 0x0403];
    for (const result of [inTls13(identity, scheme13), inTls12(identity, scheme12)]) {
      expect(result).toMatchObject({
        outcome: 'served',
        possession: 'unchecked',
        possessionReason: reason,
        certificateList: [der()],
      });
    }
  });
});
