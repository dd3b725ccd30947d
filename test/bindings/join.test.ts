import { describe, expect, it } from 'vitest';
import { joinBindings } from '../../src/bindings/join/join.js';
import type { Diagnosis } from '../../src/model/diagnosis.js';
import type { Observation } from '../../src/model/observation.js';
import type { EndpointReport, ReportedCertificate, TargetReport } from '../../src/model/report.js';
import { type MachineText, machine, thumbprint } from './machines.js';

/** `target-name A`, `no-name reset`, `unknown-name refused`, `target-name timed-out`. */
function observation(text: string, host: string): Observation {
  const [probe = '', answer = ''] = text.split(' ');
  const served = /^[A-Z]$/.test(answer);
  const serverName = probe === 'no-name' ? null : probe === 'unknown-name' ? 'qwertyuiop.invalid' : host;
  return {
    probe,
    serverName,
    attempt: 1,
    shared: false,
    outcome: served ? 'served' : answer === 'refused' ? 'unreachable' : 'interrupted',
    reason: served ? null : answer,
    detail: {},
    stage: 'certificate',
    at: 0,
    ms: 1,
    protocol: null,
    cipherSuite: null,
    group: null,
    signatureScheme: null,
    serverNameAcknowledged: null,
    ocspStaple: null,
    alert: null,
    warningAlerts: [],
    certificates: served ? [`sha256-${answer}`] : [],
    possession: 'unchecked',
    possessionReason: null,
  };
}

const FROM_OUTSIDE: Diagnosis = {
  cause: 'fallback-certificate',
  certainty: 'possible',
  title: 'the fallback is served',
  explanation: '',
  evidence: ['seen twice'],
  alternatives: [{ cause: 'missing-sni-host-match', certainty: 'possible', tellApart: 'ask another name' }],
  remedies: [],
};

function report(
  host: string,
  address: string,
  answers: readonly string[],
  diagnosis: Diagnosis | null = FROM_OUTSIDE,
): TargetReport {
  const endpoint: EndpointReport = {
    address,
    port: 443,
    dialled: `${address}:443`,
    status: diagnosis === null ? 'ok' : 'critical',
    observations: answers.map((text) => observation(text, host)),
    served: null,
    http: null,
    row: null,
    trust: { trusted: null, reason: null, anchors: null },
    diagnosis,
  };
  return {
    schemaVersion: 1,
    tool: 'test',
    helloVersion: '1',
    target: { host, port: 443, starttls: null, source: null, labels: {} },
    vantage: null,
    startedAt: '2026-11-20T00:00:00Z',
    durationMs: 1,
    questions: 3,
    status: endpoint.status,
    resolution: { source: 'given', aliases: [], addresses: [address], reason: null, ms: 0 },
    expectation: null,
    endpoints: [endpoint],
    certificates: Object.fromEntries([...'ABCDZ'].map((letter) => [`sha256-${letter}`, certificate(letter)])),
    findings: [],
    changes: [],
    diagnosis,
  };
}

function certificate(letter: string): ReportedCertificate {
  return {
    subject: null,
    issuer: null,
    serialNumber: null,
    notBefore: null,
    notAfter: null,
    dnsNames: null,
    ipAddresses: null,
    thumbprint: thumbprint(letter),
    spkiSha256: null,
    keyType: null,
    keyBits: null,
    signatureAlgorithm: null,
    selfSigned: null,
    knownAs: null,
  };
}

const ROWS: MachineText = {
  rows: ['ipport=10.0.0.5:443 D SSTP', 'hostnameport=shop.example:443 A', 'ipport=0.0.0.0:443 B'],
};
const join = (text: MachineText, given: Readonly<Record<string, string>> = {}) =>
  joinBindings({ machine: machine(text), system: '2016+', localAddresses: new Map(Object.entries(given)) });
const CONFLICT = ['target-name D', 'no-name D', 'unknown-name D'];

