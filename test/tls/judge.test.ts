/** Answers that the hello did not allow: blamed, and read on where the certificate can still be had. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createIssuer } from '../../src/lab/issue.js';
import type { Hello } from '../../src/model/hello.js';
import { COOKIE, KEY_SHARE, STATUS_REQUEST } from '../../src/tls/extension-types.js';
import {
  selectedVersionExtension,
  serverShareExtension,
  writeCertificate12,
  writeServerHello,
} from '../../src/tls/server-messages.js';
import { SSL3, TLS10, TLS11, TLS12 } from '../../src/tls/versions.js';
import { concat, hex, sha256 } from '../support/bytes.js';
import { CONTROL, exchange, LEGACY, TLS12_ONLY } from '../support/handshake.js';
import {
  type Flight12Options,
  flight13,
  type Identity,
  messages12,
  plain,
  SERVER_RANDOM,
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

/** With a server random that no other test has, if it has to be parsed at all. */
const served = (identity: Identity, options: Partial<Flight12Options> = {}, hello: Hello = CONTROL) =>
  exchange((sent) => plain(...Object.values(messages12(sent, identity, { scheme: ECDSA, ...options }))), { hello });

const kept = ({ certificateList }: { certificateList: readonly Uint8Array[] }) => certificateList.map(sha256);

describe('versions (facts/hostile.md row 26)', () => {
  it.each([
    ['TLSv1.1', TLS11],
    ['TLSv1', TLS10],
    ['SSLv3', SSL3],
  ])('an older one than was offered is served: %s', (protocol, version) => {
    for (const hello of [CONTROL, TLS12_ONLY, LEGACY]) {
      for (const [identity, suite, signatureScheme] of [
        [ecdsa, 0xc009, 'ecdsa_sha1'],
        [rsa, 0xc013, 'rsa_pkcs1_md5_sha1'],
      ] as const) {
        const result = served(identity, { version, suite }, hello);
        if (hello !== LEGACY) {
          expect(result).toMatchObject({ outcome: 'served', protocol, signatureScheme, possession: 'proved' });
        }
        expect(kept(result)).toEqual(identity.certificateList.map(sha256));
      }
    }
  });

  it('one above what was offered is blamed, its certificate is kept', () => {
    const result = served(ecdsa, { version: TLS12 }, LEGACY);
    expect(result).toMatchObject({
      outcome: 'misbehaved',
      reason: 'version-not-offered',
      detail: { version: 'TLSv1.2' },
      protocol: 'TLSv1.2',
    });
    expect(kept(result)).toEqual(ecdsa.certificateList.map(sha256));
  });

  it('supported_versions that names an older one (RFC 8446 §4.2.1): the certificate is kept', () => {
    const extensions = [selectedVersionExtension(TLS12)];
    for (const hello of [CONTROL, TLS12_ONLY]) {
      const result = served(ecdsa, { extensions }, hello);
      expect(result).toMatchObject({
        outcome: 'misbehaved',
        reason: 'supported-versions-below-tls13',
        detail: { version: 'TLSv1.2' },
        protocol: 'TLSv1.2',
        possession: 'proved',
      });
      expect(kept(result)).toEqual(ecdsa.certificateList.map(sha256));
    }
  });

  it('TLS 1.3 that was not offered cannot be read', () => {
    const result = exchange(
      () =>
        plain(
          writeServerHello({
            random: SERVER_RANDOM,
            sessionId: hex(''),
            cipherSuite: 0x1301,
            extensions: [{ type: 43, body: hex('0304') }],
          }),
        ),
      { hello: TLS12_ONLY },
    );
    expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'version-not-offered', stage: 'server-hello' });
  });
});

