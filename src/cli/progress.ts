import type { WaitProgress } from '../engine/wait.js';
import type { Status, TargetReport } from '../model/report.js';
import { leadingCode, targetWords } from '../report/codes.js';
import { escapeAndCut } from '../report/escape.js';
import type { TargetCount } from './check-targets.js';
import type { CliIo } from './io.js';

const BETWEEN_MS = 200;
/** Before that the rate is a matter of chance. */
const SETTLED_MS = 2_000;
const MOST_MISSING = 3;

type ProgressIo = Pick<CliIo, 'stderr' | 'terminal' | 'clock' | 'columns'>;

/** One line on stderr for a person who waits; nothing without a terminal. */
export class Progress {
  readonly #io: ProgressIo;
  readonly #shown: boolean;
  readonly #counts: Record<Status, number> = { critical: 0, unknown: 0, warning: 0, ok: 0 };
  readonly #began: number;
  #total: TargetCount | null = null;
  #last: number | null = null;
  #visible = false;

  constructor(io: ProgressIo, wanted: boolean) {
    this.#io = io;
    this.#shown = wanted && io.terminal.stderr;
    this.#began = io.clock();
  }

  /** Of how many: for the time that is left. */
  expect(total: TargetCount): void {
    this.#total = total;
  }

  /** `120 of 400 checked, 3 not ok, 40/s, 7 s left` */
  async report(report: TargetReport): Promise<void> {
    this.#counts[report.status] += 1;
    if (!this.#shown) return;
    const now = this.#io.clock();
    if (this.#last !== null && now - this.#last < BETWEEN_MS) return;
    this.#last = now;
    const { ok, warning, critical, unknown } = this.#counts;
    const wrong = critical + warning + unknown;
    const done = ok + wrong;
    const of = this.#total?.complete === true ? ` of ${this.#total.read}` : '';
    await this.#show([`${done}${of} checked`, `${wrong} not ok`, ...this.#pace(done, now - this.#began)].join(', '));
  }

  /** `2 of 3 as expected; missing: shop.example [stale-certificate]; again in 4 s` */
  async round(progress: WaitProgress): Promise<void> {
    if (!this.#shown) return;
    const { converged, total, missing, pauseMs } = progress;
    const names = missing.slice(0, MOST_MISSING).map((report) => {
      const code = leadingCode(report);
      return `${escapeAndCut(targetWords(report.target), 40)}${code === null ? ' (settling)' : ` [${code}]`}`;
    });
    const more = missing.length > names.length ? ` and ${missing.length - names.length} more` : '';
    const what = names.length === 0 ? [] : [`missing: ${names.join(', ')}${more}`];
    const next = pauseMs === null ? [] : [`again in ${seconds(pauseMs)}`];
    await this.#show([`${converged} of ${total} as expected`, ...what, ...next].join('; '));
  }

  /** A line of its own on stderr, terminal or not. */
  async say(line: string): Promise<void> {
    await this.clear();
    await this.#io.stderr.write(`${line}\n`);
  }

  /** Takes the line away, so that what follows stands alone. */
  async clear(): Promise<void> {
    if (!this.#visible) return;
    this.#visible = false;
    await this.#io.stderr.write('\r\x1b[K');
  }

  async #show(line: string): Promise<void> {
    this.#visible = true;
    // A terminal that does not know its width says 0.
    const width = this.#io.columns || 80;
    // A line that wraps could not be taken away again.
    await this.#io.stderr.write(`\r\x1b[K${line.slice(0, width - 1)}`);
  }

  #pace(done: number, elapsed: number): readonly string[] {
    if (elapsed < SETTLED_MS) return [];
    const rate = (done * 1000) / elapsed;
    const all = this.#total === null ? null : estimate(this.#total);
    const left = all === null ? [] : [`${seconds((Math.max(0, all - done) * 1000) / rate)} left`];
    return [rate >= 1 ? `${Math.round(rate)}/s` : `${Math.round(rate * 60)}/min`, ...left];
  }
}

/** How many targets there will be; while a list is being read, by how much of it has been. */
function estimate(total: TargetCount): number | null {
  if (total.complete) return total.read;
  if (total.bytes === null || total.bytesRead === 0) return null;
  return total.read * Math.max(1, total.bytes / total.bytesRead);
}

function seconds(milliseconds: number): string {
  const all = Math.ceil(milliseconds / 1000);
  if (all < 90) return `${all} s`;
  return all < 5400 ? `${Math.round(all / 60)} min` : `${(all / 3600).toFixed(1)} h`;
}
