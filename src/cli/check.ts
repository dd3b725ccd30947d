import { bindingsJoiner } from './bindings-joiner.js';
import { type CheckFlags, declareCheck } from './check-flags.js';
import { checkOptions } from './check-options.js';
import { checkTargets } from './check-targets.js';
import { newCommand, parse } from './command.js';
import { EXIT, exitCode } from './exit-code.js';
import type { CliIo } from './io.js';
import { Outputs } from './outputs.js';
import { Progress } from './progress.js';
import { toolName } from './version.js';

/** `whichcert [check] TARGET… [-f FILE|-]`: the main job. */
export async function runCheck(argv: readonly string[], io: CliIo): Promise<number> {
  const made = newCommand('whichcert', io);
  declareCheck(made.command, toolName().replace('/', ' '));
  await parse(made, argv);
  const flags = made.command.opts<CheckFlags>();

  const targets = await checkTargets(made.command.args, flags, io);
  const progress = new Progress(io, flags.debug !== true);
  const options = await checkOptions(flags, io, (line) => void progress.say(line));
  const join = await bindingsJoiner(flags, io);
  const { check } = await import('../engine/check.js');
  const outputs = await Outputs.open(flags, io, () => progress.clear());
  const began = io.clock();
  let interrupted = false;
  try {
    try {
      for await (const observed of check(targets, options)) {
        const report = join(observed);
        await outputs.report(report);
        await progress.report(report);
      }
    } catch (error) {
      if (!io.signal.aborted) throw error;
      interrupted = true;
    }
    await progress.clear();
    const summary = await outputs.close({ durationMs: Math.round(io.clock() - began), interrupted });
    if (summary.targets === 0 && !interrupted) {
      await io.stderr.write(`whichcert: ${(flags.file ?? []).join(', ')}: there is no target in it.\n`);
      return EXIT.unknown;
    }
    return exitCode(summary);
  } catch (error) {
    await progress.clear();
    await outputs.discard();
    throw error;
  }
}
