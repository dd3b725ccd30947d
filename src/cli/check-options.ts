import { probes } from '../../probes/index.js';
import type { CheckOptions } from '../engine/options.js';
import { UsageError } from '../errors.js';
import { escapePeerText } from '../report/escape.js';
import { parseConnectTo } from '../targets/connect-to.js';
import type { CheckFlags } from './check-flags.js';
import type { CheckTargets } from './check-targets.js';
import type { CliIo } from './io.js';
import { transcriptLine } from './transcript.js';
import { trustOptions } from './trust-options.js';
import { toolName } from './version.js';

/** What the engine is told. Throws UsageError for values that make no sense and files that cannot be read. */
export async function checkOptions(
  flags: CheckFlags,
  asked: Pick<CheckTargets, 'connectTo' | 'samples'>,
  io: CliIo,
  say: (line: string) => void,
): Promise<CheckOptions> {
  if (flags.ipv4 === true && flags.ipv6 === true) {
    throw new UsageError('bad-option', '-4 and -6 exclude each other', 'Without either both families are asked.');
  }
  if (flags.askSstp === true && !flags.http) {
    throw new UsageError('bad-option', '--ask-sstp and --no-http exclude each other', 'SSTP is asked over HTTP.');
  }
  return {
    probes,
    tool: toolName(),
    connectTo: [...(flags.connectTo ?? []).map(parseConnectTo), ...asked.connectTo],
    trust: await trustOptions(flags, io),
    timeoutMs: flags.timeout,
    concurrency: flags.concurrency,
    perAddress: flags.perAddress,
    ratePerSecond: flags.rate,
    dns: flags.dns,
    families: { ipv4: flags.ipv6 !== true, ipv6: flags.ipv4 !== true },
    hello: flags.hello,
    prove: flags.prove,
    surveyProbes: flags.probes,
    keyTypes: flags.keyTypes,
    samples: flags.samples ?? asked.samples ?? undefined,
    unknownSibling: flags.unknownSibling,
    http: flags.http,
    askSstp: flags.askSstp,
    ordered: flags.ordered,
    window: flags.window,
    // A plugin's caller wants to hear of a server that is down.
    unreachable: flags.unreachable ?? (flags.format === 'nagios' ? 'critical' : undefined),
    requireIpv6: flags.requireIpv6,
    warnDays: flags.warnDays,
    criticalDays: flags.criticalDays,
    judgeAt: flags.at,
    signal: io.signal,
    nodeVersion: io.nodeVersion,
    onWarning: (message) => say(escapePeerText(`whichcert: ${message}`)),
    onTranscript: flags.debug === true ? (entry) => say(transcriptLine(entry)) : null,
  };
}
