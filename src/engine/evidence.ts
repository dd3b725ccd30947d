import { diagnose, type TargetVerdict } from '../diagnosis/diagnose.js';
import { examine } from '../diagnosis/examine.js';
import type { Policy } from '../diagnosis/policy.js';
import type { Certificate } from '../model/certificate.js';
import type { EndpointEvidence, TargetEvidence } from '../model/evidence.js';
import type { Finding } from '../model/finding.js';
import type { Observation } from '../model/observation.js';
import type { EndpointState, Job } from './job.js';
import { asNeighbourAnswer, type Neighbourhood } from './neighbourhood.js';
import type { Settings } from './options.js';

/** Evidence and what it comes to. */
export interface Judged {
  readonly evidence: TargetEvidence;
  readonly findings: readonly Finding[];
  readonly verdict: TargetVerdict;
}

/** @param neighbourhood null: before the other names of the window are in */
export function judgeJob(job: Job, neighbourhood: Neighbourhood | null, settings: Settings): Judged {
  const evidence = gatherEvidence(job, neighbourhood, settings.judgeAt ?? settings.clock());
  const policy = policyOf(settings);
  const findings = examine(evidence, policy);
  return { evidence, findings, verdict: diagnose(evidence, findings, policy) };
}

/** Everything observed of one target, as plain data; times become milliseconds since its start. */
export function gatherEvidence(job: Job, neighbourhood: Neighbourhood | null, now: number): TargetEvidence {
  const certificates = new Map<string, Certificate>(job.certificates);
  const endpoints = job.endpoints.map((state): EndpointEvidence => {
    for (const certificate of state.sharedCertificates()) certificates.set(certificate.sha256, certificate);
    const around = neighbourhood?.around(state, job.target.host);
    for (const { leaf } of around?.answers ?? []) if (leaf !== null) certificates.set(leaf.sha256, leaf);
    return {
      endpoint: state.endpoint,
      observations: state.observations().map((each) => relative(each, job.startedAt)),
      neighbours: (around?.answers ?? []).map((each) => asNeighbourAnswer(each, job.startedAt)),
      neighbourSummary: around === undefined ? state.memory.summary() : around.summary,
      trust: state.trust,
      http: state.http,
      trustCertificates: state.trustCertificates,
    };
  });
  return { target: job.target, resolution: job.resolution, endpoints, certificates, now: new Date(now) };
}

function relative(observation: Observation, startedAt: number): Observation {
  return { ...observation, at: rounded(observation.at - startedAt), ms: rounded(observation.ms) };
}

/** To the microsecond: floating-point dust is no measurement. */
export function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1_000) / 1_000;
}

/** What the job's control was first answered at an endpoint; null when it was not asked. */
export function firstControl(state: EndpointState, controlId: string): Observation | null {
  const controls = state.observations().filter(({ probe, attempt }) => probe === controlId && attempt > 0);
  return controls.find(({ certificates }) => certificates.length > 0) ?? controls[0] ?? null;
}

function policyOf(settings: Settings): Policy {
  const { warnDays, criticalDays, unreachable, requireIpv6, typedOptions } = settings;
  return { warnDays, criticalDays, unreachable, requireIpv6, typedOptions };
}
