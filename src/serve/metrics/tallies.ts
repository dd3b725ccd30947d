import { type Family, type Sample, single } from './family.js';

/** Counters with labels, and single values: what the server counts of itself. */
export class Tallies {
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #values = new Map<string, number>();

  /** One more of these; its words stand for the counter's labels. */
  count(name: CounterName, words: Words = [], by = 1): void {
    const counts = this.#counts.get(name) ?? new Map<string, number>();
    const key = keyOf(words);
    this.#counts.set(name, counts.set(key, (counts.get(key) ?? 0) + by));
  }

  set(name: GaugeName, value: number): void {
    this.#values.set(name, value);
  }

  value(name: GaugeName): number | null {
    return this.#values.get(name) ?? null;
  }

  counted(name: CounterName, words: Words = []): number {
    return this.#counts.get(name)?.get(keyOf(words)) ?? 0;
  }

  families(): readonly Family[] {
    return [
      ...Object.entries(COUNTERS).map(([name, { help, labels, words }]): Family => {
        const counts = new Map([...words.map((word) => [word, 0] as const), ...(this.#counts.get(name) ?? [])]);
        const samples = [...counts].map(([key, value]): Sample => {
          const said = key.split(' ');
          return { labels: Object.fromEntries(labels.map((label, index) => [label, said[index] ?? ''])), value };
        });
        return { name, help, type: 'counter', samples };
      }),
      ...Object.entries(GAUGES).flatMap(([name, help]) => {
        const value = this.#values.get(name);
        return value === undefined ? [] : [single(name, help, value)];
      }),
    ];
  }
}

type Words = string | readonly string[];

/** No word holds a space. */
function keyOf(words: Words): string {
  return typeof words === 'string' ? words : words.join(' ');
}

/** Name → what it counts, its labels, and the words that are there from the start, so that a rate knows where it began. */
const COUNTERS = {
  whichcert_checks_total: { help: 'Scheduled checks that brought a report.', labels: [], words: [''] },
  whichcert_missed_checks_total: {
    help: 'Turns of the schedule in which a target was not checked, and why.',
    labels: ['reason'],
    words: ['still-running', 'late', 'failed'],
  },
  whichcert_probes_total: {
    help: 'Questions to /probe, by how they ended; hung-up: nobody waited for the answer any more.',
    labels: ['result'],
    words: ['answered', 'refused', 'bad-request', 'busy', 'hung-up', 'failed'],
  },
  whichcert_manifest_reloads_total: {
    help: 'Loads of the manifest, the first included.',
    labels: ['result'],
    words: ['loaded', 'failed'],
  },
  whichcert_access_reloads_total: {
    help: 'Times that the token and the own certificate were read again.',
    labels: ['result'],
    words: ['loaded', 'failed'],
  },
  whichcert_state_write_failures_total: {
    help: 'Writes to the state folder that failed; they are tried again.',
    labels: [],
    words: [''],
  },
  whichcert_pushes_total: {
    help: 'Messages to receivers; delayed: not delivered yet, and tried again.',
    labels: ['receiver', 'result'],
    words: [],
  },
  whichcert_unauthorized_total: { help: 'Requests without the right token.', labels: [], words: [''] },
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
