import type { CheckOptions, TrustOptions } from '../../engine/options.js';

/**
 * Whose roots count for a module's probes: its own beside the others'. One object for all of them, because anchors are
 * loaded for each object: some 150 roots a probe would cost more than the probe.
 */
export class ModuleTrust {
  readonly #known = new WeakMap<readonly Uint8Array[], TrustOptions>();

  /** @param ca the module's own anchors, DER; empty: nothing is changed */
  of(ca: readonly Uint8Array[], { trust }: CheckOptions): Pick<CheckOptions, 'trust'> {
    if (ca.length === 0) return {};
    const { mode = 'bundled', ca: others = [], caSource = null } = trust ?? {};
    const own = this.#known.get(ca) ?? { mode, ca: [...others, ...ca], caSource: caSource ?? 'blackbox.yml' };
    this.#known.set(ca, own);
    return { trust: own };
  }
}
