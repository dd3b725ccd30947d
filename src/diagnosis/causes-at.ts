import { CAUSES, type Cause } from '../model/diagnosis.js';
import { type Case, leafOf, servesRight, standingOf, variantOf } from './case.js';
import { cluesOf } from './endpoint-clues.js';
import type { Clues } from './hypotheses/clues.js';
import { type Candidate, standing } from './hypotheses/stand.js';
import { otherKeyType } from './key-types.js';
import type { EndpointView } from './view.js';

/** Findings that say that a certificate is itself at fault. */
const FAULTS_OF_A_CERTIFICATE: readonly string[] = [
  'expired',
  'not-yet-valid',
  'untrusted',
  'self-signed',
  'incomplete-certificate-list',
  'identifier-mismatch',
];

/** What is left of the causes at one endpoint. */
export interface Conclusion {
  readonly kind: 'fine' | 'skipped' | 'limited' | 'fault';
  /** The causes of all worlds that answer alike, in the order of the design's section 5. Empty for a fault: nothing fits. */
  readonly causes: readonly Cause[];
  /** null where no table was needed. */
  readonly clues: Clues | null;
  readonly candidates: readonly Candidate[];
}

const plain = (kind: Conclusion['kind'], causes: readonly Cause[] = []): Conclusion => ({
  kind,
  causes: CAUSES.filter((cause) => causes.includes(cause)),
  clues: null,
  candidates: [],
});

export interface ConcludeOptions {
  /** Failures outside a sandwich count as answers. */
  readonly provisional: boolean;
  /** Leaves one question out: is its answer a deciding one? */
  readonly without: string | null;
}

/** Which causes stand at this endpoint. */
export function concludeAt(
  one: Case,
  view: EndpointView,
  options: ConcludeOptions = { provisional: false, without: null },
): Conclusion {
  if (view.limited) return plain('limited');
  switch (view.reach) {
    case 'skipped':
      return plain('skipped');
    case 'unreachable':
      return plain('fault', ['unreachable']);
    case 'not-tls':
      return plain('fault', ['not-tls']);
    default:
  }
  if (isFine(one, view)) return plain('fine');
  if (view.change === 'rotates') return plain('fault', ['rotating-certificates']);
  return byTables(one, view, options);
}

/** The right certificate, in date, trusted, with its key, for clients of every key type. */
export function isFine(one: Case, view: EndpointView): boolean {
  if (!servesRight(one, view) || faultsOf(one, view).length > 0 || otherKeyType(one, view) !== null) return false;
  if (view.change !== 'rotates') return true;
  // Machines may differ, as long as each serves the name what is right.
  const control = view.control === null ? undefined : view.all.get(view.control.series.key);
  return (control?.samples ?? []).every(({ answer }) => {
    const certificate = answer.kind === 'certificate' ? one.evidence.certificates.get(answer.certificate) : undefined;
    return certificate !== undefined && one.judge.standing(certificate) === 'right' && one.judge.isInDate(certificate);
  });
}

/** Codes of what is critical about the certificate itself. */
export function faultsOf(one: Case, view: EndpointView): readonly string[] {
  const codes = one.critical.get(view.evidence.endpoint.address) ?? new Set();
  return FAULTS_OF_A_CERTIFICATE.filter((code) => codes.has(code));
}

function byTables(one: Case, view: EndpointView, options: ConcludeOptions): Conclusion {
  const clues = cluesOf(one, view, options);
  const candidates = standing(clues);
  const causes = new Set(candidates.flatMap((candidate) => candidate.causes));
  const conclude = (list: Iterable<Cause>): Conclusion => {
    const set = new Set(list);
    return { kind: 'fault', causes: CAUSES.filter((cause) => set.has(cause)), clues, candidates };
  };
  const answer = view.control?.answer;
  if (answer?.kind === 'certificate' && standingOf(one, view.control) === 'right') {
    if (answer.signature === 'fails') return conclude(['private-key-unusable']);
    return conclude(causesOfTheRightOne(one, view, clues, causes));
  }
  const answers = [...view.settled.values()].map((settled) => settled.answer);
  // What comes back is no TLS that can be read, and nothing brings a certificate.
  if (answers.every(({ kind }) => kind !== 'certificate') && answers.some(({ kind }) => kind === 'other')) {
    return conclude(['no-certificate-served']);
  }
  // The row works for clients that speak otherwise: it exists, and what it holds cannot be used for the control.
  if (answer?.kind !== 'certificate' && worksOtherwise(view)) return conclude(['private-key-unusable']);
  return conclude(causes);
}

/** No row is to blame for the right certificate; but a device, or an old machine, can have one that covers the name. */
function causesOfTheRightOne(
  one: Case,
  view: EndpointView,
  { minted }: Clues,
  standingCauses: ReadonlySet<Cause>,
): readonly Cause[] {
  if (minted) return ['intercepted'];
  const leaf = leafOf(one, view);
  const old = leaf !== null && !one.judge.explicit && !one.judge.isInDate(leaf);
  return [
    ...(['intercepted'] as const).filter((cause) => standingCauses.has(cause)),
    ...(['another-server'] as const).filter((cause) => old && standingCauses.has(cause)),
    otherKeyType(one, view) === null ? 'certificate-invalid' : 'key-type-differs',
  ];
}

/** A client with one key type, or of TLS 1.2, is served under the target's name where the control is not. */
export function worksOtherwise(view: EndpointView): boolean {
  const variants = [
    variantOf(view, { keyTypes: 'rsa', versions: 'current' }),
    variantOf(view, { keyTypes: 'ecdsa', versions: 'current' }),
    variantOf(view, { keyTypes: 'any', versions: 'tls12' }),
  ];
  return variants.some((variant) => variant?.answer.kind === 'certificate');
}
