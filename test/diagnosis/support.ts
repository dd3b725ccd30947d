/** A run without sockets: servers are functions, certificates are plain data, time is counted. */
import { probes as allProbes } from '../../probes/index.js';
import { diagnose, type TargetVerdict } from '../../src/diagnosis/diagnose.js';
import { examine } from '../../src/diagnosis/examine.js';
import { followUps } from '../../src/diagnosis/follow-ups.js';
import { DEFAULT_POLICY, type Policy } from '../../src/diagnosis/policy.js';
import type { Certificate } from '../../src/model/certificate.js';
import type { EndpointEvidence, TargetEvidence } from '../../src/model/evidence.js';
import { PLAIN_EXPECTATION } from '../../src/model/expectation.js';
import type { Finding } from '../../src/model/finding.js';
import type { Hello } from '../../src/model/hello.js';
import type { Observation } from '../../src/model/observation.js';
import type { Probe } from '../../src/model/question.js';
import type { TrustVerdict } from '../../src/model/report.js';
import type { Target } from '../../src/model/target.js';
import { satisfies } from '../../src/x509/satisfies.js';

export const NOW = new Date('2026-11-20T06:00:00Z');
export const HOST = 'shop.example.net';
export const SIBLING = 'mail.example.net';
export const RANDOM = 'qzjxkwvbnmptrlsd';

/** A certificate by its names; `from` orders editions. Its fingerprint is made of its label. */
export function certificate(
  label: string,
  options: Partial<Certificate> & { names?: readonly string[] } = {},
): Certificate {
  const { names = [`${label.toLowerCase()}.example.org`], ...rest } = options;
  const sha256 = Buffer.from(label.padEnd(32, '.')).toString('hex').slice(0, 64);
  const subject = rest.subject ?? `CN=${names[0] ?? label}`;
  return {
    sha256,
    thumbprint: sha256.slice(0, 40),
    der: new Uint8Array(),
    subject,
    issuer: 'O=Example CA',
    subjectDer: Buffer.from(subject),
    issuerDer: Buffer.from('O=Example CA'),
    subjectAttributes: [],
    issuerAttributes: [{ type: 'O', value: 'Example CA' }],
    serialNumber: '01',
    notBefore: '2026-10-01T00:00:00Z',
    notAfter: '2027-10-01T00:00:00Z',
    dnsNames: names,
    ipAddresses: [],
    spki: new Uint8Array(),
    spkiSha256: sha256,
    keyType: 'rsa',
    keyBits: 2048,
    curve: null,
    signatureAlgorithm: 'sha256WithRSAEncryption',
    selfSigned: false,
    isAuthority: false,
    authorityKeyIdentifier: null,
    subjectKeyIdentifier: null,
    extendedKeyUsages: [],
    keyUsages: [],
    unknownCriticalExtensions: [],
    knownAs: null,
    problem: null,
    ...rest,
  };
}

/** What a server answers: a certificate, one whose signature does not verify, an alert's code, or the end of the connection. */
export type Given =
  | Certificate
  | { readonly unproved: Certificate }
  | { readonly acknowledged: boolean; readonly certificate: Certificate; readonly warned?: boolean }
  | number
  | 'reset'
  | 'close'
  | 'silence'
  | 'closed-port'
  | 'http'
  | 'over-limit';

export type Server = (name: string | null, hello: Hello, connection: number) => Given;

export interface Site {
  readonly address: string;
  readonly server: Server;
  readonly http?: string;
  /** The version that it speaks; absent: the newest that is offered. */
  readonly protocol?: string;
}

export interface Run {
  readonly host?: string;
  readonly expected?: readonly Certificate[];
  /** Only the fingerprints of what is expected are known, as with --expect-fingerprint. */
  readonly expectedUnseen?: boolean;
  readonly siblings?: readonly string[];
  readonly sites: readonly Site[];
  readonly trust?: (certificate: Certificate) => TrustVerdict;
  readonly probes?: readonly Probe[];
  /** False: the first survey only (issue 2's stage). */
  readonly follow?: boolean;
  readonly policy?: Partial<Policy>;
}

export interface Outcome {
  readonly evidence: TargetEvidence;
  readonly findings: readonly Finding[];
  readonly verdict: TargetVerdict;
  /** Follow-up questions put, by endpoint. */
  readonly asked: readonly string[][];
}

const TRUSTED: TrustVerdict = { trusted: true, reason: null, anchors: 'bundled' };

export function targetOf(run: Run): Target {
  const host = run.host ?? HOST;
  return {
    host,
    hostKind: /^[\d.]+$|:/.test(host) ? 'ip' : 'name',
    port: 443,
    starttls: null,
    scheme: 'https',
    addresses: null,
    expectation:
      run.expected === undefined
        ? null
        : {
            ...PLAIN_EXPECTATION,
            certificates: run.expected.map(({ sha256 }) => ({
              digest: { algorithm: 'sha256' as const, hex: sha256 },
              der: null,
              source: '--expect-fingerprint',
            })),
          },
    source: 'argument',
    labels: {},
  };
}

