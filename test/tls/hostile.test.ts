/** Hostile and odd peers, at the level of bytes: the numbers are the rows of facts/hostile.md. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createIssuer } from '../../src/lab/issue.js';
import { writeAlert } from '../../src/tls/alert.js';
import { CERTIFICATE } from '../../src/tls/handshake-type.js';
import { DEFAULT_LIMITS } from '../../src/tls/limits.js';
import { ALERT, CHANGE_CIPHER_SPEC, HANDSHAKE, HEARTBEAT, writeRecords } from '../../src/tls/record.js';
import type { SentHello } from '../../src/tls/sent-hello.js';
import { message, writeCertificate12 } from '../../src/tls/server-messages.js';
import { TLS12 } from '../../src/tls/versions.js';
import { chunksOf, concat, hex, sha256 } from '../support/bytes.js';
import { exchange } from '../support/handshake.js';
import { flight12, flight13, type Identity, messages12, parts13, plain } from '../support/scripted-server.js';

const ECDSA = 0x0403;

let ecdsa: Identity;

beforeAll(async () => {
  const issuer = (await createIssuer({ commonName: 'Hostile Root' })).subordinate('Hostile Intermediate');
  ecdsa = issuer.issue({ dnsNames: ['a.example'] });
});

const digests = (list: readonly Uint8Array[]): readonly string[] => list.map(sha256);
const alert = (level: 'warning' | 'fatal', code: number): Uint8Array =>
  writeRecords(ALERT, TLS12, writeAlert(level, code));
const changeCipherSpec = writeRecords(CHANGE_CIPHER_SPEC, TLS12, Uint8Array.of(1));
const serverHelloOnly = (sent: SentHello): Uint8Array => plain(messages12(sent, ecdsa, { scheme: ECDSA }).serverHello);

describe('silence, junk and ends', () => {
  it('1, 2: never a byte', () => {
    expect(exchange(() => new Uint8Array(), { end: 'timed-out' })).toMatchObject({
      outcome: 'interrupted',
      reason: 'timed-out',
      stage: 'client-hello',
      detail: { awaiting: 'ServerHello', received: 0 },
    });
  });

  it('3: a byte at a time', () => {
    const result = exchange((sent) => chunksOf(flight13(sent, ecdsa, { scheme: ECDSA }), 1));
    expect(result).toMatchObject({ outcome: 'served', possession: 'proved' });
  });

  it('4: endless junk is not TLS, and is not read to its end', () => {
    const junk = createHash('sha512').update('junk').digest();
    const result = exchange(function* () {
      for (let i = 0; i < 1_000_000; i++) yield junk;
    });
    expect(result).toMatchObject({ outcome: 'not-tls', reason: 'unknown' });
    expect(result.taken).toBeLessThan(1024);
  });

  it('4: endless records of nothing that matters end at the limit on the wire', () => {
    const result = exchange(function* () {
      for (;;)
        yield writeRecords(
          HANDSHAKE,
          TLS12,
          message(0, () => {}),
        );
    });
    expect(result).toMatchObject({ outcome: 'over-limit' });
    expect(result.taken).toBeLessThanOrEqual(DEFAULT_LIMITS.wireBytes + 16);
  });

  it('5: a record header, then silence', () => {
    expect(exchange(() => hex('160303 0040'), { end: 'timed-out' })).toMatchObject({
      outcome: 'interrupted',
      reason: 'timed-out',
      detail: { awaiting: 'ServerHello', received: 5, midRecord: true },
    });
  });

  it('20, 21: FIN, RST and close_notify straight after the hello', () => {
    const ended = { outcome: 'interrupted', stage: 'client-hello', certificateList: [] };
    expect(exchange(() => new Uint8Array())).toMatchObject({ ...ended, reason: 'closed' });
    expect(exchange(() => new Uint8Array(), { end: 'reset' })).toMatchObject({ ...ended, reason: 'reset' });
    expect(exchange(() => alert('warning', 0), { end: 'timed-out' })).toMatchObject({
      ...ended,
      reason: 'closed',
      warningAlerts: [{ level: 'warning', code: 0, description: 'close_notify' }],
    });
  });

  it('20: close_notify closes at either level (RFC 8446 §6.1)', () => {
    expect(exchange(() => alert('fatal', 0), { end: 'timed-out' })).toMatchObject({
      outcome: 'interrupted',
      reason: 'closed',
      stage: 'client-hello',
      alert: { level: 'fatal', code: 0, description: 'close_notify' },
      warningAlerts: [],
    });
  });

  it('an abort of ours is no fault of theirs', () => {
    expect(exchange(() => new Uint8Array(), { end: 'aborted' })).toMatchObject({
      outcome: 'skipped',
      reason: 'aborted',
    });
  });
});

describe('records', () => {
  it('6: a length beyond every version is refused before anything is buffered', () => {
    expect(exchange(() => hex('160303 ffff'))).toMatchObject({
      outcome: 'misbehaved',
      reason: 'record-overflow',
      detail: { length: 0xffff },
    });
  });

  it('6: plaintext above 2^14', () => {
    const result = exchange(() => concat(hex('160303 4001'), new Uint8Array(0x4001)));
    expect(result).toMatchObject({ outcome: 'misbehaved', reason: 'record-overflow' });
  });

  it('7: empty records end at their count', () => {
    const result = exchange(function* () {
      for (let i = 0; i < 100_000; i++) yield hex('160303 0000');
    });
    expect(result).toMatchObject({ outcome: 'over-limit', reason: 'empty-records', detail: { limit: 16 } });
    expect(result.taken).toBe(17 * 5);
  });

  it('8: a flight in records of one byte', () => {
    const list = [ecdsa.certificateList[0] ?? new Uint8Array(), new Uint8Array(99_000).fill(0x30)];
    const result = exchange((sent) => {
      const messages = messages12(sent, { ...ecdsa, certificateList: list }, { scheme: ECDSA });
      return chunksOf(writeRecords(HANDSHAKE, TLS12, concat(...Object.values(messages)), 1), 1400);
    });
    expect(result).toMatchObject({ outcome: 'served', possession: 'proved' });
    expect(digests(result.certificateList)).toEqual(digests(list));
  });

  it('8: more records than the limit', () => {
    const limits = { ...DEFAULT_LIMITS, records: 100 };
    const result = exchange(
      (sent) => writeRecords(HANDSHAKE, TLS12, concat(...Object.values(messages12(sent, ecdsa, { scheme: ECDSA }))), 1),
      {
        limits,
      },
    );
    expect(result).toMatchObject({ outcome: 'over-limit', reason: 'records' });
  });

  it('11, 12, 13: a header split over two records, everything in one record, a message over many', () => {
    for (const fragment of [1, 3, 100, 16_384]) {
      const result = exchange((sent) => {
        const messages = Object.values(messages12(sent, ecdsa, { scheme: ECDSA }));
        return writeRecords(HANDSHAKE, TLS12, concat(...messages), fragment);
      });
      expect(result).toMatchObject({ outcome: 'served', possession: 'proved' });
    }
  });

  it('14: a record that holds less than a message header, and a message longer than its record', () => {
    const waiting = { outcome: 'interrupted', reason: 'closed', detail: { awaiting: 'ServerHello' } };
    expect(exchange(() => hex('160303 0002 0200'))).toMatchObject(waiting);
    expect(exchange(() => hex('160303 0006 020000460303'))).toMatchObject(waiting);
  });

  it('15: another content type between the fragments of a message', () => {
    const half = hex('160303 0006 020000460303');
    for (const record of [changeCipherSpec, writeRecords(HEARTBEAT, TLS12, hex('01')), hex('170303 0001 00')]) {
      expect(exchange(() => concat(half, record))).toMatchObject({
        outcome: 'misbehaved',
        reason: 'interleaved-records',
      });
    }
  });

  it('15: an alert there is still heard', () => {
    expect(exchange(() => concat(hex('160303 0006 020000460303'), alert('fatal', 80)))).toMatchObject({
      outcome: 'refused',
      reason: 'internal_error',
    });
  });

  it('an unknown content type behind the first record is malformed, with its offset', () => {
    const result = exchange((sent) => concat(serverHelloOnly(sent), hex('4854545020')));
    expect(result).toMatchObject({ outcome: 'malformed', reason: 'record/content_type', stage: 'server-hello' });
    expect(result.detail).toMatchObject({ offset: exchange(serverHelloOnly).taken });
  });

  it('application data and heartbeats in the clear', () => {
    for (const record of [hex('170303 0001 00'), hex('180303 0001 00')]) {
      expect(exchange(() => record)).toMatchObject({ outcome: 'misbehaved', reason: 'unexpected-content-type' });
    }
  });
});

describe('lengths that are claimed', () => {
  it('9: a Certificate of 16 MiB, refused on its header', () => {
    const result = exchange((sent) => concat(serverHelloOnly(sent), hex('160303 0004 0bffffff')));
    expect(result).toMatchObject({
      outcome: 'over-limit',
      reason: 'message-length',
      stage: 'server-hello',
      detail: { message: 'Certificate', length: 0xffffff, limit: 256 * 1024 },
    });
  });

  it('10: a ServerHello of 1 MiB, refused on its header', () => {
    expect(exchange(() => hex('160303 0004 02100000'))).toMatchObject({
      outcome: 'over-limit',
      reason: 'message-length',
      detail: { message: 'ServerHello', length: 0x100000, limit: 64 * 1024 },
    });
  });

  it('handshake bytes', () => {
    const limits = { ...DEFAULT_LIMITS, handshakeBytes: 300 };
    const result = exchange((sent) => flight12(sent, ecdsa, { scheme: ECDSA }), { limits });
    expect(result).toMatchObject({ outcome: 'over-limit', reason: 'handshake-bytes', stage: 'server-hello' });
  });
});

describe('alerts', () => {
  it('16: a flood of warnings', () => {
    const result = exchange(function* () {
      for (let i = 0; i < 1000; i++) yield alert('warning', 90);
    });
    expect(result).toMatchObject({ outcome: 'over-limit', reason: 'warning-alerts', detail: { limit: 4 } });
    expect(result.warningAlerts).toHaveLength(4);
  });

  it('17: levels and lengths that there are not, and a description that nobody knows', () => {
    const malformed = (fragment: string) => exchange(() => writeRecords(ALERT, TLS12, hex(fragment)));
    expect(malformed('0328')).toMatchObject({ outcome: 'malformed', reason: 'Alert/level' });
    expect(malformed('02')).toMatchObject({ outcome: 'malformed', reason: 'Alert/description' });
    expect(malformed('')).toMatchObject({ outcome: 'malformed', reason: 'Alert/level' });
    expect(malformed('022800')).toMatchObject({ outcome: 'malformed', reason: 'Alert' });
    expect(malformed('0263')).toMatchObject({
      outcome: 'refused',
      reason: 'unknown_99',
      alert: { level: 'fatal', code: 99, description: 'unknown_99' },
    });
  });

  it('18: unrecognized_name as a warning, then a flight', () => {
    const flights = [
      (sent: SentHello) => flight12(sent, ecdsa, { scheme: ECDSA }),
      (sent: SentHello) => flight13(sent, ecdsa, { scheme: ECDSA }),
    ];
    for (const flight of flights) {
      expect(exchange((sent) => concat(alert('warning', 112), flight(sent)))).toMatchObject({
        outcome: 'served',
        possession: 'proved',
        alert: null,
        warningAlerts: [{ level: 'warning', code: 112, description: 'unrecognized_name' }],
      });
    }
  });

  it('19: unrecognized_name, fatal', () => {
    expect(exchange(() => alert('fatal', 112))).toMatchObject({
      outcome: 'refused',
      reason: 'unrecognized_name',
      stage: 'client-hello',
      alert: { level: 'fatal', code: 112, description: 'unrecognized_name' },
    });
  });

  it('in TLS 1.3 a warning is fatal, whatever it says of itself', () => {
    const result = exchange((sent) => {
      const { serverHello, protection } = parts13(sent, ecdsa, { scheme: ECDSA });
      return concat(plain(serverHello), protection.seal(ALERT, writeAlert('warning', 40)));
    });
    expect(result).toMatchObject({ outcome: 'refused', reason: 'handshake_failure', stage: 'server-hello' });
  });

  it('43: an alert behind the certificates keeps them', () => {
    const result12 = exchange((sent) => {
      const { serverHello, certificate: list } = messages12(sent, ecdsa, { scheme: ECDSA });
      return concat(plain(serverHello, list), alert('fatal', 116));
    });
    const result13 = exchange((sent) => {
      const { serverHello, messages, protection } = parts13(sent, ecdsa, { scheme: ECDSA });
      const [encryptedExtensions, list] = messages.map((each) => protection.seal(HANDSHAKE, each));
      return concat(plain(serverHello), encryptedExtensions ?? hex(''), list ?? hex(''), alert('fatal', 116));
    });
    for (const result of [result12, result13]) {
      expect(result).toMatchObject({ outcome: 'refused', reason: 'certificate_required', stage: 'certificate' });
      expect(digests(result.certificateList)).toEqual(digests(ecdsa.certificateList));
      expect(result).toMatchObject({ possession: 'unchecked', possessionReason: 'not-reached' });
    }
  });

  it('43: once possession is decided, an alert changes nothing', () => {
    const result = exchange((sent) => {
      const { serverHello, certificate: list, serverKeyExchange } = messages12(sent, ecdsa, { scheme: ECDSA });
      return concat(plain(serverHello, list, serverKeyExchange), alert('fatal', 40));
    });
    expect(result).toMatchObject({ outcome: 'served', possession: 'proved', alert: { code: 40 } });
  });

  it('44: certificates, then silence or the end', () => {
    for (const end of ['closed', 'reset', 'timed-out'] as const) {
      const result = exchange(
        (sent) => {
          const { serverHello, certificate: list } = messages12(sent, ecdsa, { scheme: ECDSA });
          return plain(serverHello, list);
        },
        { end },
      );
      expect(result).toMatchObject({ outcome: 'interrupted', reason: end, detail: { awaiting: 'ServerKeyExchange' } });
      expect(digests(result.certificateList)).toEqual(digests(ecdsa.certificateList));
    }
  });
});

describe('certificate lists', () => {
  /** A lawful flight up to ServerHello, then these certificates' message in each version. */
  const served = (body12: Uint8Array, body13: Uint8Array) => [
    exchange((sent) => concat(serverHelloOnly(sent), plain(message(CERTIFICATE, (w) => w.bytes(body12))))),
    exchange((sent) =>
      flight13(sent, ecdsa, { scheme: ECDSA, certificate: message(CERTIFICATE, (w) => w.bytes(body13)) }),
    ),
  ];

  it('45: an empty list', () => {
    for (const result of served(hex('000000'), hex('00 000000'))) {
      expect(result).toMatchObject({
        outcome: 'misbehaved',
        reason: 'empty-certificate-list',
        certificateList: [],
        possession: 'unchecked',
      });
    }
  });

  it('45: an empty certificate', () => {
    const [tls12, tls13] = served(hex('000003 000000'), hex('00 000005 000000 0000'));
    expect(tls12).toMatchObject({ outcome: 'malformed', reason: 'Certificate/certificate_list[0]' });
    expect(tls13).toMatchObject({ outcome: 'malformed', reason: 'Certificate/certificate_list[0]/cert_data' });
  });

  it('46: an entry past the end: those before it are kept', () => {
    const [tls12, tls13] = served(hex('00000a 000003 aabbcc 0000ff dd'), hex('00 00000c 000003 aabbcc 0000 0000ff dd'));
    expect(tls12).toMatchObject({
      outcome: 'malformed',
      reason: 'Certificate/certificate_list[1]',
      detail: { offset: 9 },
      certificateList: [hex('aabbcc')],
    });
    expect(tls13).toMatchObject({
      outcome: 'malformed',
      reason: 'Certificate/certificate_list[1]/cert_data',
      detail: { offset: 12 },
      certificateList: [hex('aabbcc')],
    });
  });

  it('46: bytes behind the list', () => {
    const [tls12, tls13] = served(hex('000006 000003 aabbcc 00'), hex('00 000008 000003 aabbcc 0000 00'));
    for (const result of [tls12, tls13]) {
      expect(result).toMatchObject({ outcome: 'malformed', reason: 'Certificate', certificateList: [hex('aabbcc')] });
    }
  });

  it('the certificates that were complete when the connection ended are kept', () => {
    const [leaf = new Uint8Array()] = ecdsa.certificateList;
    const long = [leaf, new Uint8Array(4000).fill(0x30)];
    const cut12 = exchange((sent) => concat(serverHelloOnly(sent), plain(writeCertificate12(long)).subarray(0, 3900)));
    expect(cut12).toMatchObject({ outcome: 'interrupted', reason: 'closed', certificateList: [] });
    const records = exchange(
      (sent) => concat(serverHelloOnly(sent), writeRecords(HANDSHAKE, TLS12, writeCertificate12(long), 500)),
      { limits: { ...DEFAULT_LIMITS, wireBytes: 3000 } },
    );
    expect(records).toMatchObject({ outcome: 'over-limit', reason: 'wire-bytes', detail: { limit: 3000 } });
    const protectedRecords = exchange((sent) => {
      const { serverHello, messages, protection } = parts13(
        sent,
        { ...ecdsa, certificateList: long },
        { scheme: ECDSA },
      );
      const bytes = concat(...messages);
      const sealed = [...chunksOf(bytes, 1000)].slice(0, 3).map((part) => protection.seal(HANDSHAKE, part));
      return concat(plain(serverHello), ...sealed);
    });
    expect(protectedRecords).toMatchObject({ outcome: 'interrupted', reason: 'closed', stage: 'encrypted-extensions' });
    for (const { certificateList } of [records, protectedRecords]) {
      expect(digests(certificateList)).toEqual(digests([leaf]));
    }
  });
});

