import { localAddresses, systemRandom } from '../engine/ambient.js';
import { UsageError } from '../errors.js';
import type { Target } from '../model/target.js';
import type { ServerTls } from '../serve/http/access.js';
import type { ServeSettings } from '../serve/settings.js';
import type { WatchList } from '../serve/watch-list.js';
import { checkOptions } from './check-options.js';
import { checkTargets } from './check-targets.js';
import { newCommand, parse } from './command.js';
import { EXIT } from './exit-code.js';
import type { CliIo, Files } from './io.js';
import { declareServe, type ServeFlags } from './serve-flags.js';
import { toolName } from './version.js';

/** `whichcert serve`: exporter, API and page, until SIGTERM. */
export async function runServe(argv: readonly string[], io: CliIo): Promise<number> {
  const made = newCommand('whichcert serve', io);
  declareServe(made.command);
  await parse(made, argv);
  const flags = made.command.opts<ServeFlags>();
  const settings = await serveSettings(made.command.args, flags, io);
  const { startServe } = await import('../serve/serve.js');
  const running = await startServe(settings).catch((error: unknown) => {
    throw listenFault(error, flags.listen);
  });
  settings.logger.info({ url: running.url }, 'listening');
  const forget = io.onHangup?.(() => void running.reload());
  await aborted(io.signal);
  forget?.();
  settings.logger.info('stopping');
  const ended = await inTime(running.stop());
  if (ended) settings.logger.info('stopped');
  else settings.logger.error({ seconds: STOP_MS / 1000 }, 'not everything ended in time: stopped all the same');
  return ended ? EXIT.ok : EXIT.unknown;
}

/** What the help promises. */
const STOP_MS = 10_000;

async function inTime(stopped: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), STOP_MS);
  });
  return Promise.race([stopped.then(() => true), late]).finally(() => clearTimeout(timer));
}