/** Survey, follow-ups until there are none, verdict. Expected certificates are known, as from a file. */
export function run(given: Run): Outcome {
  const target = targetOf(given);
  const store = new Map<string, Certificate>();
  if (given.expectedUnseen !== true) for (const one of given.expected ?? []) store.set(one.sha256, one);
  const sites = given.sites.map((site) => new Asked(site, target, store, given));
  for (const site of sites) site.survey();
  const asked: string[][] = sites.map(() => []);
  const probes = given.probes ?? allProbes;
  let state = judge();
  for (let round = 0; given.follow !== false && round < 24; round += 1) {
    const batch = followUps(state.evidence, state.findings, probes, {
      samples: 6,
      unknownSibling: true,
      keyTypes: true,
    });
    if (batch.length === 0) break;
    for (const { probe, endpoint, givenName, gapMs } of batch) {
      sites[endpoint]?.follow(probe, givenName, gapMs);
      asked[endpoint]?.push(givenName === null ? probe : `${probe} ${givenName}`);
    }
    state = judge();
  }
  return { ...state, asked };

  function judge() {
    const evidence: TargetEvidence = {
      target,
      resolution: {
        source: 'dns',
        aliases: [],
        addresses: given.sites.map(({ address }) => address),
        reason: null,
        ms: 1,
      },
      endpoints: sites.map((site) => site.evidence()),
      certificates: new Map(store),
      now: NOW,
    };
    const policy = { ...DEFAULT_POLICY, ...given.policy };
    const findings = examine(evidence, policy);
    return { evidence, findings, verdict: diagnose(evidence, findings, policy) };
  }
}

class Asked {
  readonly #site: Site;
  readonly #target: Target;
  readonly #store: Map<string, Certificate>;
  readonly #run: Run;
  readonly #observations: Observation[] = [];
  #trust: TrustVerdict = { trusted: null, reason: 'handshake-failed', anchors: null };
  #trustCertificates: readonly string[] | null = null;
  #clock = 0;
  #connections = 0;

  constructor(site: Site, target: Target, store: Map<string, Certificate>, given: Run) {
    this.#site = site;
    this.#target = target;
    this.#store = store;
    this.#run = given;
  }

  survey(): void {
    const control = this.#put('target-name', this.#hello());
    const dead = control.outcome === 'unreachable' || control.outcome === 'not-tls' || control.reason === 'timed-out';
    const planned: [string, string | null][] = [
      ['no-name', null],
      ['unknown-name', `${RANDOM}.invalid`],
    ];
    for (const [probe, serverName] of planned) {
      if (dead) this.#observations.push({ ...control, probe, serverName, attempt: 0 });
      else this.#put(probe, { ...this.#hello(), serverName });
    }
    if (control.outcome !== 'served') return;
    const leaf = this.#store.get(control.certificates[0] ?? '');
    if (leaf?.keyType === 'ecdsa') this.#put('rsa-only', { ...this.#hello(), keyTypes: 'rsa' });
    if (control.possession === 'failed') return;
    const answer = this.#answer(this.#hello());
    const again = certificateOf(answer);
    if (again === null) return;
    this.#trustCertificates = [again.sha256];
    this.#trust = this.#run.trust?.(again) ?? TRUSTED;
    const without = this.#observations.find(({ probe }) => probe === 'no-name');
    if (without?.outcome === 'interrupted') this.#put('no-name', { ...this.#hello(), serverName: null });
  }

  follow(probe: string, givenName: string | null, gapMs: number): void {
    const found = (this.#run.probes ?? allProbes).find(({ id }) => id === probe);
    const leaf = this.#observations.findLast((one) => one.probe === 'target-name')?.certificates[0];
    const hello = found?.vary(this.#hello(), {
      targetName: this.#target.hostKind === 'ip' ? null : this.#target.host,
      givenName,
      randomLabel: RANDOM,
      controlKeyType: this.#store.get(leaf ?? '')?.keyType ?? null,
    });
    this.#clock += gapMs;
    if (hello !== null && hello !== undefined) this.#put(probe, hello);
  }

  evidence(): EndpointEvidence {
    const { address } = this.#site;
    const siblings = (this.#run.siblings ?? []).map((host) => {
      const observation = this.#observe('target-name', { ...this.#hello(), serverName: host }, 1);
      const leaf = this.#store.get(observation.certificates[0] ?? '');
      const satisfied = leaf !== undefined && satisfies(leaf, null, host, 'name').satisfied;
      return { host, observation: { ...observation, at: -1 }, satisfied };
    });
    return {
      endpoint: { address, port: 443, dialAddress: address, dialPort: 443, starttls: null, starttlsHost: null },
      observations: [...this.#observations],
      neighbours: siblings,
      neighbourSummary: null,
      trust: this.#trust,
      http: this.#site.http === undefined ? null : { status: 200, server: this.#site.http },
      trustCertificates: this.#trustCertificates,
    };
  }

