/** Against node:tls, over pumped bytes: every suite, group and kind of signature; then what no server should be able to do. */
import { randomBytes } from 'node:crypto';
import { Duplex } from 'node:stream';
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createIssuer, type Issued, type Issuer } from '../../src/lab/issue.js';
import type { Hello } from '../../src/model/hello.js';
import { OUTCOMES, STAGES } from '../../src/model/observation.js';
import { ClientHandshake, type HandshakeResult } from '../../src/tls/client-handshake.js';
import { makeKeyShares } from '../../src/tls/key-share.js';
import { chunksOf, concat, sha256 } from '../support/bytes.js';
import { CONTROL, exchange, LEGACY, TLS12_ONLY } from '../support/handshake.js';
import { flight12, flight13, type Identity } from '../support/scripted-server.js';

let issuer: Issuer;
let issued: Readonly<Record<'rsa' | 'ecdsa' | 'p384' | 'p521' | 'ed25519', Issued>>;

beforeAll(async () => {
  issuer = (await createIssuer({ commonName: 'Root' })).subordinate('Intermediate');
  const issue = (keyType: 'rsa' | 'ecdsa' | 'ecdsa-p384' | 'ecdsa-p521' | 'ed25519') =>
    issuer.issue({ dnsNames: ['a.example'], keyType });
  issued = {
    rsa: issue('rsa'),
    ecdsa: issue('ecdsa'),
    p384: issue('ecdsa-p384'),
    p521: issue('ecdsa-p521'),
    ed25519: issue('ed25519'),
  };
});

/** A node:tls server at the other end of a pipe; `chunk` cuts what it writes. */
function pumped(
  server: SecureContextOptions,
  hello: Hello,
  chunk = 65_536,
  requestCert = false,
): Promise<HandshakeResult> {
  const handshake = new ClientHandshake({
    hello,
    random: randomBytes(32),
    sessionId: randomBytes(32),
    keyShares: makeKeyShares(),
    prove: true,
  });
  return new Promise((resolve) => {
    const wire = new Duplex({
      read() {},
      write(bytes: Uint8Array, _encoding, taken) {
        for (const part of chunksOf(bytes, chunk)) {
          const { send, done } = handshake.receive(part);
          if (send !== null) wire.push(send);
          if (done) break;
        }
        taken();
      },
    });
    const finish = () => {
      handshake.end('closed');
      wire.destroy();
      resolve(handshake.result());
    };
    const socket = new TLSSocket(wire, {
      isServer: true,
      requestCert,
      rejectUnauthorized: false,
      secureContext: createSecureContext({ minVersion: 'TLSv1', ...server }),
      SNICallback: (_name, done) => done(null),
    });
    socket.on('error', finish);
    socket.on('close', finish);
    wire.push(handshake.start());
    // The server never finishes: what we wait for is that it has written all it had to.
    const settle = (turns: number): void => {
      if (turns === 0) finish();
      else setImmediate(() => settle(turns - 1));
    };
    settle(50);
  });
}

const identity = ({ privateKeyPem, certificateListPem }: Issued): SecureContextOptions => ({
  key: privateKeyPem,
  cert: certificateListPem,
});

function expectServed(result: HandshakeResult, by: Issued, facts: Partial<HandshakeResult>): void {
  expect(result).toMatchObject({
    outcome: 'served',
    possession: 'proved',
    possessionReason: null,
    alert: null,
    ...facts,
  });
  expect(result.certificateList.map(sha256)).toEqual(by.certificateList.map(sha256));
}

describe('TLS 1.3 of node:tls', () => {
  it.each(['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'])('%s', async (suite) => {
    const result = await pumped({ ...identity(issued.ecdsa), ciphers: suite }, CONTROL);
    expectServed(result, issued.ecdsa, { protocol: 'TLSv1.3', cipherSuite: suite, stage: 'possession' });
  });

  it.each([
    ['X25519', 'x25519', {}],
    ['P-256', 'secp256r1', {}],
    ['P-384', 'secp384r1', { helloRetryRequest: true }],
    ['P-521', 'secp521r1', { helloRetryRequest: true }],
  ])('group %s', async (ecdhCurve, group, detail) => {
    for (const ciphers of ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384']) {
      const result = await pumped({ ...identity(issued.rsa), ecdhCurve, ciphers }, CONTROL);
      expectServed(result, issued.rsa, { group, detail });
    }
  });

  it.each([
    ['rsa', 'rsa_pss_rsae_sha256'],
    ['ecdsa', 'ecdsa_secp256r1_sha256'],
    ['p384', 'ecdsa_secp384r1_sha384'],
    ['p521', 'ecdsa_secp521r1_sha512'],
    ['ed25519', 'ed25519'],
  ] as const)('a key of type %s', async (key, signatureScheme) => {
    expectServed(await pumped(identity(issued[key]), CONTROL), issued[key], { signatureScheme });
  });

  it('in chunks of any size', async () => {
    for (const chunk of [1, 2, 3, 5, 64])
      expectServed(await pumped(identity(issued.rsa), CONTROL, chunk), issued.rsa, {});
  });

  it('a client certificate that is asked for is noted', async () => {
    const result = await pumped(identity(issued.rsa), CONTROL, 65_536, true);
    expectServed(result, issued.rsa, { detail: { clientCertificateRequested: true } });
  });
});

