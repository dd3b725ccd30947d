import type { Observation } from '../../model/observation.js';
import type { EndpointReport, ReportedCertificate } from '../../model/report.js';

/** One question as a table could have answered it. */
export interface Observed {
  readonly serverName: string | null;
  /** A thumbprint, or how it ended; null: it says nothing about rows (a time-out, a limit, another protocol). */
  readonly answer:
    | { readonly kind: 'certificate'; readonly thumbprint: string }
    | { readonly kind: 'reset' | 'refused' }
    | null;
}

/** Questions that differ in their name alone. */
const BY_NAME: readonly string[] = [
  'target-name',
  'no-name',
  'unknown-name',
  'sibling-name',
  'unknown-sibling',
  'certificate-name',
];

/** What an endpoint answered, in the words of the table. */
export function observedAt(
  { observations }: EndpointReport,
  certificates: Readonly<Record<string, ReportedCertificate>>,
): readonly Observed[] {
  return observations
    .filter(({ probe, outcome }) => BY_NAME.includes(probe) && outcome !== 'skipped')
    .map((observation) => ({ serverName: observation.serverName, answer: answerOf(observation, certificates) }));
}

function answerOf(
  { outcome, reason, certificates: list }: Observation,
  certificates: Readonly<Record<string, ReportedCertificate>>,
): Observed['answer'] {
  const thumbprint = certificates[list[0] ?? '']?.thumbprint ?? null;
  if (thumbprint !== null) return { kind: 'certificate', thumbprint };
  if (outcome === 'unreachable' && reason === 'refused') return { kind: 'refused' };
  return outcome === 'interrupted' && (reason === 'reset' || reason === 'closed') ? { kind: 'reset' } : null;
}
