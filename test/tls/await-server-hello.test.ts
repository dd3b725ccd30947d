import { beforeAll, describe, expect, it } from 'vitest';
import { createIssuer } from '../../src/lab/issue.js';
import { cookieExtension } from '../../src/tls/client-extensions.js';
import { COOKIE, KEY_SHARE, SERVER_NAME } from '../../src/tls/extension-types.js';
import { groupName, SECP256R1, SECP384R1, SECP521R1, X25519 } from '../../src/tls/groups.js';
import type { SentHello } from '../../src/tls/sent-hello.js';
import {
  message,
  selectedGroupExtension,
  selectedVersionExtension,
  writeHelloRetryRequest,
  writeServerHello,
} from '../../src/tls/server-messages.js';
import { Transcript } from '../../src/tls/transcript.js';
import { concat, hex, toHex } from '../support/bytes.js';
import { CLIENT_RANDOM, exchange, type Outcome, SESSION_ID } from '../support/handshake.js';
import {
  type Flight13Options,
  flight13,
  helloIn,
  type Identity,
  messages12,
  plain,
  SERVER_RANDOM,
  tls13Suite,
} from '../support/scripted-server.js';

const ECDSA = 0x0403;

let identity: Identity;

beforeAll(async () => {
  identity = (await createIssuer({ commonName: 'Root' })).issue({ dnsNames: ['a.example'] });
});

interface Retry {
  readonly group: number | null;
  readonly cookie?: Uint8Array;
  readonly suite?: number;
  /** Makes it unlawful. */
  readonly change?: (lawful: Uint8Array) => Uint8Array;
}

/** The message with one extension more. */
function withExtension(request: Uint8Array, extension: Uint8Array): Uint8Array {
  const longer = concat(request, extension);
  longer[3] = (longer[3] ?? 0) + extension.length;
  longer[75] = (longer[75] ?? 0) + extension.length;
  return longer;
}

function retryMessage(sent: SentHello, { group, cookie, suite = 0x1301, change }: Retry): Uint8Array {
  const lawful = writeHelloRetryRequest({
    sessionId: sent.hello.sessionId,
    cipherSuite: suite,
    extensions: [
      selectedVersionExtension(),
      ...(group === null ? [] : [selectedGroupExtension(group)]),
      ...(cookie === undefined ? [] : [cookieExtension(cookie)]),
    ],
  });
  return change?.(lawful) ?? lawful;
}

/** A HelloRetryRequest, then a flight for the second hello, which is handed to `look`. */
function retried(
  retry: Retry,
  flight: Partial<Flight13Options> = {},
  look: (second: SentHello) => void = () => {},
): Outcome {
  return exchange(function* (first, later) {
    const request = retryMessage(first, retry);
    yield plain(request);
    const second = helloIn(later());
    look(second);
    const { hash } = tls13Suite(retry.suite ?? 0x1301);
    const transcript = Transcript.afterRetry(hash, first.message).add(request);
    yield flight13(second, identity, {
      suite: retry.suite ?? 0x1301,
      group: retry.group ?? X25519,
      scheme: ECDSA,
      transcript,
      ...flight,
    });
  });
}

