/** Recorded TLS sessions (Zeek's traces): the same evidence however the bytes arrive, and what tshark saw in them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HandshakeResult } from '../../src/tls/evidence.js';
import { PeerFault } from '../../src/tls/fault.js';
import { Inbound } from '../../src/tls/inbound.js';
import { DEFAULT_LIMITS } from '../../src/tls/limits.js';
import { ServerFlight } from '../../src/tls/server-flight.js';
import { chunksOf, sha256 } from '../support/bytes.js';
import { hasCorpus, readCorpus } from '../support/corpora.js';
import { EXPECTED, type Expected } from './streams.expected.js';

const SUFFIX = '.server.bin';

const Index = z.array(
  z.object({
    file: z.string(),
    serverHandshakeTypes: z.array(z.number()),
    certSha256: z.array(z.string()),
  }),
);
type Entry = z.infer<typeof Index>[number];

describe.skipIf(!hasCorpus('streams/index.json'))('recorded streams (corpora/streams)', () => {
  let index: readonly Entry[] = [];

  beforeAll(() => {
    index = Index.parse(JSON.parse(Buffer.from(readCorpus('streams/index.json')).toString('utf8')));
  });

  const entryOf = ({ file }: Expected): Entry =>
    index.find((entry) => entry.file === file + SUFFIX) ?? { file, serverHandshakeTypes: [], certSha256: [] };

  it('states every stream of the index', () => {
    expect(EXPECTED.map(({ file }) => file + SUFFIX)).toEqual(index.map(({ file }) => file));
  });

  it('equals tshark in all 53 streams with certificates: certificates by SHA-256, and handshake types', () => {
    const indexed = EXPECTED.filter((expected) => entryOf(expected).certSha256.length > 0);
    expect(indexed).toHaveLength(53);
    for (const expected of indexed) {
      const stream = streamOf(expected);
      const entry = entryOf(expected);
      // tshark's digests lost their leading zeros.
      const certificates = entry.certSha256.map((digest) => digest.padStart(64, '0'));
      expect(read([stream]).certificateList.map(sha256), expected.file).toEqual(certificates);
      expect(handshakeTypes(stream), expected.file).toEqual(entry.serverHandshakeTypes);
    }
  });

  for (const expected of EXPECTED) {
    describe(`${expected.file}: ${expected.because}`, () => {
      it('comes to what is stated', () => {
        const { file: _, preamble: __, because: ___, ...stated } = expected;
        expect(summary(read([streamOf(expected)]))).toEqual(stated);
      });

      it('whole, in every chunk size, split at every byte', () => {
        const stream = streamOf(expected);
        const expectSame = sameAs(read([stream]));
        for (let size = 1; size <= 64; size++) expectSame(read(chunksOf(stream, size)), `chunks of ${size}`);
        const end = endOfFlight(stream);
        for (let at = 1; at < end; at++) {
          expectSame(read([stream.subarray(0, at), stream.subarray(at)]), `split at ${at}`);
        }
      });
    });
  }

  it('is not TLS where the STARTTLS talk is left in front', () => {
    const withTalk = EXPECTED.filter(({ preamble }) => preamble > 0).map(({ file }) => {
      const { outcome, reason } = read([readCorpus(`streams/${file}${SUFFIX}`)]);
      return [file, outcome, reason];
    });
    expect(withTalk).toEqual([
      ['imap-starttls.pcap.0', 'not-tls', 'imap'],
      ['pop3-starttls.pcap.0', 'not-tls', 'pop3'],
      ['smtp-starttls.pcap.0', 'not-tls', 'smtp'],
      ['xmpp-dialback-starttls.pcap.0', 'not-tls', 'xmpp'],
      ['xmpp-starttls.pcap.0', 'not-tls', 'xmpp'],
    ]);
  });
});

/** The stream from its first record on. */
function streamOf({ file, preamble }: Expected): Uint8Array {
  return readCorpus(`streams/${file}${SUFFIX}`).subarray(preamble);
}

/** As far as a stream can be read without having sent its hello. */
function read(chunks: Iterable<Uint8Array>): HandshakeResult {
  const flight = new ServerFlight({ client: null, prove: true, limits: DEFAULT_LIMITS });
  for (const chunk of chunks) {
    if (flight.done) break;
    flight.receive(chunk);
  }
  flight.end('closed');
  return flight.result();
}

/** How many bytes the flight takes to be read: what stands behind them is not looked at. */
function endOfFlight(stream: Uint8Array): number {
  const flight = new ServerFlight({ client: null, prove: true, limits: DEFAULT_LIMITS });
  let at = 0;
  while (at < stream.length && !flight.done) flight.receive(stream.subarray(at, ++at));
  return at;
}

/** The result in the table's words. */
function summary(result: HandshakeResult): Omit<Expected, 'file' | 'preamble' | 'because'> {
  return {
    outcome: result.outcome,
    reason: result.reason,
    stage: result.stage,
    protocol: result.protocol,
    cipherSuite: result.cipherSuite,
    group: result.group,
    certificates: result.certificateList.length,
    possessionReason: result.possessionReason ?? '',
    acknowledged: result.serverNameAcknowledged,
    ocspStaple: result.ocspStaple,
    warningAlerts: result.warningAlerts.map(({ code }) => code),
    detail: result.detail,
  };
}

/** Cheap for the case that all is well: there are a third of a million of them. */
function sameAs(whole: HandshakeResult): (result: HandshakeResult, how: string) => void {
  const stated = JSON.stringify(summary(whole));
  return (result, how) => {
    const same =
      result.certificateList.every((der, i) => Buffer.compare(der, whole.certificateList[i] ?? der) === 0) &&
      JSON.stringify(summary(result)) === stated;
    if (!same) expect(result, how).toEqual(whole);
  };
}

/** Types of the messages in the clear, up to ChangeCipherSpec. */
function handshakeTypes(stream: Uint8Array): readonly number[] {
  const inbound = new Inbound(DEFAULT_LIMITS);
  const types: number[] = [];
  inbound.receive(stream);
  try {
    for (let arrival = inbound.next(); arrival?.kind !== 'change-cipher-spec'; arrival = inbound.next()) {
      if (arrival === null) break;
      if (arrival.kind === 'message') types.push(arrival.message.type);
    }
  } catch (fault) {
    // A heartbeat record ends some of the flights.
    if (!(fault instanceof PeerFault)) throw fault;
  }
  return types;
}
