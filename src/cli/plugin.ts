import { CommanderError } from 'commander';
import { UsageError } from '../errors.js';
import type { TargetReport } from '../model/report.js';
import type { NagiosOptions } from '../report/nagios.js';
import { checkOptions } from './check-options.js';
import { checkTargets } from './check-targets.js';
import { newCommand, parse } from './command.js';
import { EXIT } from './exit-code.js';
import type { CliIo } from './io.js';
import { declarePlugin, type PluginFlags } from './plugin-flags.js';
import { toolName } from './version.js';

/**
 * `check_whichcert`: one status line on stdout whatever happens, and the exit code that goes with it. Bad usage, a fault of
 * ours and a timeout are UNKNOWN.
 */
export async function runPlugin(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    const made = newCommand('check_whichcert', io);
    declarePlugin(made.command, toolName().replace('whichcert/', 'check_whichcert '));
    await parse(made, argv);
    // commander's word for -t is that of one handshake elsewhere.
    const { timeout, ...flags } = made.command.opts<PluginFlags & { readonly timeout: number }>();
    return await probe({ ...flags, limit: timeout }, io);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
    return sayUnknown(error instanceof Error ? error.message.replace(/^error: /, '') : String(error), io);
  }
}

async function probe(flags: PluginFlags, io: CliIo): Promise<number> {
  const { createNagiosRenderer, NAGIOS_EXIT_CODES, nagiosStatus } = await import('../report/nagios.js');
  const { emptySummary } = await import('../report/renderer.js');
  const nagios = await thresholds(flags, io);
  const place = askedPlace(flags);
  const asked = await checkTargets([place.target], flags, { ...io, askSecretly: () => Promise.resolve(null) });
  const deadline = AbortSignal.timeout(flags.limit);
  const options = await checkOptions(
    {
      ...flags,
      connectTo: [...place.connectTo, ...(flags.connectTo ?? [])],
      unreachable: flags.unreachable ?? 'critical',
      // -w takes the place of the built-in threshold: whoever asks for 10 days does not want to hear of 20.
      ...(flags.warning === undefined ? {} : { warnDays: 0 }),
      timeout: Math.min(10_000, Math.max(1, Math.round((flags.limit * 2) / 3))),
      keyTypes: true,
      unknownSibling: true,
      http: true,
    },
    asked,
    io,
    () => undefined,
  );
  const { check } = await import('../engine/check.js');
  const reports: TargetReport[] = [];
  try {
    const signal = AbortSignal.any([io.signal, deadline]);
    for await (const report of check(asked.targets, { ...options, signal })) reports.push(report);
  } catch (error) {
    if (deadline.aborted) return sayUnknown(`not everything was answered within ${flags.limit / 1000} s`, io);
    throw error;
  }
  const renderer = createNagiosRenderer(nagios);
  for (const report of reports) renderer.report(report);
  await io.stdout.write(renderer.end(emptySummary()));
  return NAGIOS_EXIT_CODES[nagiosStatus(reports, nagios)];
}

async function thresholds(flags: PluginFlags, io: CliIo): Promise<NagiosOptions> {
  const { readNagiosRange } = await import('../report/nagios-range.js');
  const { warning, critical, verbose } = flags;
  return {
    warning: warning === undefined ? null : readNagiosRange('--warning', warning),
    critical: critical === undefined ? null : readNagiosRange('--critical', critical),
    now: () => io.now().getTime(),
    verbose: verbose === true,
  };
}

/** In the TARGET grammar. With `--sni` the name is asked for at `-H`: an address, or a name that leads to some. */
function askedPlace(flags: PluginFlags): { readonly target: string; readonly connectTo: readonly string[] } {
  const { hostname, sni, starttls, port } = flags;
  if (hostname === undefined) throw new UsageError('bad-option', '-H is missing');
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  const isAddress = /^[\d.]+$|:/.test(bare);
  const bracketed = bare.includes(':') ? `[${bare}]` : bare;
  const written = (host: string, tail: string): string =>
    `${starttls === undefined ? '' : `${starttls}://`}${host}${port === undefined ? '' : `:${port}`}${tail}`;
  if (sni === undefined || sni === bare) return { target: written(bracketed, ''), connectTo: [] };
  if (isAddress) return { target: written(sni, `@${bracketed}`), connectTo: [] };
  return { target: written(sni, ''), connectTo: [`${sni}:${port ?? ''}:${bare}:`] };
}

async function sayUnknown(message: string, io: CliIo): Promise<number> {
  const { escapePeerText } = await import('../report/escape.js');
  await io.stdout.write(`WHICHCERT UNKNOWN - ${escapePeerText(message).replaceAll('|', '¦')}\n`);
  return EXIT.unknown;
}