describe('TLS 1.2 of node:tls', () => {
  const tls12 = { maxVersion: 'TLSv1.2' } as const;

  it.each([
    ['rsa', 'ECDHE-RSA-AES128-GCM-SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
    ['rsa', 'ECDHE-RSA-AES256-GCM-SHA384', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
    ['rsa', 'ECDHE-RSA-CHACHA20-POLY1305', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256'],
    ['rsa', 'ECDHE-RSA-AES256-SHA384', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384'],
    ['rsa', 'ECDHE-RSA-AES128-SHA', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'],
    ['ecdsa', 'ECDHE-ECDSA-AES128-GCM-SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
    ['ecdsa', 'ECDHE-ECDSA-CHACHA20-POLY1305', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'],
    ['ecdsa', 'ECDHE-ECDSA-AES256-SHA', 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA'],
  ] as const)('%s %s', async (key, ciphers, cipherSuite) => {
    for (const hello of [CONTROL, TLS12_ONLY]) {
      const result = await pumped({ ...identity(issued[key]), ...tls12, ciphers }, hello);
      expectServed(result, issued[key], { protocol: 'TLSv1.2', cipherSuite, stage: 'possession' });
    }
  });

  it.each([
    ['DHE-RSA-AES128-GCM-SHA256', 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256'],
    ['DHE-RSA-AES256-SHA', 'TLS_DHE_RSA_WITH_AES_256_CBC_SHA'],
  ])('%s', async (ciphers, cipherSuite) => {
    const result = await pumped({ ...identity(issued.rsa), ...tls12, ciphers, dhparam: 'auto' }, CONTROL);
    expectServed(result, issued.rsa, { cipherSuite, group: expect.stringMatching(/^dh-\d+$/) });
  });

  it('RSA key exchange', async () => {
    const result = await pumped({ ...identity(issued.rsa), ...tls12, ciphers: 'AES128-SHA' }, CONTROL);
    expect(result).toMatchObject({
      outcome: 'served',
      cipherSuite: 'TLS_RSA_WITH_AES_128_CBC_SHA',
      possession: 'unchecked',
      possessionReason: 'rsa-key-exchange',
    });
  });

  it.each(['X25519', 'P-256', 'P-384', 'P-521'])('group %s', async (ecdhCurve) => {
    expectServed(await pumped({ ...identity(issued.ecdsa), ...tls12, ecdhCurve }, CONTROL), issued.ecdsa, {});
  });

  it.each([
    ['rsa', 'rsa_pkcs1_sha512', 'RSA+SHA512'],
    ['rsa', 'rsa_pss_rsae_sha384', 'rsa_pss_rsae_sha384'],
    ['ecdsa', 'ecdsa_secp256r1_sha256', 'ECDSA+SHA256'],
    ['ed25519', 'ed25519', 'ed25519'],
  ] as const)('a key of type %s, %s', async (key, signatureScheme, sigalgs) => {
    expectServed(await pumped({ ...identity(issued[key]), ...tls12, sigalgs }, CONTROL), issued[key], {
      signatureScheme,
    });
  });
});

describe('TLS 1.1 and 1.0 of node:tls', () => {
  const weak = { ciphers: 'DEFAULT:@SECLEVEL=0' };

  it.each([
    ['TLSv1.1', 'rsa', 'rsa_pkcs1_md5_sha1'],
    ['TLSv1', 'rsa', 'rsa_pkcs1_md5_sha1'],
    ['TLSv1.1', 'ecdsa', 'ecdsa_sha1'],
    ['TLSv1', 'ecdsa', 'ecdsa_sha1'],
  ] as const)('%s with %s', async (maxVersion, key, signatureScheme) => {
    for (const hello of [LEGACY, TLS12_ONLY]) {
      const result = await pumped({ ...identity(issued[key]), ...weak, maxVersion }, hello);
      expectServed(result, issued[key], { protocol: maxVersion, signatureScheme });
    }
  });
});

describe('which key is served', () => {
  it('by what the hello accepts', async () => {
    const both = {
      key: [issued.rsa.privateKeyPem, issued.ecdsa.privateKeyPem],
      cert: [issued.rsa.certificateListPem, issued.ecdsa.certificateListPem],
    };
    for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
      for (const [keyTypes, expected] of [
        ['any', issued.ecdsa],
        ['rsa', issued.rsa],
        ['ecdsa', issued.ecdsa],
      ] as const) {
        expectServed(await pumped({ ...both, maxVersion }, { ...CONTROL, keyTypes }), expected, {
          protocol: maxVersion,
        });
      }
      expect(await pumped({ ...identity(issued.rsa), maxVersion }, { ...CONTROL, keyTypes: 'ecdsa' })).toMatchObject({
        outcome: 'refused',
        reason: 'handshake_failure',
      });
    }
  });

  it('no common version', async () => {
    const result = await pumped({ ...identity(issued.rsa), minVersion: 'TLSv1.3' }, TLS12_ONLY);
    expect(result).toMatchObject({ outcome: 'refused', reason: 'protocol_version' });
  });
});

describe('whatever a peer sends', () => {
  const flights = () => {
    const ecdsa: Identity = issued.ecdsa;
    const rsa: Identity = issued.rsa;
    return [
      (sent: Parameters<typeof flight12>[0]) => flight12(sent, rsa, { scheme: 0x0401 }),
      (sent: Parameters<typeof flight12>[0]) => flight13(sent, ecdsa, { scheme: 0x0403 }),
    ];
  };

  it('random bytes come to an outcome', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(0, 3, 5), (noise, kept) => {
        const bytes = concat(Uint8Array.of(0x16, 3, 3, 1, 0).subarray(0, kept), noise);
        const result = exchange(() => bytes);
        expect(OUTCOMES).toContain(result.outcome);
        expect(STAGES).toContain(result.stage);
      }),
      { numRuns: 500 },
    );
  });

  it('mutated flights come to an outcome, the same in every cut', () => {
    const mutation = fc.record({
      at: fc.nat(),
      with: fc.uint8Array({ maxLength: 4 }),
      drop: fc.nat(4),
      flight: fc.nat(1),
      size: fc.integer({ min: 1, max: 50 }),
    });
    fc.assert(
      fc.property(mutation, (change) => {
        let mutated = new Uint8Array();
        const play = flights()[change.flight];
        if (play === undefined) throw new Error('no flight');
        const whole = exchange((sent) => {
          const bytes = play(sent);
          const at = change.at % bytes.length;
          mutated = Uint8Array.from(concat(bytes.subarray(0, at), change.with, bytes.subarray(at + change.drop)));
          return mutated;
        });
        expect(OUTCOMES).toContain(whole.outcome);
        if (whole.outcome !== 'served' && whole.outcome !== 'misbehaved') expect(whole.possession).not.toBe('proved');
        const { taken: _, sent: __, ...result } = whole;
        const { taken: ___, sent: ____, ...cut } = exchange(() => chunksOf(mutated, change.size));
        expect(cut).toEqual(result);
      }),
      { numRuns: 300 },
    );
  });
});

describe('work', () => {
  /** Bytes copied by typed arrays while `run` runs. */
  function copied(run: () => void): number {
    const { set } = Uint8Array.prototype;
    let bytes = 0;
    Uint8Array.prototype.set = function (source, offset) {
      bytes += source.length;
      set.call(this, source, offset);
    };
    try {
      run();
    } finally {
      Uint8Array.prototype.set = set;
    }
    return bytes;
  }

  it.each([1, 7, 1400])('is linear in what arrives, in chunks of %i', (size) => {
    const work = [20_000, 40_000, 80_000].map((length) => {
      const certificateList = [new Uint8Array(length).fill(0x30)];
      let flight = new Uint8Array();
      exchange((sent) => {
        flight = Uint8Array.from(
          flight12(sent, { privateKey: issued.rsa.privateKey, certificateList }, { scheme: 0x0401 }),
        );
        return flight;
      });
      return copied(() => exchange(() => chunksOf(flight, size))) / flight.length;
    });
    // Each byte is copied into its record once and into its message once, at most.
    for (const perByte of work) expect(perByte).toBeLessThan(2.5);
  });
});
