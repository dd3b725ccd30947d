import type { Certificate } from '../model/certificate.js';
import type { Expectation } from '../model/expectation.js';
import {
  type EndpointReport,
  type ReportedCertificate,
  type ReportedExpectation,
  SCHEMA_VERSION,
  type TargetReport,
} from '../model/report.js';
import type { BadLine } from '../model/target.js';
import { HELLO_VERSION } from '../tls/control-hello.js';
import { describeCertificate } from '../x509/describe.js';
import { addressWithPort } from './addresses.js';
import { type Judged, rounded } from './evidence.js';
import type { Job } from './job.js';
import type { Settings } from './options.js';

/** One line of the report (DESIGN section 6) out of what was observed and judged. */
export function assembleReport(job: Job, judged: Judged, controlId: string, settings: Settings): TargetReport {
  const { evidence, findings, verdict } = judged;
  const { target } = job;
  const endpoints = evidence.endpoints.map((each, index): EndpointReport => {
    const { endpoint, observations, http, trust } = each;
    const served = observations.find(({ probe, certificates }) => probe === controlId && certificates.length > 0);
    return {
      address: endpoint.address,
      port: endpoint.port,
      dialled: addressWithPort(endpoint.dialAddress, endpoint.dialPort),
      status: verdict.endpoints[index]?.status ?? verdict.status,
      observations,
      served: served?.certificates[0] ?? null,
      http,
      row: null,
      trust,
      diagnosis: verdict.endpoints[index]?.diagnosis ?? null,
    };
  });
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: settings.tool,
    helloVersion: HELLO_VERSION,
    target: {
      host: target.host,
      port: target.port,
      starttls: target.starttls,
      source: target.source,
      labels: target.labels,
    },
    vantage: settings.vantage,
    startedAt: new Date(job.startedAt).toISOString(),
    durationMs: rounded(settings.clock() - job.startedAt),
    questions: job.questions,
    status: verdict.status,
    resolution: { ...evidence.resolution, ms: rounded(evidence.resolution.ms) },
    expectation: target.expectation === null ? null : reportedExpectation(target.expectation),
    endpoints,
    certificates: referenced(endpoints, evidence.certificates),
    findings,
    changes: [],
    diagnosis: verdict.diagnosis,
  };
}

/** A line that is no target: reported where it stands, and the rest goes on. */
export function badLineReport(line: BadLine, settings: Settings): TargetReport {
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: settings.tool,
    helloVersion: HELLO_VERSION,
    target: { host: line.text, port: 0, starttls: null, source: line.source, labels: {} },
    vantage: settings.vantage,
    startedAt: new Date(settings.clock()).toISOString(),
    durationMs: 0,
    questions: 0,
    status: 'unknown',
    resolution: { source: 'given', aliases: [], addresses: [], reason: 'bad-target', ms: 0 },
    expectation: null,
    endpoints: [],
    certificates: {},
    findings: [
      {
        code: 'bad-target',
        severity: 'warning',
        address: null,
        message: `${line.source}: ${line.reason}`,
        citations: [],
        accepted: null,
      },
    ],
    changes: [],
    diagnosis: null,
  };
}

function reportedExpectation({ certificates, ...properties }: Expectation): ReportedExpectation {
  return {
    certificates: certificates.map(({ digest, source }) => ({
      sha256: digest.algorithm === 'sha256' ? digest.hex : null,
      sha1: digest.algorithm === 'sha1' ? digest.hex : null,
      source,
    })),
    ...properties,
  };
}

/** Only what the observations name: neighbours' certificates were evidence, not this target's. */
function referenced(
  endpoints: readonly EndpointReport[],
  certificates: ReadonlyMap<string, Certificate>,
): Readonly<Record<string, ReportedCertificate>> {
  const described = new Map<string, ReportedCertificate>();
  for (const sha256 of endpoints.flatMap(({ observations }) => observations.flatMap((each) => each.certificates))) {
    const certificate = certificates.get(sha256);
    if (certificate !== undefined && !described.has(sha256)) described.set(sha256, describeCertificate(certificate));
  }
  return Object.fromEntries(described);
}
