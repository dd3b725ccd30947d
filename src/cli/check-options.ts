import { probes } from '../../probes/index.js';
import type { CheckOptions, TrustOptions } from '../engine/options.js';
import { UsageError } from '../errors.js';
import { escapePeerText } from '../report/escape.js';
import { parseConnectTo } from '../targets/connect-to.js';
import type { CheckFlags } from './check-flags.js';
import type { CheckTargets } from './check-targets.js';
import type { CliIo } from './io.js';
import { transcriptLine } from './transcript.js';
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

/** Whose roots are trusted: `--trust` and `--ca`. Throws UsageError. */
export async function trustOptions(
  flags: Pick<CheckFlags, 'trust' | 'ca'>,
  io: Pick<CliIo, 'files'>,
): Promise<TrustOptions> {
  const ca: Uint8Array[] = [];
  for (const path of flags.ca ?? []) ca.push(...(await readAnchors(path, io)));
  const caSource = flags.ca === undefined ? null : flags.ca.join(', ');
  return { mode: flags.trust === false ? 'none' : (flags.trust ?? 'bundled'), ca, caSource };
}

/** Certificates of a file, or of every file in a folder that looks like one. */
async function readAnchors(path: string, io: Pick<CliIo, 'files'>): Promise<readonly Uint8Array[]> {
  const { readCertificates } = await import('../expectation/read-certificates.js');
  const files = await io.files.list(path);
  if (files === null) return readCertificates(await io.files.read(path), path);
  const wanted = files.filter((file) => /\.(?:pem|crt|cer|der)$/i.test(file));
  if (wanted.length === 0) {
    throw new UsageError('bad-file', `--ca ${path}: the folder holds no .pem, .crt, .cer or .der file`);
  }
  const found: Uint8Array[] = [];
  for (const file of wanted) found.push(...readCertificates(await io.files.read(file), file));
  return found;
}
