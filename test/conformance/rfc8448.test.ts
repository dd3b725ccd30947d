/** The handshakes of RFC 8448, replayed: exact hellos, the client's private keys, the server's records. */
import { describe, expect, it } from 'vitest';
import { SECP256R1, X25519 } from '../../src/tls/groups.js';
import { type KeyShares, makeKeyShares } from '../../src/tls/key-share.js';
import { DEFAULT_LIMITS } from '../../src/tls/limits.js';
import { sentHello } from '../../src/tls/sent-hello.js';
import { ServerFlight } from '../../src/tls/server-flight.js';
import { chunksOf, concat, hex, sha256 } from '../support/bytes.js';
import { hasCorpus, readCorpus } from '../support/corpora.js';
import { EXPECTED } from './rfc8448.expected.js';

const FILE = 'rfc8448/transcripts.vec';
const RECORD_HEADER = 5;

/** RFC 8448 §3: "{server} generate resumption secret", the PSK of §4. */
const RESUMPTION_PSK = hex('4ecd0eb6ec3b4d87f5d6028f922ca4c5851a277fd41311c9e62d2c9492e1c4f3');

describe.skipIf(!hasCorpus(FILE))('RFC 8448 (corpora/rfc8448)', () => {
  const traces = hasCorpus(FILE)
    ? readTraces(Buffer.from(readCorpus(FILE)).toString('utf8'))
    : new Map<string, Trace>();

  it('states every trace of the file', () => {
    expect(EXPECTED.map(({ trace }) => trace)).toEqual([...traces.keys()]);
  });

  for (const expected of EXPECTED) {
    describe(`${expected.trace}: ${expected.because}`, () => {
      const trace = traces.get(expected.trace) ?? new Trace(expected.trace, new Map());
      for (const size of [Number.MAX_SAFE_INTEGER, 1, 7, 64]) {
        it(size > 64 ? 'whole' : `in chunks of ${size}`, () => {
          const result = replay(trace, size);
          const { trace: _, because: __, certificates, ...stated } = expected;
          expect(result).toMatchObject({ ...stated, protocol: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' });
          expect(result.certificateList).toHaveLength(certificates);
          expect(result.certificateList.map(sha256)).toEqual(trace.certificates().map(sha256));
        });
      }
    });
  }
});

function replay(trace: Trace, chunk: number) {
  const flight = new ServerFlight({
    client: {
      sent: sentHello(trace.handshake('Record_ClientHello_1')),
      keyShares: trace.keyShares(),
      psk: trace.psk(),
      answerRetry: () => sentHello(trace.handshake('Record_ClientHello_2')),
    },
    prove: true,
    limits: DEFAULT_LIMITS,
  });
  for (const bytes of chunksOf(trace.serverRecords(), chunk)) flight.receive(bytes);
  flight.end('closed');
  return flight.result();
}

/** One section of the file: `key = hex` lines. */
class Trace {
  readonly name: string;
  readonly #values: Map<string, string>;

  constructor(name: string, values: Map<string, string>) {
    this.name = name;
    this.#values = values;
  }

  set(key: string, value: string): void {
    this.#values.set(key, value);
  }

  /** A handshake message without its record header. */
  handshake(key: string): Uint8Array {
    return this.#bytes(key).subarray(RECORD_HEADER);
  }

  serverRecords(): Uint8Array {
    return concat(
      this.#bytes('Record_HelloRetryRequest'),
      this.#bytes('Record_ServerHello'),
      this.#bytes('Record_ServerHandshakeMessages'),
    );
  }

  /** The client drew its random first, then the private keys in the order in which it needed them. */
  keyShares(): KeyShares {
    const pool = this.#bytes('Client_RNG_Pool');
    // §7 draws the session id between them: the X25519 key is the last one there.
    const x25519 = this.name === 'Middlebox_Compatibility_Mode' ? pool.subarray(64, 96) : pool.subarray(32, 64);
    return makeKeyShares(
      new Map([
        [X25519, x25519],
        [SECP256R1, pool.subarray(64, 96)],
      ]),
    );
  }

  psk(): Uint8Array | null {
    if (this.#values.has('PskSecret')) return this.#bytes('PskSecret');
    return this.name === 'Resumed_0RTT_Handshake' ? RESUMPTION_PSK : null;
  }

  /** What the server's Certificate message holds, cut by hand: one entry, behind 11 bytes of headers and a context. */
  certificates(): readonly Uint8Array[] {
    const message = this.#bytes('Message_Server_Certificate');
    if (message.length === 0 || this.name.startsWith('RawPublicKey')) return [];
    const length = Buffer.from(message).readUIntBE(8, 3);
    return [message.subarray(11, 11 + length)];
  }

  #bytes(key: string): Uint8Array {
    return hex(this.#values.get(key) ?? '');
  }
}

function readTraces(text: string): Map<string, Trace> {
  const traces = new Map<string, Trace>();
  let current: Trace | null = null;
  for (const line of text.split('\n')) {
    const section = /^\[(\w+)\]/.exec(line)?.[1];
    if (section !== undefined) {
      current = new Trace(section, new Map());
      traces.set(section, current);
    }
    const [, key, value] = /^(\w+)\s*=\s*(\S*)/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) current?.set(key, value);
  }
  return traces;
}
