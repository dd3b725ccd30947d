import type { Admit, Dial } from '../../engine/options.js';
import type { Target } from '../../model/target.js';
import { type AllowPolicy, judgeAddress } from '../allow/policy.js';
import type { PreferredFamily } from '../metrics/blackbox-families.js';

/** The reasons by which endpoints are `skipped` here. */
export const NOT_ALLOWED = 'not-allowed';
export const NOT_PREFERRED = 'not-preferred';

export interface AdmitOptions {
  readonly policy: AllowPolicy;
  /** The target is one of the manifest. */
  readonly listed: boolean;
  /** Only the first address of this family is asked; null: all are. */
  readonly firstOf: PreferredFamily | null;
  /** Told why nothing is dialled. */
  readonly onRefused: (reason: string, target: Target) => void;
  /** Waits for a place at these addresses. */
  readonly enter: (addresses: readonly string[]) => Promise<void>;
}

/**
 * Judges what a target's name led to: one forbidden address and nothing is dialled. The engine dials what was judged, so
 * a name that answers otherwise the second time gains nothing.
 */
export function admitBy(options: AdmitOptions): Admit {
  const { policy, listed, firstOf } = options;
  return async (target, dials) => {
    const wanted = firstOf === null ? dials : firstDial(dials, firstOf);
    const named = listed && saysItsAddresses(target);
    const refusals = named ? [] : wanted.flatMap(({ address }) => judgeAddress(policy, address, listed) ?? []);
    for (const reason of refusals) options.onRefused(reason, target);
    if (refusals.length > 0) return dials.map(() => NOT_ALLOWED);
    await options.enter(wanted.map(({ address }) => address));
    return dials.map((dial) => (wanted.includes(dial) ? null : NOT_PREFERRED));
  };
}

function saysItsAddresses(target: Target): boolean {
  return target.addresses !== null || target.hostKind === 'ip';
}

function firstDial(dials: readonly Dial[], preferred: PreferredFamily): readonly Dial[] {
  const routed = dials.filter(({ noRoute }) => !noRoute);
  const all = routed.length === 0 ? dials : routed;
  const found = all.find(({ shown }) => shown.includes(':') === (preferred === 'ip6')) ?? all[0];
  return found === undefined ? [] : [found];
}