describe('HelloRetryRequest (RFC 8446 §4.1.4; facts/hostile.md rows 23 to 25)', () => {
  it.each([SECP384R1, SECP521R1])('is answered with the share that it asks for: %i', (group) => {
    let second: SentHello | null = null;
    const result = retried({ group }, {}, (hello) => {
      second = hello;
    });
    expect(second).toMatchObject({
      hello: { random: CLIENT_RANDOM, sessionId: SESSION_ID, keyShares: [{ group }], cookie: null },
    });
    expect(result).toMatchObject({
      outcome: 'served',
      possession: 'proved',
      group: groupName(group),
      detail: { helloRetryRequest: true },
    });
  });

  it('a dummy ChangeCipherSpec goes first (§D.4), and the second hello says 0x0303', () => {
    const result = exchange((sent) => plain(retryMessage(sent, { group: SECP384R1 })));
    expect(result.sent).toHaveLength(1);
    expect(toHex(concat(...result.sent)).slice(0, 18)).toBe('140303000101160303');
    expect(result).toMatchObject({ outcome: 'interrupted', stage: 'hello-retry-request' });
  });

  it('changes nothing but the share and the cookie (§4.1.2)', () => {
    const cookie = hex('c00c1e');
    let first: SentHello | null = null;
    const result = exchange(function* (sent, later) {
      first = sent;
      yield plain(retryMessage(sent, { group: SECP384R1, cookie }));
      const { hello } = helloIn(later());
      const others = (types: typeof hello.extensions) =>
        types.filter(({ type }) => ![KEY_SHARE, COOKIE].includes(type));
      expect(hello.cookie).toEqual(cookie);
      expect({ ...hello, extensions: [], keyShares: [], cookie: null }).toEqual({
        ...sent.hello,
        extensions: [],
        keyShares: [],
      });
      expect(others(hello.extensions)).toEqual(others(sent.hello.extensions));
    });
    expect(first).not.toBeNull();
    expect(result.outcome).toBe('interrupted');
  });

  it('a cookie alone repeats the shares', () => {
    const result = retried({ group: null, cookie: hex('00') }, {}, ({ hello }) => {
      expect(hello.keyShares.map(({ group }) => group)).toEqual([X25519, SECP256R1]);
    });
    expect(result).toMatchObject({ outcome: 'served', possession: 'proved', group: 'x25519' });
  });

  it('works with SHA-384', () => {
    expect(retried({ group: SECP384R1, suite: 0x1302 })).toMatchObject({
      possession: 'proved',
      cipherSuite: 'TLS_AES_256_GCM_SHA384',
    });
  });

  it('24: twice', () => {
    const result = exchange((sent) =>
      concat(plain(retryMessage(sent, { group: SECP384R1 })), plain(retryMessage(sent, { group: SECP521R1 }))),
    );
    expect(result).toMatchObject({
      outcome: 'misbehaved',
      reason: 'second-hello-retry-request',
      stage: 'hello-retry-request',
    });
    expect(result.sent).toHaveLength(1);
  });

  it.each<[string, Retry]>([
    ['illegal-retry-group-already-sent', { group: X25519 }],
    ['illegal-retry-group-already-sent', { group: SECP256R1 }],
    ['illegal-retry-group-not-offered', { group: 0x001e }],
    ['illegal-retry-without-change', { group: null }],
    ['suite-not-offered', { group: SECP384R1, suite: 0x1304 }],
    ['suite-of-another-version', { group: SECP384R1, suite: 0xc02b }],
  ])('24: %s', (reason, retry) => {
    const result = exchange((sent) => plain(retryMessage(sent, retry)));
    expect(result).toMatchObject({ outcome: 'misbehaved', reason, stage: 'client-hello' });
    expect(result.sent).toEqual([]);
  });

  it('25: a cookie of 30 kB is echoed over several records, one of 60 kB is not', () => {
    const cookie = new Uint8Array(30_000).fill(7);
    expect(retried({ group: SECP384R1, cookie })).toMatchObject({ outcome: 'served', possession: 'proved' });
    expect(retried({ group: SECP384R1, cookie: new Uint8Array(60_000) })).toMatchObject({
      outcome: 'over-limit',
      reason: 'message-length',
      detail: { message: 'HelloRetryRequest', length: 60_000 },
    });
  });

  it.each<[string, (request: Uint8Array) => Uint8Array]>([
    ['legacy-version', (request) => request.with(5, 0x01)],
    ['session-id-not-echoed', (request) => request.with(39, 0xff)],
    ['compression-not-offered', (request) => request.with(73, 1)],
    ['extension-not-offered', (request) => withExtension(request, hex('0010 0000'))],
    ['misplaced-extension', (request) => withExtension(request, hex('000b 0000'))],
  ])('is answered all the same, and blamed: %s', (reason, change) => {
    const result = retried({ group: SECP384R1, change });
    expect(result).toMatchObject({ outcome: 'misbehaved', reason, possession: 'proved', group: 'secp384r1' });
  });

  it.each<[string, Partial<Flight13Options>]>([
    ['suite-changed-after-retry', { serverHello: (lawful) => replaced(lawful, hex('1301'), hex('1303')) }],
    [
      'key-share-not-offered',
      { serverHello: (lawful) => replaced(lawful, hex('0033004500170041'), hex('0033004500180041')) },
    ],
  ])('behind it: %s', (reason, flight) => {
    const result = exchange(function* (first, later) {
      const request = retryMessage(first, { group: null, cookie: hex('01') });
      yield plain(request);
      yield flight13(helloIn(later()), identity, { group: SECP256R1, scheme: ECDSA, ...flight });
    });
    expect(result).toMatchObject({ outcome: 'misbehaved', reason });
  });

  it('a version of TLS 1.2 behind it', () => {
    const result = exchange(function* (first) {
      yield plain(retryMessage(first, { group: SECP384R1 }));
      yield plain(
        writeServerHello({ random: SERVER_RANDOM, sessionId: SESSION_ID, cipherSuite: 0x1301, extensions: [] }),
      );
    });
    expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'version-changed-after-retry' });
  });

  it('to a hello of TLS 1.2 it is a version that was not offered', () => {
    const tls12 = { serverName: null, versions: ['TLSv1.2'], keyTypes: 'any' } as const;
    const result = exchange((sent) => plain(retryMessage(sent, { group: SECP384R1 })), { hello: tls12 });
    expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'version-not-offered' });
  });
});

