import type { Observation } from '../model/observation.js';

/** What the peer answered, reduced to what selection can explain. Certificates by fingerprint. */
export type Answer =
  | { readonly kind: 'certificate'; readonly certificate: string; readonly signature: 'verifies' | 'fails' }
  | { readonly kind: 'alert'; readonly code: number }
  | { readonly kind: 'reset' | 'close' | 'silence' }
  /** Anything else that came back over TCP: malformed, misbehaved, incompatible, over a limit. */
  | { readonly kind: 'other'; readonly what: string };

/** The answer of an observation; null where there was none (not reached, not TLS, skipped, limited). */
export function answerOf(observation: Observation): Answer | null {
  const [certificate] = observation.certificates;
  if (certificate !== undefined) {
    return { kind: 'certificate', certificate, signature: observation.possession === 'failed' ? 'fails' : 'verifies' };
  }
  switch (observation.outcome) {
    case 'refused':
      return { kind: 'alert', code: observation.alert?.code ?? -1 };
    case 'interrupted':
      if (observation.reason === 'reset') return { kind: 'reset' };
      if (observation.reason === 'timed-out') return { kind: 'silence' };
      return observation.reason === 'closed' ? { kind: 'close' } : null;
    case 'malformed':
    case 'misbehaved':
    case 'incompatible':
    case 'over-limit':
    case 'served':
      return { kind: 'other', what: `${observation.outcome} ${observation.reason ?? ''}`.trim() };
    default:
      return null;
  }
}

/** Equal answers have equal keys. */
export function answerKey(answer: Answer): string {
  switch (answer.kind) {
    case 'certificate':
      return `${answer.certificate} ${answer.signature}`;
    case 'alert':
      return `alert ${answer.code}`;
    case 'other':
      return `other ${answer.what}`;
    default:
      return answer.kind;
  }
}

/** Nothing came back but the end of the connection: such an answer counts only within a sandwich. */
export function isSilent(answer: Answer): boolean {
  return answer.kind === 'reset' || answer.kind === 'close' || answer.kind === 'silence';
}