describe('joinBindings', () => {
  it('names the row, its thumbprint, its owner and the row that it hides', () => {
    const joined = join(ROWS, { '203.0.113.5': '10.0.0.5' })(report('shop.example', '203.0.113.5', CONFLICT));
    const [endpoint] = joined.endpoints;
    expect(endpoint?.row).toMatchObject({
      kind: 'ipport',
      address: '10.0.0.5',
      owner: 'SSTP (Routing and Remote Access)',
    });
    expect(endpoint?.diagnosis).toMatchObject({ cause: 'ip-binding-conflict', certainty: 'certain', alternatives: [] });
    expect(endpoint?.diagnosis?.title).toBe(
      `ipport=10.0.0.5:443, thumbprint ${thumbprint('D')}, set by SSTP (Routing and Remote Access), answers before hostnameport=shop.example:443`,
    );
    expect(endpoint?.diagnosis?.evidence).toContain(
      '203.0.113.5 is 10.0.0.5 on the exported machine (--local-address)',
    );
    expect(joined.diagnosis).toBe(endpoint?.diagnosis);
  });

  it('infers the local address by thumbprint, and says so', () => {
    const [endpoint] = join(ROWS)(report('shop.example', '203.0.113.5', CONFLICT)).endpoints;
    expect(endpoint?.diagnosis?.cause).toBe('ip-binding-conflict');
    expect(endpoint?.diagnosis?.evidence.join()).toMatch(/taken for 10\.0\.0\.5 .*inferred by the thumbprints/);
    const other = join(ROWS)(report('store.example', '203.0.113.6', ['target-name B', 'no-name B', 'unknown-name B']));
    expect(other.endpoints[0]?.diagnosis).toMatchObject({ cause: 'missing-sni-host-match', certainty: 'likely' });
  });

  it('leaves healthy endpoints and other machines alone', () => {
    const healthy = report('shop.example', '203.0.113.6', ['target-name A', 'no-name B', 'unknown-name B'], null);
    expect(join(ROWS)(healthy)).toBe(healthy);
    const foreign = report('elsewhere.example', '198.51.100.1', ['target-name Z', 'no-name Z', 'unknown-name Z']);
    expect(join(ROWS)(foreign)).toBe(foreign);
  });

  it('a row that should win and is reset has an unusable key: likely', () => {
    const answers = ['target-name reset', 'no-name B', 'unknown-name B', 'target-name reset'];
    const joined = join(ROWS, { '203.0.113.6': '10.0.0.6' })(report('shop.example', '203.0.113.6', answers));
    expect(joined.endpoints[0]?.diagnosis).toMatchObject({ cause: 'private-key-unusable', certainty: 'likely' });
    expect(joined.endpoints[0]?.row).toMatchObject({ host: 'shop.example' });
  });

  it('… certain where the list shows that the key is missing', () => {
    const keyless = { ...ROWS, certificates: ['A shop.example nokey', 'B b.example', 'D d.example'] };
    const answers = ['target-name reset', 'no-name B', 'unknown-name B'];
    const joined = join(keyless)(report('shop.example', '203.0.113.6', answers));
    expect(joined.endpoints[0]?.diagnosis).toMatchObject({ cause: 'private-key-unusable', certainty: 'certain' });
  });

  it('says loudly what no row explains: an export out of date', () => {
    const answers = ['target-name B', 'no-name B', 'unknown-name B'];
    const joined = join(ROWS, { '203.0.113.6': '10.0.0.6' })(report('shop.example', '203.0.113.6', answers));
    expect(joined.endpoints[0]?.row).toBeNull();
    expect(joined.findings).toMatchObject([{ code: 'bindings-disagree', severity: 'warning', address: '203.0.113.6' }]);
    expect(joined.findings[0]?.message).toMatch(/out of date/);
  });

  it('… another machine, or a device in front', () => {
    const joined = join(ROWS)(
      report('shop.example', '203.0.113.9', ['target-name Z', 'no-name Z', 'unknown-name Z'], null),
    );
    expect(joined.findings[0]?.message).toMatch(/another machine or a device in front/);
    expect(joined.status).toBe('warning');
  });

  it('a time-out says nothing about rows', () => {
    const same = report('shop.example', '10.0.0.5', ['target-name timed-out']);
    expect(join(ROWS)(same).endpoints[0]?.row).toBeNull();
    expect(join(ROWS)(same).findings).toEqual([]);
  });

  it('keeps what was seen of a certificate that the name’s own row holds', () => {
    const stale: Diagnosis = { ...FROM_OUTSIDE, cause: 'stale-certificate', certainty: 'likely' };
    const answers = ['target-name A', 'no-name B', 'unknown-name B'];
    const joined = join(ROWS)(report('shop.example', '203.0.113.6', answers, stale));
    expect(joined.endpoints[0]?.diagnosis).toMatchObject({ cause: 'stale-certificate', certainty: 'likely' });
    expect(joined.endpoints[0]?.row).toMatchObject({ kind: 'hostnameport', host: 'shop.example' });
  });
});
