import type { TargetReport } from '../model/report.js';
import { leadingCode, statusWords } from '../report/codes.js';

/** When a receiver is told: on every run, on a change, or once a state has held for `runs` runs. */
export type When =
  | { readonly kind: 'every' }
  | { readonly kind: 'change' }
  | { readonly kind: 'after'; readonly runs: number };

export interface TriggerSettings {
  readonly when: When;
  /** What stands is told again on every run, until it is over. */
  readonly repeats: boolean;
  /** What a receiver that was told nothing yet takes for granted; null: nothing, so that the first run is told. */
  readonly assumed: string | null;
}

/** What is to be told: how the target is now, and what the receiver took last. */
export interface Due {
  readonly state: string;
  readonly before: string;
}

interface Remembered {
  readonly seen: string | null;
  readonly runs: number;
  readonly told: string | null;
  /** What is on its way. */
  readonly underway: string | null;
}

/** The state of a target that is well. */
export const WELL = 'ok';

/** `ok`, `critical [ip-binding-conflict]`: what makes a change. */
export function stateOf(report: TargetReport): string {
  return report.status === 'ok' ? WELL : statusWords(report.status, leadingCode(report));
}

/**
 * Remembers, target by target, what a receiver took last. What did not arrive is told again at the next run; while a change
 * is on its way no other is, so that the last word is the last to arrive.
 */
export class Trigger {
  readonly #settings: TriggerSettings;
  readonly #memory = new Map<string, Remembered>();

  constructor(settings: TriggerSettings) {
    this.#settings = settings;
  }

  /** Whether a report is to be told; whoever tells it says afterwards what became of it. */
  see(id: string, report: TargetReport): Due | null {
    const { when, repeats } = this.#settings;
    const state = stateOf(report);
    const { seen, runs: before, told, underway } = this.#of(id);
    const runs = seen === state ? before + 1 : 1;
    const held = runs >= (when.kind === 'after' ? when.runs : 1);
    const stands = repeats && told !== WELL && told !== null && state !== WELL;
    const due = when.kind === 'every' || (underway === null && ((state !== told && held) || stands));
    this.#memory.set(id, { seen: state, runs, told, underway: due ? state : underway });
    return due ? { state, before: told ?? WELL } : null;
  }

  /** The receiver took it. Whether that is something else than before. */
  took(id: string, state: string): boolean {
    const before = this.#of(id);
    this.#memory.set(id, { ...before, told: state, underway: null });
    return state !== before.told;
  }

  /** It did not arrive. */
  failed(id: string): void {
    this.#memory.set(id, { ...this.#of(id), underway: null });
  }

  /** What the receiver took from an earlier run. */
  restore(id: string, told: string): void {
    this.#memory.set(id, { seen: null, runs: 0, told, underway: null });
  }

  /** Forgets every target but these. */
  retain(ids: ReadonlySet<string>): void {
    for (const id of this.#memory.keys()) if (!ids.has(id)) this.#memory.delete(id);
  }

  /** What was taken, of every target where that is more than nothing. */
  *told(): Generator<readonly [id: string, state: string]> {
    for (const [id, { told }] of this.#memory) if (told !== null && told !== WELL) yield [id, told];
  }

  #of(id: string): Remembered {
    return this.#memory.get(id) ?? { seen: null, runs: 0, told: this.#settings.assumed, underway: null };
  }
}
