import type { Diagnosis } from '../../src/model/diagnosis.js';
import type { Finding } from '../../src/model/finding.js';
import type { Observation } from '../../src/model/observation.js';
import type { EndpointReport, ReportedCertificate, TargetReport } from '../../src/model/report.js';

export const GOOD = 'a1'.repeat(32);
export const LEGACY = 'b2'.repeat(32);

export function anObservation(probe: string, certificate: string | null, over: Partial<Observation> = {}): Observation {
  return {
    probe,
    serverName: probe === 'no-name' ? null : probe === 'unknown-name' ? 'qwertzuiopasdfgh.invalid' : 'shop.example',
    attempt: 1,
    shared: probe !== 'target-name',
    outcome: certificate === null ? 'refused' : 'served',
    reason: certificate === null ? 'unrecognized_name' : null,
    detail: {},
    stage: certificate === null ? 'client-hello' : 'possession',
    at: 1,
    ms: 2,
    protocol: certificate === null ? null : 'TLSv1.3',
    cipherSuite: certificate === null ? null : 'TLS_AES_128_GCM_SHA256',
    group: certificate === null ? null : 'x25519',
    signatureScheme: certificate === null ? null : 'rsa_pss_rsae_sha256',
    serverNameAcknowledged: certificate === null ? null : true,
    ocspStaple: certificate === null ? null : false,
    alert: certificate === null ? { level: 'fatal', code: 112, description: 'unrecognized_name' } : null,
    warningAlerts: [],
    certificates: certificate === null ? [] : [certificate],
    possession: certificate === null ? 'unchecked' : 'proved',
    possessionReason: certificate === null ? 'no-certificate' : null,
    ...over,
  };
}

export function aCertificate(over: Partial<ReportedCertificate> = {}): ReportedCertificate {
  return {
    subject: 'CN=shop.example',
    issuer: 'CN=Lab CA',
    serialNumber: '01',
    notBefore: '2026-10-01T00:00:00Z',
    notAfter: '2027-10-01T00:00:00Z',
    dnsNames: ['shop.example'],
    ipAddresses: [],
    thumbprint: 'c3'.repeat(20),
    spkiSha256: 'd4'.repeat(32),
    keyType: 'rsa',
    keyBits: 2048,
    signatureAlgorithm: 'sha256WithRSAEncryption',
    selfSigned: false,
    knownAs: null,
    ...over,
  };
}

export function aDiagnosis(over: Partial<Diagnosis> = {}): Diagnosis {
  return {
    cause: 'ip-binding-conflict',
    certainty: 'likely',
    title: 'shop.example is served "CN=legacy" at 203.0.113.5, as every name there is',
    explanation: 'A binding on that exact address answers for every name.',
    evidence: ['expected: shop.example', 'served: "CN=legacy"'],
    alternatives: [{ cause: 'another-server', certainty: 'possible', tellApart: 'look where 203.0.113.5 leads' }],
    remedies: [{ platform: 'windows-iis', steps: ['Show the row:', '$ netsh http show sslcert'] }],
    ...over,
  };
}

export function anEndpoint(
  address: string,
  certificate: string | null,
  over: Partial<EndpointReport> = {},
): EndpointReport {
  return {
    address,
    port: 443,
    dialled: `${address.includes(':') ? `[${address}]` : address}:443`,
    status: 'ok',
    observations: ['target-name', 'no-name', 'unknown-name'].map((probe) => anObservation(probe, certificate)),
    served: certificate,
    http: null,
    row: null,
    trust: { trusted: true, reason: null, anchors: 'bundled 146 (Node 20.20.2)' },
    diagnosis: null,
    ...over,
  };
}

export function aFinding(over: Partial<Finding> = {}): Finding {
  return {
    code: 'identifier-mismatch',
    severity: 'critical',
    address: '203.0.113.5',
    message: 'the certificate does not cover shop.example',
    citations: ['RFC 9525 §6'],
    accepted: null,
    ...over,
  };
}

/** A healthy report of `shop.example` at two addresses; `over` changes it. */
export function aReport(over: Partial<TargetReport> = {}): TargetReport {
  return {
    schemaVersion: 1,
    tool: 'whichcert/0.0.0',
    helloVersion: '1',
    target: { host: 'shop.example', port: 443, starttls: null, source: 'names.txt:3', labels: {} },
    vantage: null,
    startedAt: '2026-11-20T06:00:00.000Z',
    durationMs: 41,
    questions: 5,
    status: 'ok',
    resolution: { source: 'given', aliases: [], addresses: ['203.0.113.5', '203.0.113.6'], reason: null, ms: 0 },
    expectation: null,
    endpoints: [anEndpoint('203.0.113.5', GOOD), anEndpoint('203.0.113.6', GOOD)],
    certificates: { [GOOD]: aCertificate() },
    findings: [],
    changes: [],
    diagnosis: null,
    ...over,
  };
}

/** `shop.example` with a conflict at the first of its two addresses. */
export function aConflict(over: Partial<TargetReport> = {}): TargetReport {
  const diagnosis = aDiagnosis();
  return aReport({
    status: 'critical',
    endpoints: [anEndpoint('203.0.113.5', LEGACY, { status: 'critical', diagnosis }), anEndpoint('203.0.113.6', GOOD)],
    certificates: {
      [GOOD]: aCertificate(),
      [LEGACY]: aCertificate({ subject: 'CN=legacy', dnsNames: ['legacy.example'] }),
    },
    findings: [aFinding()],
    diagnosis,
    ...over,
  });
}

/** A well target that is served another certificate than in the baseline: its change, and the notice that goes with it. */
export function aChanged(host: string, over: Partial<TargetReport> = {}): TargetReport {
  const message = `${host} is served a newer certificate at 203.0.113.5`;
  const change = { code: 'replaced', address: '203.0.113.5', serverName: host, before: LEGACY, after: GOOD, message };
  return aReport({
    target: { host, port: 443, starttls: null, source: null, labels: {} },
    changes: [change],
    findings: [aFinding({ code: change.code, severity: 'notice', message })],
    ...over,
  });
}

/** A name that DNS does not know. */
export function anUnresolved(over: Partial<TargetReport> = {}): TargetReport {
  return aReport({
    target: { host: 'gone.example', port: 443, starttls: null, source: 'names.txt:7', labels: {} },
    status: 'unknown',
    resolution: { source: 'dns', aliases: [], addresses: [], reason: 'not-found', ms: 3 },
    endpoints: [],
    certificates: {},
    ...over,
  });
}

/** Text that a peer might put into a certificate to break out of a report. */
export const HOSTILE = `x"><script>alert(1)</script>&'\u0000\u001b[31m\u202e|\`]]>\n::error::=1+1`;
