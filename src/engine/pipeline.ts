import pLimit from 'p-limit';
import type { TargetReport } from '../model/report.js';
import type { BadLine, Target } from '../model/target.js';
import { badLineReport } from './assemble.js';
import { Job } from './job.js';
import { Neighbourhood } from './neighbourhood.js';
import { Outlet } from './outlet.js';
import type { Run } from './run.js';
import { explainJob, surveyJob } from './work.js';

/** Reports that nobody reads: the input waits. */
const MOST_UNREAD = 1_000;
/** A window being read and one being explained. */
const MOST_WINDOWS = 2;

/** Targets that are evidence for each other. */
interface Window {
  readonly neighbourhood: Neighbourhood;
  readonly waiting: Job[];
  read: number;
  surveying: number;
  complete: boolean;
}

/** From the input to the outlet: reads targets as there is room, never the whole list. */
export class Pipeline {
  readonly #run: Run;
  readonly #input: AsyncIterator<Target | BadLine> | Iterator<Target | BadLine>;
  readonly outlet: Outlet<TargetReport>;
  readonly #explaining;
  readonly #mostActive: number;
  #window: Window = newWindow();
  #windows = 1;
  #active = 0;
  #count = 0;
  #wake: (() => void) | null = null;

  constructor(run: Run, input: AsyncIterator<Target | BadLine> | Iterator<Target | BadLine>) {
    this.#run = run;
    this.#input = input;
    this.outlet = new Outlet(run.settings.ordered);
    // They mostly wait for gaps; how many connect is bounded elsewhere.
    this.#explaining = pLimit(Math.max(64, 10 * run.settings.concurrency));
    // A few times the connections: a run of names at one address, four at a time, must not keep the others waiting.
    this.#mostActive = 4 * run.settings.concurrency;
  }

  /** There may be room for another target. */
  capacity(): void {
    this.#wake?.();
  }

  /** Reads the input to its end or the run's. Never rejects: a failure goes to the outlet's reader. */
  async feed(): Promise<void> {
    try {
      while (!this.#run.cancellation.aborted) {
        await this.#room();
        const next = await this.#run.cancellation.until(Promise.resolve(this.#input.next()), null);
        if (next === null || next.done === true) break;
        this.#take(next.value);
      }
      this.#complete(this.#window);
    } catch (error) {
      this.#fail(error);
    } finally {
      // Not awaited: an input that is waited for cannot be told to stop before it has brought something.
      void Promise.resolve(this.#input.return?.()).catch(() => undefined);
    }
  }

  #take(item: Target | BadLine): void {
    const index = this.#count;
    this.#count += 1;
    const window = this.#window;
    window.read += 1;
    if ('host' in item) void this.#survey(window, new Job(index, item, this.#run.settings.clock()));
    else this.outlet.put(index, badLineReport(item, this.#run.settings));
    if (window.read < this.#run.settings.window) return;
    this.#window = newWindow();
    this.#windows += 1;
    this.#complete(window, false);
  }

  async #survey(window: Window, job: Job): Promise<void> {
    window.surveying += 1;
    this.#active += 1;
    try {
      const report = await surveyJob(this.#run, job, window.neighbourhood);
      if (report === null) window.waiting.push(job);
      else this.outlet.put(job.index, report);
    } catch (error) {
      this.#fail(error);
    } finally {
      window.surveying -= 1;
      this.#active -= 1;
      this.capacity();
      if (window.complete && window.surveying === 0) void this.#explain(window);
    }
  }

  /** Every target of the window has been read. @param last of the whole input */
  #complete(window: Window, last = true): void {
    this.#ended ||= last;
    window.complete = true;
    if (window.surveying === 0) void this.#explain(window);
  }

  #ended = false;

  /** Every name of the window is in: those that waited are asked about further, and reported. */
  async #explain(window: Window): Promise<void> {
    try {
      const waiting = window.waiting.splice(0);
      await Promise.all(
        waiting.map((job) =>
          this.#explaining(async () => {
            this.outlet.put(job.index, await explainJob(this.#run, job, window.neighbourhood));
          }),
        ),
      );
    } catch (error) {
      this.#fail(error);
    }
    window.neighbourhood.close();
    this.#windows -= 1;
    this.capacity();
    if (this.#ended && this.#windows === 0) this.outlet.close();
  }

  #fail(error: unknown): void {
    this.outlet.fail(error);
    this.#run.cancellation.abort();
  }

  async #room(): Promise<void> {
    while (!this.#hasRoom() && !this.#run.cancellation.aborted) {
      await new Promise<void>((resolve) => {
        const takeBack = this.#run.cancellation.onAbort(resolve);
        this.#wake = () => {
          takeBack();
          resolve();
        };
      });
      this.#wake = null;
    }
  }

  #hasRoom(): boolean {
    if (this.outlet.ready >= MOST_UNREAD || this.#windows > MOST_WINDOWS) return false;
    return this.#active - this.#run.limits.parked < this.#mostActive;
  }
}

function newWindow(): Window {
  return { neighbourhood: new Neighbourhood(), waiting: [], read: 0, surveying: 0, complete: false };
}