describe('suites and extensions (rows 27 and 59)', () => {
  it.each([
    ['suite-not-offered', { suite: 0xc011 }, { cipherSuite: 'TLS_ECDHE_RSA_WITH_RC4_128_SHA' }],
    [
      'extension-not-offered',
      { extensions: [{ type: 16, body: hex('0003 02 6832') }] },
      {
        extension: 'application_layer_protocol_negotiation',
      },
    ],
    ['extension-not-offered', { extensions: [{ type: 0x0a0a, body: hex('') }] }, { extension: '0x0a0a' }],
    [
      'extension-not-offered',
      { extensions: [{ type: 0xfe0d, body: hex('00') }] },
      {
        extension: 'encrypted_client_hello',
      },
    ],
  ])('%s: the certificate is kept, possession proved', (reason, options, detail) => {
    const result = served(rsa, { scheme: PKCS1, suite: 0xc02f, ...options });
    expect(result).toMatchObject({ outcome: 'misbehaved', reason, detail, stage: 'possession', possession: 'proved' });
    expect(kept(result)).toEqual(rsa.certificateList.map(sha256));
  });

  it('a suite that nobody knows: the certificate is all that can be read', () => {
    const result = exchange(() =>
      plain(
        writeServerHello({ random: SERVER_RANDOM, sessionId: hex(''), cipherSuite: 0xeaea, extensions: [] }),
        writeCertificate12(ecdsa.certificateList),
      ),
    );
    expect(result).toMatchObject({
      outcome: 'misbehaved',
      reason: 'suite-not-offered',
      stage: 'certificate',
      cipherSuite: '0xeaea',
      possessionReason: 'unknown-cipher-suite',
    });
  });

  it('the first fault is the outcome, whatever ends the connection', () => {
    const result = exchange((sent) => plain(messages12(sent, ecdsa, { scheme: ECDSA, suite: 0x0004 }).serverHello));
    expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'suite-not-offered' });
  });

  it('compression', () => {
    const result = exchange(() =>
      plain(
        writeServerHello({
          random: SERVER_RANDOM,
          sessionId: hex(''),
          cipherSuite: 0x002f,
          compressionMethod: 1,
          extensions: [],
        }),
        writeCertificate12(rsa.certificateList),
      ),
    );
    expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'compression-not-offered', stage: 'certificate' });
  });

  it('a session id that is not the echo of ours, in TLS 1.3', () => {
    const result = exchange((sent) =>
      flight13(sent, ecdsa, {
        scheme: ECDSA,
        serverHello: (lawful) => concat(lawful.subarray(0, 39), hex('ff'), lawful.subarray(40)),
      }),
    );
    expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'session-id-not-echoed', possession: 'proved' });
  });

  it('a legacy_version of TLS 1.3 that is not that of TLS 1.2 (RFC 8446 §4.1.3)', () => {
    const result = exchange((sent) =>
      flight13(sent, ecdsa, { scheme: ECDSA, serverHello: (lawful) => lawful.with(5, 0x02) }),
    );
    expect(result).toMatchObject({
      outcome: 'misbehaved',
      reason: 'legacy-version',
      detail: { version: 'TLSv1.1' },
      possession: 'proved',
    });
  });

  it('a suite of TLS 1.3 in a ServerHello of TLS 1.2', () => {
    const result = exchange(() =>
      plain(
        writeServerHello({ random: SERVER_RANDOM, sessionId: hex(''), cipherSuite: 0x1301, extensions: [] }),
        writeCertificate12(ecdsa.certificateList),
      ),
    );
    expect(result).toMatchObject({
      outcome: 'misbehaved',
      reason: 'suite-of-another-version',
      detail: { cipherSuite: 'TLS_AES_128_GCM_SHA256' },
      stage: 'certificate',
    });
    expect(kept(result)).toEqual(ecdsa.certificateList.map(sha256));
  });

  it('a suite of TLS 1.2 in a ServerHello of TLS 1.3: nothing can be read', () => {
    const result = exchange((sent) =>
      plain(
        writeServerHello({
          random: SERVER_RANDOM,
          sessionId: sent.hello.sessionId,
          cipherSuite: 0xc02b,
          extensions: [selectedVersionExtension(), serverShareExtension(0x001d, hex('09'.repeat(32)))],
        }),
      ),
    );
    expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'suite-of-another-version', stage: 'server-hello' });
  });

  it('extensions in the wrong message of TLS 1.3 (RFC 8446 §4.2)', () => {
    const inServerHello = exchange((sent) =>
      flight13(sent, ecdsa, { scheme: ECDSA, serverHelloExtensions: [{ type: 0, body: hex('') }] }),
    );
    const inEncrypted = [KEY_SHARE, COOKIE, STATUS_REQUEST, 11, 13, 23, 45, 0xff01].map((type) =>
      exchange((sent) => flight13(sent, ecdsa, { scheme: ECDSA, encryptedExtensions: [{ type, body: hex('') }] })),
    );
    for (const result of [inServerHello, ...inEncrypted]) {
      expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'misplaced-extension', possession: 'proved' });
    }
  });

  it('extensions beside a certificate that nobody asked for (RFC 8446 §4.4.2)', () => {
    const timestamps = { type: 18, body: hex('0000') };
    const result = exchange((sent) => flight13(sent, ecdsa, { scheme: ECDSA, leafExtensions: [timestamps] }));
    expect(result).toMatchObject({
      outcome: 'misbehaved',
      reason: 'extension-not-offered',
      detail: { extension: 'signed_certificate_timestamp' },
      possession: 'proved',
    });
    const inVain = exchange((sent) =>
      flight13(sent, ecdsa, { scheme: ECDSA, leafExtensions: [{ type: 10, body: hex('0000') }] }),
    );
    expect(inVain).toMatchObject({
      outcome: 'misbehaved',
      reason: 'misplaced-extension',
      detail: { extension: 'supported_groups' },
      possession: 'proved',
    });
    expect(kept(inVain)).toEqual(ecdsa.certificateList.map(sha256));
  });

  it('an acknowledgement of a name that was not sent', () => {
    const extensions = [{ type: 0, body: hex('') }];
    const result = served(ecdsa, { extensions }, { ...CONTROL, serverName: null });
    expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'extension-not-offered', possession: 'proved' });
  });

  it('what was asked for is no fault', () => {
    const extensions = [0, STATUS_REQUEST, 23, 0xff01].map((type) => ({
      type,
      body: hex(type === 0xff01 ? '00' : ''),
    }));
    expect(served(ecdsa, { extensions })).toMatchObject({ outcome: 'served', serverNameAcknowledged: true });
  });
});