describe('ServerHello', () => {
  it('28: the downgrade sentinel is noted', () => {
    for (const [last, noted] of [
      ['444f574e47524401', true],
      ['444f574e47524400', true],
      ['444f574e47524402', false],
    ] as const) {
      const random = concat(SERVER_RANDOM.subarray(0, 24), hex(last));
      const result = exchange((sent) => {
        const { serverHello, certificate, serverKeyExchange, serverHelloDone } = messages12(sent, identity, {
          scheme: ECDSA,
          random,
        });
        return plain(serverHello, certificate, serverKeyExchange, serverHelloDone);
      });
      expect(result).toMatchObject({ outcome: 'served', possession: 'proved' });
      expect(result.detail).toEqual(noted ? { downgradeSentinel: true } : {});
    }
  });

  it('a message across the change of keys', () => {
    const result = exchange((sent) =>
      plain(
        helloOf13(sent),
        message(8, (w) => w.u16(0)),
      ),
    );
    expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'message-across-key-change' });
  });

  it('something else in its place', () => {
    expect(exchange(() => plain(message(11, (w) => w.u24(0))))).toMatchObject({
      outcome: 'misbehaved',
      reason: 'unexpected-message',
      detail: { message: 'Certificate', awaiting: 'ServerHello' },
    });
    expect(exchange(() => plain(message(99, () => {})))).toMatchObject({ detail: { message: 'message 99' } });
  });

  it('a HelloRequest before it is passed over (RFC 5246 §7.4.1.1)', () => {
    const result = exchange((sent) => concat(plain(message(0, () => {})), flight13(sent, identity, { scheme: ECDSA })));
    expect(result).toMatchObject({ outcome: 'served', possession: 'proved' });
  });

  it('acknowledges the name, or does not', () => {
    const extension = { type: SERVER_NAME, body: hex('') };
    const flight = (extensions: readonly (typeof extension)[]) => (sent: SentHello) =>
      plain(...Object.values(messages12(sent, identity, { scheme: ECDSA, extensions })));
    expect(exchange(flight([extension]))).toMatchObject({ outcome: 'served', serverNameAcknowledged: true });
    expect(exchange(flight([]))).toMatchObject({ outcome: 'served', serverNameAcknowledged: false });
    expect(exchange(flight([{ ...extension, body: hex('00') }]))).toMatchObject({
      outcome: 'malformed',
      reason: 'ServerHello/extensions/server_name',
      stage: 'server-hello',
    });
  });

  it('of TLS 1.3 without a key share, or with a suite that is not ours', () => {
    const hello = (extensions: readonly { type: number; body: Uint8Array }[], cipherSuite = 0x1301) =>
      exchange(() =>
        plain(writeServerHello({ random: SERVER_RANDOM, sessionId: SESSION_ID, cipherSuite, extensions })),
      );
    expect(hello([selectedVersionExtension()])).toMatchObject({ outcome: 'misbehaved', reason: 'missing-key-share' });
    expect(hello([selectedVersionExtension(), { type: KEY_SHARE, body: hex('001d 0001 00') }], 0x1304)).toMatchObject({
      outcome: 'misbehaved',
      reason: 'suite-not-offered',
      stage: 'server-hello',
      protocol: 'TLSv1.3',
    });
  });

  it.each([
    ['all-zero-shared-secret', X25519, new Uint8Array(32)],
    ['all-zero-shared-secret', X25519, concat(hex('01'), new Uint8Array(31))],
    ['bad-point', X25519, new Uint8Array(31)],
    ['bad-point', SECP256R1, concat(hex('04'), new Uint8Array(64).fill(1))],
    ['bad-point', SECP256R1, concat(hex('02'), new Uint8Array(32).fill(1))],
  ])('%s for group %i', (reason, group, publicKey) => {
    const result = exchange((sent) => flight13(sent, identity, { scheme: ECDSA, group, publicKey }));
    expect(result).toMatchObject({ outcome: 'misbehaved', reason, stage: 'server-hello', protocol: 'TLSv1.3' });
  });

  it('protects with keys of its own: bad-record-mac', () => {
    const result = exchange((sent) => concat(plain(helloOf13(sent)), hex('170303 0020'), new Uint8Array(32)));
    expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'bad-record-mac', stage: 'server-hello' });
  });

  it('and then goes on in the clear', () => {
    const result = exchange((sent) => concat(plain(helloOf13(sent)), plain(message(8, (w) => w.u16(0)))));
    expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'unprotected-handshake-message' });
  });
});

/** A lawful ServerHello of TLS 1.3. */
function helloOf13(sent: SentHello): Uint8Array {
  const flight = flight13(sent, identity, { scheme: ECDSA });
  const length = ((flight[3] ?? 0) << 8) | (flight[4] ?? 0);
  return flight.subarray(5, 5 + length);
}

function replaced(bytes: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).indexOf(from);
  if (at < 0) throw new Error('nothing to replace');
  return concat(bytes.subarray(0, at), to, bytes.subarray(at + from.length));
}
