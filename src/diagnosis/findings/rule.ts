import type { Certificate } from '../../model/certificate.js';
import type { EndpointEvidence, TargetEvidence } from '../../model/evidence.js';
import type { Finding, Severity } from '../../model/finding.js';
import type { Observation } from '../../model/observation.js';
import type { Policy } from '../policy.js';
import type { Judge } from '../right.js';
import type { EndpointView } from '../view.js';

/** What a rule may look at: one endpoint within its target. */
export interface Scene {
  readonly evidence: TargetEvidence;
  readonly policy: Policy;
  readonly judge: Judge;
  readonly view: EndpointView;
  readonly endpoint: EndpointEvidence;
  /** The control's last observation that carried a certificate; null when none did. */
  readonly control: Observation | null;
  /** End-entity certificate that the control was served. */
  readonly leaf: Certificate | null;
  /** What the control was served, in wire order. */
  readonly certificateList: readonly Certificate[];
  /** The user named this certificate: it is neither self-signed nor untrusted. */
  readonly isExpected: boolean;
}

/** What a rule says; the address is added for it. */
export type Verdict = Pick<Finding, 'message'> & { readonly severity?: Severity };

/** One finding: its code, its severity and its citation. Severity is law: critical only for a cited MUST or a contradicted expectation. */
export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  readonly citations: readonly string[];
  check(scene: Scene): Verdict | null;
}

/** The finding at this endpoint; null when the rule has nothing to say. */
export function applyRule(rule: Rule, scene: Scene): Finding | null {
  const verdict = rule.check(scene);
  if (verdict === null) return null;
  return {
    code: rule.code,
    severity: verdict.severity ?? rule.severity,
    address: scene.endpoint.endpoint.address,
    message: verdict.message,
    citations: rule.citations,
    accepted: null,
  };
}

/** Whole days from `now` to an ISO 8601 instant; negative when it is past. */
export function daysUntil(instant: string, now: Date): number {
  return Math.floor((Date.parse(instant) - now.getTime()) / 86_400_000);
}

export function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

/** Certificates of an observation that the store knows, in wire order. */
export function listOf(evidence: TargetEvidence, fingerprints: readonly string[]): readonly Certificate[] {
  return fingerprints.flatMap((fingerprint) => evidence.certificates.get(fingerprint) ?? []);
}
