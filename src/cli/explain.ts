import { explainCause } from '../diagnosis/explain.js';
import { UsageError } from '../errors.js';
import { CAUSES } from '../model/diagnosis.js';
import { newCommand, parse } from './command.js';
import { EXIT } from './exit-code.js';
import type { CliIo } from './io.js';

/** `whichcert explain CAUSE`: the page about one cause. */
export async function runExplain(argv: readonly string[], io: CliIo): Promise<number> {
  const made = newCommand('whichcert explain', io);
  made.command
    .usage('CAUSE')
    .description('What a cause means, how to make sure of it, and how to mend it on each platform.')
    .argument('[cause]')
    .addHelpText('after', () => `\nCauses:\n${CAUSES.map((cause) => `  ${cause}`).join('\n')}`);
  await parse(made, argv);
  const word = (made.command.args[0] ?? '').replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const cause = CAUSES.find((each) => each === word);
  if (cause === undefined) {
    const what = word === '' ? 'a cause is missing' : `there is no cause ${JSON.stringify(word)}`;
    throw new UsageError('unknown-cause', what, `Known are ${CAUSES.join(', ')}.`);
  }
  await io.stdout.write(`${explainCause(cause).trimEnd()}\n`);
  return EXIT.ok;
}
