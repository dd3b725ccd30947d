import { Command } from 'commander';
import { UsageError } from '../errors.js';
import type { CliIo } from './io.js';

/** A command of commander's that writes through `io`, never exits, and throws CommanderError for what it refuses. */
export function newCommand(name: string, io: CliIo): { command: Command; flush: () => Promise<void> } {
  let out = '';
  const command = new Command(name)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        out += text;
      },
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.min(io.columns ?? 100, 110),
    })
    .helpOption('-h, --help', 'this text')
    .allowExcessArguments(false);
  return {
    command,
    flush: async () => {
      await io.stdout.write(out);
      out = '';
    },
  };
}

/** Parses `argv`; help and version are written before commander's exception goes on. */
export async function parse(
  { command, flush }: { command: Command; flush: () => Promise<void> },
  argv: readonly string[],
): Promise<void> {
  refuseEmptyValues(command);
  try {
    command.parse([...argv], { from: 'user' });
  } finally {
    await flush();
  }
}

/** A script's unset variable must not read as an option that was left out: an expectation would be dropped unsaid. */
function refuseEmptyValues({ options }: Command): void {
  for (const option of options) {
    const { parseArg } = option;
    if (!option.required) continue;
    option.argParser((value: string, before: unknown) => {
      if (value.replaceAll(',', '').trim() === '') {
        throw new UsageError('bad-option', `${option.long} has an empty value`, 'Look for a variable that is not set.');
      }
      return parseArg === undefined ? value : parseArg(value, before);
    });
  }
}