  #hello(): Hello {
    const serverName = this.#target.hostKind === 'ip' ? null : this.#target.host;
    return { serverName, versions: ['TLSv1.3', 'TLSv1.2'], keyTypes: 'any' };
  }

  #put(probe: string, hello: Hello): Observation {
    const before = this.#observations.filter((one) => one.probe === probe && one.serverName === hello.serverName);
    const observation = this.#observe(probe, hello, before.length + 1);
    this.#observations.push(observation);
    return observation;
  }

  #answer(hello: Hello): Given {
    this.#clock += 5;
    this.#connections += 1;
    return this.#site.server(hello.serverName, hello, this.#connections);
  }

  #observe(probe: string, hello: Hello, attempt: number): Observation {
    const given =
      attempt === 1 && probe === 'target-name' && hello.serverName !== this.#hello().serverName
        ? this.#site.server(hello.serverName, hello, 0)
        : this.#answer(hello);
    const served = certificateOf(given);
    if (served !== null) this.#store.set(served.sha256, served);
    return observation(probe, hello.serverName, given, {
      attempt,
      at: this.#clock,
      protocol: this.#site.protocol ?? hello.versions[0] ?? 'TLSv1.3',
    });
  }
}

export function certificateOf(given: Given): Certificate | null {
  if (typeof given !== 'object') return null;
  if ('unproved' in given) return given.unproved;
  return 'certificate' in given ? given.certificate : given;
}

export function observation(
  probe: string,
  serverName: string | null,
  given: Given,
  { attempt = 1, at = 0, protocol = 'TLSv1.3' }: { attempt?: number; at?: number; protocol?: string } = {},
): Observation {
  const base: Observation = {
    probe,
    serverName,
    attempt,
    shared: false,
    outcome: 'served',
    reason: null,
    detail: {},
    stage: 'client-hello',
    at,
    ms: 5,
    protocol: null,
    cipherSuite: null,
    group: null,
    signatureScheme: null,
    serverNameAcknowledged: null,
    ocspStaple: null,
    alert: null,
    warningAlerts: [],
    certificates: [],
    possession: 'unchecked',
    possessionReason: 'not-reached',
  };
  const leaf = certificateOf(given);
  if (leaf !== null && typeof given === 'object') {
    const proved = !('unproved' in given);
    return {
      ...base,
      stage: 'possession',
      protocol,
      serverNameAcknowledged: 'acknowledged' in given ? given.acknowledged : false,
      warningAlerts:
        'warned' in given && given.warned === true
          ? [{ level: 'warning', code: 112, description: 'unrecognized_name' }]
          : [],
      certificates: [leaf.sha256],
      possession: proved ? 'proved' : 'failed',
      possessionReason: proved ? null : 'signature-does-not-verify',
    };
  }
  if (typeof given === 'number') {
    const alert = { level: 'fatal' as const, code: given, description: `alert_${given}` };
    return { ...base, outcome: 'refused', reason: alert.description, alert };
  }
  switch (given) {
    case 'closed-port':
      return { ...base, outcome: 'unreachable', reason: 'refused', stage: 'connect' };
    case 'http':
      return { ...base, outcome: 'not-tls', reason: 'http' };
    case 'over-limit':
      return { ...base, outcome: 'over-limit', reason: 'message-length' };
    case 'silence':
      return { ...base, outcome: 'interrupted', reason: 'timed-out' };
    default:
      return { ...base, outcome: 'interrupted', reason: given === 'close' ? 'closed' : 'reset' };
  }
}

/** A server as a table: by name, `none` for no name, `else` for every other. */
export function table(rows: Readonly<Record<string, Given>> & { readonly else: Given }): Server {
  return (name) => (name === null ? (rows.none ?? rows.else) : (rows[name] ?? rows.else));
}

/** The cause and certainty of one endpoint, and the alternatives, as one line. */
export function told({ verdict }: Outcome, endpoint = 0): string {
  const diagnosis = verdict.endpoints[endpoint]?.diagnosis;
  if (diagnosis === null || diagnosis === undefined) return `${verdict.endpoints[endpoint]?.status} -`;
  return `${verdict.endpoints[endpoint]?.status} ${diagnosis.cause} ${diagnosis.certainty}`;
}

export function beside({ verdict }: Outcome, endpoint = 0): readonly string[] {
  return verdict.endpoints[endpoint]?.diagnosis?.alternatives.map(({ cause }) => cause) ?? [];
}
