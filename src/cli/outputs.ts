import { UsageError } from '../errors.js';
import type { TargetReport } from '../model/report.js';
import { emptySummary, type Renderer, type RunSummary, summarise } from '../report/renderer.js';
import { createRenderer, type Format, readFormat } from './formats.js';
import type { AtomicFile, CliIo, TextSink } from './io.js';

export interface OutputFlags {
  readonly format?: string;
  readonly output?: readonly string[];
  readonly onlyProblems?: boolean;
  readonly quiet?: boolean;
}

interface Destination {
  readonly renderer: Renderer;
  readonly sink: TextSink;
  readonly file: AtomicFile | null;
}

/** Where the reports of a run go: stdout and files, each in its format, fed one report at a time. */
export class Outputs {
  readonly #destinations: readonly Destination[];
  readonly #beforeStdout: () => Promise<void>;
  #summary: RunSummary = emptySummary();

  private constructor(destinations: readonly Destination[], beforeStdout: () => Promise<void>) {
    this.#destinations = destinations;
    this.#beforeStdout = beforeStdout;
  }

  /**
   * Opens every destination, so that a wrong path is known before anything is asked. `beforeStdout` is awaited before a
   * report is written there. Throws UsageError.
   */
  static async open(
    flags: OutputFlags,
    io: CliIo,
    beforeStdout: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Outputs> {
    const destinations: Destination[] = [];
    for (const { format, path } of plan(flags)) {
      const file = path === null ? null : await io.files.writeAtomically(path);
      const options = {
        onlyProblems: flags.onlyProblems ?? false,
        toTerminal: file === null && io.terminal.stdout,
      };
      destinations.push({ renderer: await createRenderer(format, options, io), sink: file ?? io.stdout, file });
    }
    const outputs = new Outputs(destinations, beforeStdout);
    await outputs.#write((renderer) => renderer.begin());
    return outputs;
  }

  async report(report: TargetReport): Promise<void> {
    this.#summary = summarise(this.#summary, report);
    await this.#write((renderer) => renderer.report(report));
  }

  /** Writes what comes last, puts the files in their places, and says what the run came to. */
  async close(run: { readonly durationMs: number; readonly interrupted: boolean }): Promise<RunSummary> {
    this.#summary = { ...this.#summary, ...run };
    await this.#write((renderer) => renderer.end(this.#summary));
    for (const { file } of this.#destinations) await file?.commit();
    return this.#summary;
  }

  /** Leaves no file behind. */
  async discard(): Promise<void> {
    for (const { file } of this.#destinations) await file?.discard();
  }

  async #write(text: (renderer: Renderer) => string): Promise<void> {
    for (const { renderer, sink, file } of this.#destinations) {
      const piece = text(renderer);
      if (piece === '') continue;
      if (file === null) await this.#beforeStdout();
      await sink.write(piece);
    }
  }
}

/** `--output FILE` takes the place of stdout, `--output FORMAT=FILE` comes beside it. */
function plan(flags: OutputFlags): readonly { format: Format; path: string | null }[] {
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
  return [...first, ...beside];
}
