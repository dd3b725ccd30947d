import { UsageError } from '../errors.js';
import type { BindingReport, MachineExport } from '../model/bindings.js';
import { readBindingFiles, systemFor } from './binding-files.js';
import { newCommand, parse } from './command.js';
import { EXIT } from './exit-code.js';
import type { CliIo } from './io.js';
import { collectList, collectOnce, readChoice } from './values.js';
import { toolName } from './version.js';

const FORMATS = ['text', 'json', 'sarif'] as const;
type Format = (typeof FORMATS)[number];

interface BindingFlags {
  readonly host?: readonly string[];
  readonly address?: readonly string[];
  readonly os?: string;
  readonly with?: readonly string[];
  readonly without?: readonly string[];
  readonly format?: string;
  readonly output?: string;
}

/** `whichcert bindings FILE…`: what a Windows machine's exports say about who is served which certificate. No network. */
export async function runBindings(argv: readonly string[], io: CliIo): Promise<number> {
  const made = newCommand('whichcert bindings', io);
  made.command
    .usage('FILE…|FOLDER [options]')
    .description(
      'Reads what one Windows machine exports and predicts who is served which certificate, and why; finds conflicts.\n' +
        'Taken, by content: netsh http show sslcert, netsh http show iplisten, reg export, applicationHost.config,\n' +
        'appcmd list site, Get-WebBinding and a certificate list as JSON. examples/windows/export-bindings.ps1 writes them.',
    )
    .argument('[file...]')
    .option('--host <name>', 'predict for this name too: NAME or NAME:PORT', collectList)
    .option('--address <address>', 'at this local address instead of those of the export', collectList)
    .option(
      '--os <version>',
      'which Windows Server: 2008r2, 2012, 2012r2, 2016, 2019 … (default: what the export says)',
    )
    .option('--with <row>', 'what if this row were set: "hostnameport=shop.example:443 certhash=…"', collectOnce)
    .option('--without <row>', 'what if this row were gone: "ipport=10.0.0.5:443"', collectOnce)
    .option('--format <format>', `${FORMATS.join(', ')} (default: text)`)
    .option('--output <file>', 'to FILE instead of stdout')
    .addHelpText(
      'after',
      '\nExit code: 0 all well, 1 a warning, 2 something critical, 3 something that could not be read.',
    );
  await parse(made, argv);
  const flags = made.command.opts<BindingFlags>();
  const format = readChoice(flags.format ?? 'text', '--format', FORMATS);
  const machine = await readBindingFiles(made.command.args, io);
  const report = await reportOn(machine, flags, io);
  const text = await render(report, format, flags.output === undefined, io);
  if (flags.output === undefined || flags.output === '-') await io.stdout.write(text);
  else {
    const file = await io.files.writeAtomically(flags.output);
    await file.write(text);
    await file.commit();
  }
  return exitCodeOf(report);
}

async function reportOn(machine: MachineExport, flags: BindingFlags, io: CliIo): Promise<BindingReport> {
  const { predict } = await import('../bindings/predict.js');
  const { findConflicts } = await import('../bindings/conflicts.js');
  const { systemTitle } = await import('../bindings/system.js');
  const { parseRowCommand } = await import('../bindings/row-command.js');
  const { notFound, whatIf, withChange } = await import('../bindings/what-if.js');
  const system = await systemFor(machine, flags.os);
  const change = {
    add: (flags.with ?? []).map((text) => parseRowCommand(text, '--with')),
    remove: (flags.without ?? []).map((text) => parseRowCommand(text, '--without')),
  };
  for (const row of notFound(machine, change)) {
    const { rowWords } = await import('../bindings/row-words.js');
    throw new UsageError('bad-option', `--without ${rowWords(row)}: the export has no such row`);
  }
  const options = { system, hosts: flags.host ?? [], addresses: readAddresses(flags.address ?? []) };
  const planned = change.add.length + change.remove.length > 0;
  const changed = planned ? withChange(machine, change) : machine;
  const predictions = predict(changed, options);
  return {
    system: systemTitle(system),
    rows: changed.rows,
    predictions,
    findings: findConflicts({ machine: changed, system, predictions, now: io.now() }),
    problems: machine.problems,
    changes: planned ? whatIf(machine, change, options) : null,
    rowsBefore: machine.rows,
  };
}

function readAddresses(texts: readonly string[]): readonly string[] {
  return texts.map((text) => {
    const address = text.replace(/^\[(.*)\]$/, '$1');
    if (!/^[0-9a-f.:]+$/i.test(address) || !/[.:]/.test(address)) {
      throw new UsageError('bad-option', `--address ${JSON.stringify(text)}: an address was expected`);
    }
    return address.toLowerCase();
  });
}

async function render(report: BindingReport, format: Format, toStdout: boolean, io: CliIo): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../report/bindings-json.js')).renderBindingsJson(report);
    case 'sarif':
      return (await import('../report/bindings-sarif.js')).renderBindingsSarif(report, toolName().split('/')[1] ?? '');
    case 'text': {
      const { renderBindingsText } = await import('../report/bindings-text.js');
      const { styleOf } = await import('../report/style.js');
      const colour = toStdout && io.terminal.stdout && (io.env.NO_COLOR ?? '') === '' && io.env.TERM !== 'dumb';
      return renderBindingsText(report, { columns: toStdout ? (io.columns ?? 100) : 100, style: styleOf(colour) });
    }
  }
}

/** As everywhere: critical before unknown (something could not be read) before warning. */
function exitCodeOf({ findings, problems }: BindingReport): number {
  if (findings.some(({ severity }) => severity === 'critical')) return EXIT.critical;
  if (problems.some(({ lost }) => lost)) return EXIT.unknown;
  return findings.some(({ severity }) => severity === 'warning') ? EXIT.warning : EXIT.ok;
}
