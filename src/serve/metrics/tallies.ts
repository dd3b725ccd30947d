import { type Family, type Sample, single } from './family.js';

/** Counters with one label, and single values: what the server counts of itself. */
export class Tallies {
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #values = new Map<string, number>();

  /** One more of these. */
  count(name: CounterName, word = '', by = 1): void {
    const counts = this.#counts.get(name) ?? new Map<string, number>();
    this.#counts.set(name, counts.set(word, (counts.get(word) ?? 0) + by));
  }

  set(name: GaugeName, value: number): void {
    this.#values.set(name, value);
  }

  value(name: GaugeName): number | null {
    return this.#values.get(name) ?? null;
  }

  counted(name: CounterName, word = ''): number {
    return this.#counts.get(name)?.get(word) ?? 0;
  }

  families(): readonly Family[] {
    return [
      ...Object.entries(COUNTERS).map(([name, { help, label, words }]): Family => {
        const counts = new Map([...words.map((word) => [word, 0] as const), ...(this.#counts.get(name) ?? [])]);
        const samples = [...counts].map(
          ([word, value]): Sample => ({ labels: label === null ? {} : { [label]: word }, value }),
        );
        return { name, help, type: 'counter', samples };
      }),
      ...Object.entries(GAUGES).flatMap(([name, help]) => {
        const value = this.#values.get(name);
        return value === undefined ? [] : [single(name, help, value)];
      }),
    ];
  }
}

/** Name → what it counts, its label, and the words that are there from the start, so that a rate knows where it began. */
const COUNTERS = {
  whichcert_checks_total: { help: 'Scheduled checks that brought a report.', label: null, words: [''] },
  whichcert_missed_checks_total: {
    help: 'Turns of the schedule in which a target was not checked, and why.',
    label: 'reason',
    words: ['still-running', 'late', 'failed'],
  },
  whichcert_probes_total: {
    help: 'Questions to /probe, by how they ended; hung-up: nobody waited for the answer any more.',
    label: 'result',
    words: ['answered', 'refused', 'bad-request', 'busy', 'hung-up', 'failed'],
  },
  whichcert_manifest_reloads_total: {
    help: 'Loads of the manifest, the first included.',
    label: 'result',
    words: ['loaded', 'failed'],
  },
  whichcert_state_write_failures_total: {
    help: 'Writes to the state folder that failed; they are tried again.',
    label: null,
    words: [''],
  },
  whichcert_pushes_total: {
    help: 'Messages to receivers; delayed: not delivered yet, and tried again.',
    label: 'result',
    words: ['delivered', 'failed', 'dropped', 'delayed'],
  },
  whichcert_unauthorized_total: { help: 'Requests without the right token.', label: null, words: [''] },
} as const;
export type CounterName = keyof typeof COUNTERS;

const GAUGES = {
  whichcert_manifest_last_reload_successful:
    'Whether the manifest in use is the one on disk: 0 while a broken one is ignored.',
  whichcert_manifest_last_reload_success_timestamp_seconds:
    'When the manifest in use was loaded, in seconds since 1970.',
  whichcert_schedule_interval_seconds: 'How often every target is checked.',
  whichcert_schedule_lag_seconds: 'How late the last turn of the schedule was noticed.',
  whichcert_targets_in_progress: 'Targets that are being checked or wait for their check.',
  whichcert_targets_omitted: 'Targets whose series were left out of this answer, because there were too many.',
  whichcert_state_pending_entries: 'Changes that wait to be written to the state folder.',
} as const;
export type GaugeName = keyof typeof GAUGES;