async function serveSettings(words: readonly string[], flags: ServeFlags, io: CliIo): Promise<ServeSettings> {
  const { pino, stdTimeFunctions } = await import('pino');
  const { readAllow } = await import('../serve/allow/policy.js');
  const { readListen } = await import('../serve/http/listen.js');
  // A log that cannot be written is no reason to end.
  const write = (line: string): Promise<void> => io.stderr.write(line).catch(() => undefined);
  const options = {
    level: flags.logLevel,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = pino(options, { write: (line: string) => void write(line) });
  const quiet = (line: string): void => logger.warn(line);
  return {
    listen: readListen(flags.listen),
    version: toolName().split('/')[1] ?? '',
    check: await checkOptions(flags, { connectTo: [], samples: null }, io, quiet),
    load: () => loadWatchList(words, flags, io, logger),
    fileState: (path) => io.files.state(path),
    intervalMs: flags.interval,
    policy: readAllow(flags.allow ?? [], localAddresses),
    preferred: flags.preferredIpProtocol,
    access: async () => ({
      token: await readToken(flags, io),
      tls: await readTls(flags, io),
      files: [flags.tokenFile, flags.tlsCertificate, flags.tlsKey].flatMap((path) => path ?? []),
    }),
    stateFolder: flags.state ?? null,
    openSink: await sinkOf(flags, io),
    mostProbes: flags.maxProbes,
    probesPerAddress: flags.probesPerAddress,
    mostSeries: flags.maxSeries,
    logger,
    now: io.now,
    clock: io.clock,
    random: () => Buffer.from(systemRandom(4)).readUInt32LE() / 2 ** 32,
  };
}

/** Reads everything anew; whatever was read on the way is looked at for changes. Throws UsageError, also for a bad line. */
async function loadWatchList(
  words: readonly string[],
  flags: ServeFlags,
  io: CliIo,
  logger: ServeSettings['logger'],
): Promise<WatchList> {
  const { EMPTY_LIST, nameTargets } = await import('../serve/watch-list.js');
  const files = new Set(flags.file ?? []);
  const noted: CliIo = { ...io, files: noting(io.files, files), askSecretly: () => Promise.resolve(null) };
  const modules = await loadModules(flags, noted, logger);
  if (words.length === 0 && flags.file === undefined) return { ...EMPTY_LIST, modules, files: [...files] };
  const asked = await checkTargets(words, flags, noted);
  const targets: Target[] = [];
  for await (const line of asked.targets) {
    if ('reason' in line) throw new UsageError('bad-line', `${line.source}: ${line.reason}`);
    targets.push(line);
  }
  const fault = asked.fault();
  if (fault !== null) throw fault;
  return {
    targets: nameTargets(targets),
    connectTo: asked.connectTo,
    samples: asked.samples,
    modules,
    files: [...files].filter((path) => path !== '-'),
  };
}

/** Throws UsageError for a broken blackbox.yml, and for a `--module` that makes no sense. */
async function loadModules(
  flags: ServeFlags,
  io: CliIo,
  logger: ServeSettings['logger'],
): Promise<WatchList['modules']> {
  const { readModules } = await import('../serve/probe/modules.js');
  const path = flags.blackboxConfig;
  if (path === undefined) return readModules(flags.module ?? []);
  const { readBlackboxConfig } = await import('../serve/probe/blackbox-config.js');
  const { textOf } = await import('../expectation/text.js');
  const read = textOf(await io.files.read(path));
  const { modules, notJudged } = await readBlackboxConfig(read, path, (named) => io.files.read(named));
  for (const [module, settings] of notJudged) logger.info({ module, settings }, 'of this module not judged here');
  for (const [module, { refusal }] of modules) {
    if (refusal !== null) logger.info({ module, refusal }, 'this module cannot be asked here');
  }
  return readModules(flags.module ?? [], modules);
}

/** The same files; what is read is noted. */
function noting(files: Files, seen: Set<string>): Files {
  return {
    ...files,
    read: (path) => {
      seen.add(path);
      return files.read(path);
    },
    list: (path) => {
      seen.add(path);
      return files.list(path);
    },
  };
}

/** The file before the environment. Throws UsageError for an empty one: a server that was meant to ask must not be open. */
async function readToken({ tokenFile }: ServeFlags, io: CliIo): Promise<string | null> {
  if (tokenFile === undefined) return io.env.WHICHCERT_TOKEN === '' ? null : (io.env.WHICHCERT_TOKEN ?? null);
  const { textOf } = await import('../expectation/text.js');
  const token = (textOf(await io.files.read(tokenFile)).split(/\r\n|\n|\r/, 1)[0] ?? '').trim();
  if (token === '') throw new UsageError('bad-file', `--token-file ${tokenFile}: the first line is empty`);
  return token;
}

async function readTls({ tlsCertificate, tlsKey }: ServeFlags, io: CliIo): Promise<ServerTls | null> {
  if (tlsCertificate === undefined && tlsKey === undefined) return null;
  if (tlsCertificate === undefined || tlsKey === undefined) {
    throw new UsageError('bad-option', '--tls-certificate and --tls-key go together');
  }
  return { cert: await io.files.read(tlsCertificate), key: await io.files.read(tlsKey) };
}

async function sinkOf(flags: ServeFlags, io: CliIo): Promise<ServeSettings['openSink']> {
  if (flags.receivers === undefined) return null;
  const { readReceivers } = await import('../integrations/subscriptions/receivers.js');
  const { Pusher } = await import('../integrations/subscriptions/pusher.js');
  const { textOf } = await import('../expectation/text.js');
  const read = async (path: string): Promise<string> => textOf(await io.files.read(path));
  const text = await read(flags.receivers);
  const subscriptions = await readReceivers(text, flags.receivers, { env: io.env, read }, flags.interval / 1000);
  return (events) => new Pusher({ subscriptions, ...events });
}

function listenFault(error: unknown, listen: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return new UsageError('bad-option', `--listen ${listen}: the port is in use`);
  if (code === 'EADDRNOTAVAIL' || code === 'EACCES') {
    return new UsageError('bad-option', `--listen ${listen}: this machine may not listen there (${code})`);
  }
  return error;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
