import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningLab } from '../lab/start-lab.js';
import { newCommand, parse } from './command.js';
import { EXIT } from './exit-code.js';
import type { CliIo } from './io.js';

/** `whichcert lab`: the demo's servers, kept running until Ctrl-C, with what is needed to check them by hand. */
export async function runLab(argv: readonly string[], io: CliIo): Promise<number> {
  const made = newCommand('whichcert lab', io);
  made.command
    .usage('')
    .description("Keeps the demo's servers running on loopback until Ctrl-C, and says how to check them.");
  await parse(made, argv);
  const { startLab } = await import('../lab/start-lab.js');
  const { demoEstate } = await import('../lab/demo-estate.js');
  const lab = await startLab(demoEstate());
  const folder = await mkdtemp(join(tmpdir(), 'whichcert-lab-'));
  try {
    await writeFile(join(folder, 'ca.pem'), lab.caPem);
    await writeFile(join(folder, 'targets.csv'), targetsCsv(lab));
    await io.stdout.write(instructions(lab, folder));
    await aborted(io.signal);
    return EXIT.ok;
  } finally {
    await lab.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function instructions(lab: RunningLab, folder: string): string {
  const width = Math.max(...lab.targets.map((target) => target.name.length));
  const options = `--ca ${join(folder, 'ca.pem')} --connect-to ${lab.connectToRules.join(',')}`;
  const first = lab.targets.find((target) => target.cause !== null) ?? lab.targets[0];
  return `The lab is running on loopback. Names and addresses are for documentation only; the options map them to local ports.

${lab.targets.map((target) => `  ${target.name.padEnd(width)}  ${target.story}`).join('\n')}

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
