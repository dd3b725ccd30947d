import type { CheckOptions } from '../engine/options.js';
import { UsageError } from '../errors.js';
import type { TargetReport } from '../model/report.js';
import type { BadLine, Target } from '../model/target.js';
import { escapePeerText } from '../report/escape.js';
import { type BaselineFile, openBaselineFile } from './baseline-file.js';
import { type CheckFlags, declareCheck } from './check-flags.js';
import { checkOptions } from './check-options.js';
import { type CheckTargets, checkTargets } from './check-targets.js';
import { newCommand, parse } from './command.js';
import { exitCode } from './exit-code.js';
import type { CliIo } from './io.js';
import { Outputs } from './outputs.js';
import { Progress } from './progress.js';
import { openReview, type Review } from './review.js';
import { typedOptions } from './typed-options.js';
import { toolName } from './version.js';
import { refuseStableAlone, waitFor } from './wait.js';

/** `whichcert [check] TARGET… [-f FILE|-]`: the main job. */
export async function runCheck(argv: readonly string[], io: CliIo): Promise<number> {
  const made = newCommand('whichcert', io);
  declareCheck(made.command, toolName().replace('/', ' '));
  const typed = typedOptions(made.command);
  await parse(made, argv);
  const flags = made.command.opts<CheckFlags>();
  refuseStableAlone(flags);

  const progress = new Progress(io, flags.debug !== true);
  const asked = await checkTargets(made.command.args, flags, io, (line) => void progress.say(line));
  progress.expect(asked.count);
  const told = await checkOptions(flags, asked, io, (line) => void progress.say(line));
  const options: CheckOptions = { ...told, typedOptions: typed };
  const review = await openReview(flags, io);
  const stranger = asked.hosts === null ? undefined : review.unasked(asked.hosts)[0];
  if (stranger !== undefined) throw stranger;
  const outputs = await Outputs.open(flags, io, () => progress.clear());
  let baseline: BaselineFile | null = null;
  try {
    baseline = await openBaselineFile(flags.saveBaseline, io);
    return await new Run({ flags, io, asked, options, review, progress, outputs, baseline }).finish();
  } catch (error) {
    await progress.clear();
    await outputs.discard();
    await baseline?.discard();
    throw error;
  }
}

interface Parts {
  readonly flags: CheckFlags;
  readonly io: CliIo;
  readonly asked: CheckTargets;
  readonly options: CheckOptions;
  readonly review: Review;
  readonly progress: Progress;
  readonly outputs: Outputs;
  readonly baseline: BaselineFile | null;
}

/** One check with everything opened: from the first question to the exit code. */
class Run {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async finish(): Promise<number> {
    const { flags, asked, outputs, progress } = this.#parts;
    const { interrupted, missing } = await this.#ask();
    await progress.clear();
    const fault = asked.fault();
    const nothing = asked.count.read === 0 && !interrupted;
    if (nothing && fault !== null) throw fault;
    const summary = await outputs.close(interrupted || fault !== null);
    for (const list of asked.empty()) await this.#complain(`${list}: there is no target in it`);
    const unasked = interrupted || fault !== null ? [] : this.#parts.review.unasked();
    for (const { message, hint } of unasked) await this.#complain(`${message}. ${hint ?? ''}`);
    if (fault !== null) await this.#complain(fault.message);
    if (missing !== null) await this.#complain(missing);
    const saved = await this.#saveBaseline(nothing || summary.interrupted);
    const halfAsked = asked.empty().length > 0 || unasked.length > 0;
    const incomplete = nothing || halfAsked || outputs.failed || missing !== null || !saved;
    return exitCode(summary, { failOn: flags.failOn, incomplete });
  }

  /** Every report, reviewed and written. */
  async #ask(): Promise<{ readonly interrupted: boolean; readonly missing: string | null }> {
    const { flags, io, options, review, progress, outputs, baseline } = this.#parts;
    const waiting =
      flags.wait === undefined
        ? null
        : await waitFor(flags.wait, this.#targets(), options, { flags, review, progress });
    const { check } = await import('../engine/check.js');
    const observed = waiting?.reports ?? reviewed(check(this.#targets(), options), review);
    try {
      for await (const report of observed) {
        baseline?.add(report);
        await outputs.report(report);
        if (waiting === null) await progress.report(report);
      }
    } catch (error) {
      if (!io.signal.aborted) throw error;
      return { interrupted: true, missing: waiting?.missing() ?? null };
    }
    const missing = waiting?.missing() ?? null;
    return { interrupted: missing !== null && io.signal.aborted, missing };
  }

  async *#targets(): AsyncGenerator<Target | BadLine> {
    for await (const target of this.#parts.asked.targets) {
      this.#parts.review.asked(target);
      yield target;
    }
  }

  /** A run that was ended early is no baseline: an earlier file stays as it was. False where there is none in the end. */
  async #saveBaseline(partial: boolean): Promise<boolean> {
    const { baseline, flags } = this.#parts;
    if (baseline === null) return true;
    try {
      if (!partial) {
        await baseline.save();
        return true;
      }
      await baseline.discard();
      await this.#complain(`${flags.saveBaseline} is not written: not everything was asked`);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      await this.#complain(error.message);
    }
    return false;
  }

  #complain(text: string): Promise<void> {
    return this.#parts.progress.say(escapePeerText(`whichcert: ${text.trim().replace(/(?<![.?])$/, '.')}`));
  }
}

async function* reviewed(reports: AsyncIterable<TargetReport>, review: Review): AsyncGenerator<TargetReport> {
  for await (const report of reports) yield review.report(report);
}
