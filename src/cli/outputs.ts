import { UsageError } from '../errors.js';
import type { TargetReport } from '../model/report.js';
import { escapePeerText } from '../report/escape.js';
import { emptySummary, type Renderer, type RunSummary, summarise } from '../report/renderer.js';
import { createRenderer, type Format, readFormat } from './formats.js';
import type { AtomicFile, CliIo, TextSink } from './io.js';

export interface OutputFlags {
  readonly format?: string;
  readonly output?: readonly string[];
  readonly onlyProblems?: boolean;
  readonly quiet?: boolean;
  readonly at?: number;
}

interface Destination {
  readonly load: (startedAt: string) => Promise<Renderer>;
  /** Null before the first report: what stands first in a file may say when the run began. */
  renderer: Renderer | null;
  readonly sink: TextSink;
  readonly file: AtomicFile | null;
}

/** Where the reports of a run go: stdout and files, each in its format, fed one report at a time. */
export class Outputs {
  readonly #io: Pick<CliIo, 'stderr' | 'now'>;
  readonly #beforeTerminal: () => Promise<void>;
  #destinations: readonly Destination[];
  #summary: RunSummary = emptySummary();
  #failed = false;
  #span = { began: Number.POSITIVE_INFINITY, ended: Number.NEGATIVE_INFINITY };

  private constructor(
    destinations: readonly Destination[],
    io: Pick<CliIo, 'stderr' | 'now'>,
    beforeTerminal: () => Promise<void>,
  ) {
    this.#destinations = destinations;
    this.#io = io;
    this.#beforeTerminal = beforeTerminal;
  }

  /**
   * Opens every destination, so that a wrong path is known before anything is asked. `beforeTerminal` is awaited before a
   * report is written to stdout, or a fault to stderr. Throws UsageError.
   */
  static async open(
    flags: OutputFlags,
    io: CliIo,
    beforeTerminal: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Outputs> {
    const destinations: Destination[] = [];
    const outputs = new Outputs(destinations, io, beforeTerminal);
    try {
      for (const { format, path, append } of plan(flags, io.env.GITHUB_STEP_SUMMARY)) {
        const file = path === null ? null : append ? await io.files.append(path) : await io.files.writeAtomically(path);
        const options = {
          onlyProblems: flags.onlyProblems ?? false,
          at: flags.at,
          toTerminal: file === null && io.terminal.stdout,
        };
        const load = (startedAt: string): Promise<Renderer> => createRenderer(format, { ...options, startedAt }, io);
        destinations.push({ load, renderer: null, sink: file ?? io.stdout, file });
      }
    } catch (error) {
      await outputs.discard();
      throw error;
    }
    return outputs;
  }

  /** True when something could not be written: it was said on stderr, and the rest went on. */
  get failed(): boolean {
    return this.#failed;
  }

  async report(report: TargetReport): Promise<void> {
    this.#summary = summarise(this.#summary, report);
    const began = Date.parse(report.startedAt);
    this.#span = {
      began: Math.min(this.#span.began, began),
      ended: Math.max(this.#span.ended, began + report.durationMs),
    };
    await this.#begin(report.startedAt);
    await this.#write((renderer) => renderer.report(report));
  }

  /**
   * Writes what comes last, puts the files in their places, and says what the run came to: how long it took is read from the
   * reports, so that saved ones say the same again.
   */
  async close(interrupted: boolean): Promise<RunSummary> {
    const durationMs = Math.max(0, Math.round(this.#span.ended - this.#span.began));
    this.#summary = { ...this.#summary, durationMs, interrupted };
    await this.#begin(this.#io.now().toISOString());
    await this.#write((renderer) => renderer.end(this.#summary));
    await this.#each(async ({ file }) => file?.commit());
    return this.#summary;
  }

  /** Leaves no file behind. */
  async discard(): Promise<void> {
    for (const { file } of this.#destinations) await file?.discard();
  }

  async #begin(startedAt: string): Promise<void> {
    if (this.#destinations.every(({ renderer }) => renderer !== null)) return;
    for (const destination of this.#destinations) destination.renderer = await destination.load(startedAt);
    await this.#write((renderer) => renderer.begin());
  }

  async #write(text: (renderer: Renderer) => string): Promise<void> {
    await this.#each(async ({ renderer, sink, file }) => {
      if (renderer === null) return;
      const piece = text(renderer);
      if (piece === '') return;
      if (file === null) await this.#beforeTerminal();
      await sink.write(piece);
    });
  }

  /** A destination that cannot be written is given up, its file leaves nothing behind, and the others go on. */
  async #each(step: (destination: Destination) => Promise<void>): Promise<void> {
    for (const destination of this.#destinations) {
      try {
        await step(destination);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        this.#failed = true;
        this.#destinations = this.#destinations.filter((each) => each !== destination);
        await destination.file?.discard();
        await this.#beforeTerminal();
        await this.#io.stderr.write(`${escapePeerText(`whichcert: ${error.message}.`)}\n`);
      }
    }
  }
}

interface Planned {
  readonly format: Format;
  /** null: stdout. */
  readonly path: string | null;
  readonly append: boolean;
}

/**
 * `--output FILE` takes the place of stdout, `--output FORMAT=FILE` comes beside it. With the github format the step's
 * summary is the Markdown report.
 */
function plan(flags: OutputFlags, stepSummary: string | undefined): readonly Planned[] {
  const format = readFormat(flags.format ?? 'text', '--format');
  const beside: { format: Format; path: string }[] = [];
  let main: string | null = null;
  for (const value of flags.output ?? []) {
    const match = /^([a-z]+)=(.+)$/.exec(value);
    if (match !== null) {
      beside.push({ format: readFormat(match[1] ?? '', '--output'), path: match[2] ?? '' });
    } else if (main !== null) {
      throw new UsageError(
        'bad-option',
        `--output ${JSON.stringify(value)}: a second file`,
        `Say the format of one: --output jsonl=${value}.`,
      );
    } else {
      main = value;
    }
  }
  if (main === '-') main = null;
  const first = main === null && flags.quiet === true ? [] : [{ format, path: main }];
  const planned = [...first, ...beside].map((each) => ({ ...each, append: false }));
  if (stepSummary === undefined || stepSummary === '' || !planned.some((each) => each.format === 'github'))
    return planned;
  return [...planned, { format: 'markdown', path: stepSummary, append: true }];
}
