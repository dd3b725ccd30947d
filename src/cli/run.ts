import { CommanderError } from 'commander';
import { InternalError, UsageError } from '../errors.js';
import { COMMANDS, isCommand } from './commands.js';
import { EXIT } from './exit-code.js';
import type { CliIo } from './io.js';
import { loadCommand } from './load-command.js';

/**
 * The command line: arguments and surroundings in, exit code out. Results go to stdout, everything else to stderr.
 * Never throws; a fault of the caller is one line, a fault of ours is one line and, under `--debug`, where it happened.
 */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    const [first, ...rest] = argv;
    if (first === 'help') return await runCommand(rest[0] ?? 'check', ['--help'], io);
    if (first !== undefined && isCommand(first)) return await runCommand(first, rest, io);
    await hintAtCommand(first, io);
    return await runCommand('check', argv, io);
  } catch (error) {
    await io.stderr.write(await describeError(error, argv.includes('--debug')));
    return EXIT.unknown;
  }
}

/** A command that was mistyped is asked for as a host, which a short name may well be: so it is a hint, and no refusal. */
async function hintAtCommand(word: string | undefined, io: CliIo): Promise<void> {
  if (word === undefined || !/^[a-z]+$/i.test(word)) return;
  const { nearWord } = await import('../targets/near-word.js');
  const meant = nearWord(word, Object.keys(COMMANDS));
  if (meant === null) return;
  await io.stderr.write(`whichcert: "${word}" is no command, and is taken for a host. Did you mean ${meant}?\n`);
}

async function runCommand(name: string, argv: readonly string[], io: CliIo): Promise<number> {
  if (!isCommand(name)) {
    throw new UsageError('bad-option', `there is no command ${JSON.stringify(name)}`, 'whichcert --help lists them.');
  }
  const run = await loadCommand(name);
  try {
    return await run(argv, io);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.ok;
    const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    const help = name === 'check' ? 'whichcert --help' : `whichcert ${name} --help`;
    throw new UsageError('bad-option', message, `${help} lists the options.`);
  }
}

async function describeError(error: unknown, debug: boolean): Promise<string> {
  const { escapePeerText } = await import('../report/escape.js');
  // A manifest's faults are a line each.
  const lines = (text: string): string => text.split('\n').map(escapePeerText).join('\n');
  if (error instanceof UsageError) {
    const hint = error.hint === null ? '' : ` ${error.hint}`;
    return `whichcert: ${lines(`${error.message.replace(/[.]?$/, '.')}${hint}`)}\n`;
  }
  const ours = error instanceof Error ? error : new InternalError(String(error));
  const line = `whichcert: internal error: ${escapePeerText(ours.message)}. Please report it, with --debug's output.\n`;
  return debug ? `${line}${ours.stack ?? ''}\n` : line;
}
