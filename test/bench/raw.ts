import { createWriteStream } from 'node:fs';
import { connect } from 'node:net';
import { devNull } from 'node:os';
import { systemClock, systemRandom } from '../../src/engine/ambient.js';
import { type AskIo, ask } from '../../src/engine/ask.js';
import { Cancellation } from '../../src/engine/cancellation.js';
import { CertificateCache } from '../../src/engine/certificate-cache.js';
import { ClientHandshake } from '../../src/tls/client-handshake.js';
import { controlHello } from '../../src/tls/control-hello.js';
import { makeKeyShares } from '../../src/tls/key-share.js';
import { describeCertificate } from '../../src/x509/describe.js';
import type { Fixture } from './fixture.js';
import { at, eachConnection, type Prepared, requireSame, type Technique } from './technique.js';

/** Room for issuers, none for leaves: what a long list finds remembered. */
const CACHED_CERTIFICATES = 64;

/** As little as Node can do: a ready hello, bytes until the certificate is among them, a reset. Nothing is read. */
export const floor: Technique = {
  title: 'the floor: a ready hello, bytes until the certificate is in, reset',
  count: 3_000,
  warmUp: 2_000,
  prepare: async ({ port, names, certificates }) => {
    const ders = certificates.map((der) => Buffer.from(der, 'base64'));
    const hellos = names.map((name) =>
      new ClientHandshake({
        hello: controlHello(name, 'tls12'),
        random: systemRandom(32),
        sessionId: systemRandom(32),
        keyShares: makeKeyShares(),
        prove: false,
      }).start(),
    );
    return eachConnection(
      (index) =>
        new Promise((resolve, reject) => {
          const socket = connect({ host: '127.0.0.1', port });
          const chunks: Buffer[] = [];
          socket.on('connect', () => socket.write(at(hellos, index)));
          socket.on('error', reject);
          socket.on('data', (chunk) => {
            chunks.push(chunk);
            if (!(chunks.length === 1 ? chunk : Buffer.concat(chunks)).includes(at(ders, index))) return;
            socket.resetAndDestroy();
            resolve();
          });
          socket.on('end', () => reject(new Error('closed before the certificate')));
        }),
    );
  },
};

/** TLS 1.2 alone, up to Certificate, every certificate read. */
export const rawTls12: Technique = {
  title: 'whichcert, TLS 1.2 hello, certificate only',
  count: 3_000,
  warmUp: 2_000,
  prepare: async (fixture) => asking(fixture, 'tls12', null),
};

/** The control hello, the signature verified. */
export const rawCurrent: Technique = {
  title: 'whichcert, current hello, possession proved',
  count: 2_500,
  warmUp: 2_000,
  prepare: async (fixture) => asking(fixture, 'current', null),
};

/** The same, and a line of JSON for each. */
export const rawCurrentLine: Technique = {
  title: 'whichcert, current hello, possession proved, a JSON line written',
  count: 2_500,
  warmUp: 2_000,
  prepare: async (fixture) => {
    const out = createWriteStream(devNull);
    return asking(fixture, 'current', (line) => out.write(line));
  },
};

function asking(fixture: Fixture, mode: 'tls12' | 'current', write: ((line: string) => void) | null): Prepared {
  const { port, names, fingerprints } = fixture;
  const io: AskIo = {
    clock: systemClock(),
    random: systemRandom,
    keyShares: makeKeyShares(),
    timeoutMs: 10_000,
    prove: mode === 'current',
    cancellation: new Cancellation(),
    certificates: new CertificateCache(CACHED_CERTIFICATES),
    onTranscript: null,
  };
  const endpoint = {
    address: '127.0.0.1',
    port,
    dialAddress: '127.0.0.1',
    dialPort: port,
    starttls: null,
    starttlsHost: null,
  };
  const slot = { heard: () => undefined };
  return eachConnection(async (index) => {
    const name = at(names, index);
    const question = { probe: 'target-name', endpoint, hello: controlHello(name, mode), attempt: 1, shared: false };
    const { observation, certificates } = await ask(question, io, slot);
    requireSame(observation.certificates[0], at(fingerprints, index), name);
    const possession = mode === 'current' ? 'proved' : 'unchecked';
    if (observation.possession !== possession) throw new Error(`${name}: possession ${observation.possession}`);
    write?.(`${JSON.stringify({ observation, certificates: certificates.map(describeCertificate) })}\n`);
  });
}
