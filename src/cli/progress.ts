import type { Status, TargetReport } from '../model/report.js';
import type { CliIo } from './io.js';

const BETWEEN_MS = 200;

type ProgressIo = Pick<CliIo, 'stderr' | 'terminal' | 'clock'>;

/** One line on stderr for a person who waits; nothing without a terminal. */
export class Progress {
  readonly #io: ProgressIo;
  readonly #shown: boolean;
  readonly #counts: Record<Status, number> = { critical: 0, unknown: 0, warning: 0, ok: 0 };
  #last: number | null = null;
  #visible = false;

  constructor(io: ProgressIo, wanted: boolean) {
    this.#io = io;
    this.#shown = wanted && io.terminal.stderr;
  }

  async report(report: TargetReport): Promise<void> {
    this.#counts[report.status] += 1;
    if (!this.#shown) return;
    const now = this.#io.clock();
    if (this.#last !== null && now - this.#last < BETWEEN_MS) return;
    this.#last = now;
    this.#visible = true;
    const { ok, warning, critical, unknown } = this.#counts;
    const wrong = critical + warning + unknown;
    await this.#io.stderr.write(`\r\x1b[K${ok + wrong} checked, ${wrong} not ok`);
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
}
