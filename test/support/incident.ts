/** A broken configuration on a real server, what is said of it, and the same server mended. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CheckOptions } from '../../src/engine/options.js';
import { parseFingerprint } from '../../src/expectation/fingerprint.js';
import { type Expectation, PLAIN_EXPECTATION } from '../../src/model/expectation.js';
import { certificateFiles, type Identities, type Identity, makeIdentities } from './identities.js';
import { freePort } from './ports.js';
import type { RunningServer } from './process.js';
import { checkAll, type TargetText } from './run-check.js';
import type { Place, Setup } from './servers/start.js';
import { causesOf, story, verdictOf } from './verdicts.js';

export interface Incident {
  readonly title: string;
  /** Where it is reported or observed. */
  readonly source: string;
  readonly broken: (port: number) => string;
  /** The configuration after the remedy; absent where the mend lies elsewhere (DNS, a backend, the list). */
  readonly mended?: (port: number) => string;
  /** Where the server must answer. Defaults to 127.0.0.1. */
  readonly addresses?: readonly string[];
  readonly targets: (port: number) => readonly (string | TargetText)[];
  /**
   * By host: the status, cause and certainty that the report must have: `critical missing-sni-host-match likely`.
   * Without the certainty where the design does not prescribe one.
   */
  readonly verdicts: Readonly<Record<string, string>>;
  /** Causes that must stand among the alternatives, by host. */
  readonly beside?: Readonly<Record<string, readonly string[]>>;
  /** Finding codes that must be among those of the run. */
  readonly findings?: readonly string[];
  readonly options?: Partial<CheckOptions>;
}

/** That certificate and no other is expected, as `--expect-certificate` says. */
export function expecting(identity: Identity | undefined): Expectation {
  if (identity === undefined) return PLAIN_EXPECTATION;
  const { sha256, certificateDer } = identity;
  const expected = { digest: parseFingerprint(sha256), der: certificateDer, source: 'expected.pem' };
  return { ...PLAIN_EXPECTATION, certificates: [expected] };
}

export type Certificates = Readonly<Record<string, Identity>>;

/** Issues the certificates of a file's incidents, then makes a test of each. */
export function incidents(
  start: (setup: Setup) => Promise<RunningServer>,
  issue: (identities: Identities) => Certificates,
  make: (certificates: Certificates) => readonly Incident[],
): void {
  let identities: Identities;
  let certificates: Certificates = {};
  const servers = new Set<RunningServer>();

  beforeAll(async () => {
    identities = await makeIdentities();
    certificates = issue(identities);
  });

  afterAll(() => Promise.all([...servers].map((server) => server.stop())));

  const withServer = async <T>(config: string, places: readonly Place[], body: () => Promise<T>): Promise<T> => {
    const server = await start({ config, files: certificateFiles(certificates), places });
    servers.add(server);
    try {
      return await body();
    } finally {
      servers.delete(server);
      await server.stop();
    }
  };

  // Titles are needed before the certificates are: what an incident says is made of neither.
  make({}).forEach(({ title, source }, index) => {
    it(`${title} (${source})`, async () => {
      const incident = make(certificates)[index];
      if (incident === undefined) throw new Error('no incident');
      const port = await freePort();
      const places = (incident.addresses ?? ['127.0.0.1']).map((address) => ({ address, port }));
      const ask = () =>
        checkAll(incident.targets(port), {
          trust: { mode: 'bundled', ca: [identities.root.certificateDer], caSource: 'the peers’ root' },
          ...incident.options,
        });
      const broken = await withServer(incident.broken(port), places, ask);
      const told = broken.map(story).join('\n\n');
      for (const report of broken) {
        const stated = incident.verdicts[report.target.host] ?? 'a verdict';
        expect(
          `${verdictOf(report)} `.startsWith(`${stated} `),
          `${stated} was meant
${told}`,
        ).toBe(true);
      }
      for (const [host, causes] of Object.entries(incident.beside ?? {})) {
        const report = broken.find(({ target }) => target.host === host);
        expect(report === undefined ? [] : causesOf(report), told).toEqual(expect.arrayContaining([...causes]));
      }
      const codes = broken.flatMap(({ findings }) => findings.map(({ code }) => code));
      expect(codes, told).toEqual(expect.arrayContaining([...(incident.findings ?? [])]));
      if (incident.mended === undefined) return;
      const mended = await withServer(incident.mended(port), places, ask);
      expect(mended.map(verdictOf), mended.map(story).join('\n\n')).toEqual(mended.map(() => 'ok'));
    });
  });
}
