import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../errors.js';
import type { Estate } from '../lab/estate.js';
import type { RunningLab } from '../lab/start-lab.js';
import type { MachineExport } from '../model/bindings.js';
import { escapePeerText } from '../report/escape.js';
import { type ExportedMachine, readMachine } from './binding-files.js';
import { newCommand, parse } from './command.js';
import { EXIT } from './exit-code.js';
import type { CliIo } from './io.js';
import { collectOnce } from './values.js';

interface LabFlags {
  readonly bindings?: readonly string[];
  readonly os?: string;
  readonly writeBindings?: string;
}

/**
 * `whichcert lab`: the demo's servers, or an exported Windows machine, kept running until Ctrl-C, with what is needed to
 * check them by hand.
 */
export async function runLab(argv: readonly string[], io: CliIo): Promise<number> {
  const made = newCommand('whichcert lab', io);
  made.command
    .usage('[options]')
    .description("Keeps the demo's servers running on loopback until Ctrl-C, and says how to check them.")
    .option('--bindings <path>', 'serve as this exported Windows machine would: a file or a folder', collectOnce)
    .option('--os <version>', 'which Windows Server that is: 2008r2, 2012, 2016 … (default: what the export says)')
    .option(
      '--write-bindings <folder>',
      'write the export again, with the thumbprints of the certificates issued here',
    );
  await parse(made, argv);
  const flags = made.command.opts<LabFlags>();
  const exported = flags.bindings === undefined ? null : await readMachine(flags.bindings, flags.os, io);
  if (exported === null && (flags.os ?? flags.writeBindings) !== undefined) {
    throw new UsageError('bad-option', '--os and --write-bindings go with --bindings');
  }
  const { startLab } = await import('../lab/start-lab.js');
  const lab = await startLab(await estateOf(exported, io));
  const folder = await mkdtemp(join(tmpdir(), 'whichcert-lab-'));
  try {
    await writeFile(join(folder, 'ca.pem'), lab.caPem);
    await writeFile(join(folder, 'targets.csv'), targetsCsv(lab));
    if (exported !== null && flags.writeBindings !== undefined) {
      await writeBindings(exported.machine, lab, flags.writeBindings, io);
    }
    await io.stdout.write(instructions(lab, folder));
    await aborted(io.signal);
    return EXIT.ok;
  } finally {
    await lab.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function estateOf(exported: ExportedMachine | null, io: CliIo): Promise<Estate> {
  if (exported === null) return (await import('../lab/demo-estate.js')).demoEstate();
  return (await import('../lab/bindings-estate.js')).bindingsEstate(exported.machine, exported.system, io.now());
}

/** The export with the thumbprints of what the lab serves: `check --bindings` can then join the two. */
async function writeBindings(machine: MachineExport, lab: RunningLab, folder: string, io: CliIo): Promise<void> {
  const { writeExport } = await import('../bindings/write-export.js');
  const thumbprints = new Map([...lab.certificates].map(([word, { thumbprint }]) => [word, thumbprint]));
  await io.files.makeFolder(folder);
  for (const { name, text } of writeExport(machine, thumbprints)) {
    const file = await io.files.writeAtomically(join(folder, name));
    await file.write(text);
    await file.commit();
  }
}

function instructions(lab: RunningLab, folder: string): string {
  const width = Math.max(0, ...lab.targets.map((target) => target.name.length));
  const options = `--ca ${join(folder, 'ca.pem')} --connect-to ${lab.connectToRules.join(',')}`;
  const first = lab.targets.find((target) => target.cause !== null) ?? lab.targets[0];
  return `The lab is running on loopback. Names and addresses are for documentation only; the options map them to local ports.

${lab.targets.map((target) => `  ${escapePeerText(target.name.padEnd(width))}  ${escapePeerText(target.story)}`).join('\n')}

Everything:
  whichcert -f ${join(folder, 'targets.csv')} ${options}

One name:
  whichcert ${first?.target ?? ''} ${options}

Ctrl-C ends the lab and removes ${folder}.
`;
}

/** The targets as a list with fingerprints, one row an address. */
function targetsCsv(lab: RunningLab): string {
  const rows = lab.targets.flatMap((target) =>
    target.addresses.map((address) => `${target.name},${target.port},${address},${target.expectedFingerprint ?? ''}`),
  );
  return `host,port,address,fingerprint\n${rows.join('\n')}\n`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
