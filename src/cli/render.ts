import { UsageError } from '../errors.js';
import { newCommand, parse } from './command.js';
import { exitCode } from './exit-code.js';
import type { CliIo } from './io.js';
import { readLines } from './lines.js';
import { type OutputFlags, Outputs } from './outputs.js';
import { collectOnce, type FailOn, readFailOn } from './values.js';

interface RenderFlags extends OutputFlags {
  readonly failOn?: FailOn;
}

/** `whichcert render REPORT.jsonl`: another format out of saved JSON lines; the exit code is that of the saved run. */
export async function runRender(argv: readonly string[], io: CliIo): Promise<number> {
  const made = newCommand('whichcert render', io);
  made.command
    .usage('REPORT.jsonl… [options]')
    .description('Any format out of the JSON lines that --format jsonl wrote; - is stdin.')
    .argument('[report...]')
    .option('--format <format>', 'text, jsonl, csv, markdown, html, junit, sarif or github (default: text)')
    .option('--output <file>', 'to FILE instead of stdout; FORMAT=FILE: to FILE as well', collectOnce)
    .option('--only-problems', 'leave out what is well')
    .option('--quiet', 'nothing on stdout: the exit code says it')
    .option('--fail-on <status>', 'warning, or critical: warnings are told, and exit 0', readFailOn);
  await parse(made, argv);
  const paths = made.command.args;
  if (paths.length === 0) {
    throw new UsageError('bad-report', 'a report is missing', 'Such as whichcert render report.jsonl, or - for stdin.');
  }
  const { readReportLine } = await import('../report/schema.js');
  const flags = made.command.opts<RenderFlags>();
  const outputs = await Outputs.open(flags, io);
  try {
    for (const path of paths) {
      const [chunks, source] = path === '-' ? [io.stdin, 'stdin'] : [io.files.stream(path), path];
      let number = 0;
      for await (const line of readLines(chunks)) {
        number += 1;
        if (line.trim() === '') continue;
        await outputs.report(readReportLine(line, `${source}:${number}`));
      }
    }
    const summary = await outputs.close(io.signal.aborted);
    return exitCode(summary, { failOn: flags.failOn, incomplete: outputs.failed });
  } catch (error) {
    await outputs.discard();
    throw error;
  }
}
