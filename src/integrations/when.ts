import type { Status, TargetReport } from '../model/report.js';
import { leadingCode } from '../report/codes.js';

/** When a receiver is told: on every run, on a change, or once a state has held for `runs` runs. */
export type When =
  | { readonly kind: 'every' }
  | { readonly kind: 'change' }
  | { readonly kind: 'after'; readonly runs: number };

interface Told {
  readonly state: string;
  readonly runs: number;
  readonly told: string | null;
}

/** Remembers, target by target, what a receiver was told last. The first run of a healthy target is no change. */
export function createTrigger(when: When): (report: TargetReport) => boolean {
  const memory = new Map<string, Told>();
  return (report) => {
    if (when.kind === 'every') return true;
    const { host, port, starttls } = report.target;
    const key = `${host} ${port} ${starttls ?? ''}`;
    const state = stateOf(report);
    const before = memory.get(key) ?? { state, runs: 0, told: stateOf({ ...report, status: 'ok' }) };
    const runs = before.state === state ? before.runs + 1 : 1;
    const due = state !== before.told && runs >= (when.kind === 'after' ? when.runs : 1);
    memory.set(key, { state, runs, told: due ? state : before.told });
    return due;
  };
}

function stateOf(report: { readonly status: Status } & TargetReport): string {
  return report.status === 'ok' ? 'ok' : `${report.status} ${leadingCode(report) ?? ''}`;
}