describe('ChangeCipherSpec', () => {
  const flight = (count: number) => (sent: SentHello) => {
    const { serverHello, messages, protection } = parts13(sent, ecdsa, { scheme: ECDSA });
    const sealed = messages.map((each) => protection.seal(HANDSHAKE, each));
    return concat(plain(serverHello), ...Array.from({ length: count }, () => changeCipherSpec), ...sealed);
  };

  it('60: middlebox compatibility is passed over, up to eight', () => {
    for (const count of [0, 1, 8]) expect(exchange(flight(count))).toMatchObject({ possession: 'proved' });
    expect(exchange(flight(9))).toMatchObject({ outcome: 'over-limit', reason: 'change-cipher-spec' });
  });

  it('60: empty ones are empty records, and other contents are wrong', () => {
    const empty = exchange(function* () {
      for (let i = 0; i < 100; i++) yield hex('140303 0000');
    });
    expect(empty).toMatchObject({ outcome: 'over-limit', reason: 'empty-records' });
    expect(exchange(() => hex('140303 0001 02'))).toMatchObject({ reason: 'change-cipher-spec-content' });
  });

  it('in TLS 1.2 it would be a resumption that nobody asked for', () => {
    expect(exchange((sent) => concat(serverHelloOnly(sent), changeCipherSpec))).toMatchObject({
      outcome: 'misbehaved',
      reason: 'unexpected-change-cipher-spec',
      stage: 'server-hello',
    });
  });
});
