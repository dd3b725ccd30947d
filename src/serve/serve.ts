import type { FastifyInstance } from 'fastify';
import { AddressSlots } from '../engine/address-slots.js';
import type { TargetReport } from '../model/report.js';
import { AccessKeeper } from './http/access.js';
import { isLoopbackHost } from './http/listen.js';
import { addProbeRoute } from './http/probe-route.js';
import { createServer, plain } from './http/server.js';
import { addTargetRoutes } from './http/target-routes.js';
import { Latest } from './latest.js';
import { difference, tellChange } from './log-lines.js';
import { metricsPage } from './metrics/page.js';
import { Tallies } from './metrics/tallies.js';
import { admitBy } from './probe/admit.js';
import { Prober } from './probe/prober.js';
import { FileWatch } from './reload/file-watch.js';
import { ManifestKeeper } from './reload/manifest-keeper.js';
import { scheduledTimeoutMs } from './schedule/handshake-time.js';
import { Scheduler } from './schedule/scheduler.js';
import { PUSH_RESULTS, type ServeSettings } from './settings.js';
import { entryOf, timesEntryOf, toldEntryOf } from './state/entries.js';
import { openState } from './state/open-state.js';
import { findListed } from './watch-list.js';

export interface RunningServe {
  /** `http://127.0.0.1:9115` */
  readonly url: string;
  /** Reads the manifest, the token and the certificate again; false: the manifest is broken, and the old one stays. */
  reload(): Promise<boolean>;
  /** Ends everything: checks, probes, connections; writes what is left to write. */
  stop(): Promise<void>;
}

/** Without a scrape's timeout a probe may take so long. */
const PROBE_MS = 30_000;

/** Starts the server: the exporter, the schedule, the pages. Throws UsageError for a broken manifest, and what listening throws. */
export async function startServe(settings: ServeSettings): Promise<RunningServe> {
  const { logger, clock, now, policy } = settings;
  const stop = new AbortController();
  const tallies = new Tallies();
  tallies.set('whichcert_schedule_interval_seconds', settings.intervalMs / 1000);
  const latest = new Latest();
  const sink =
    settings.openSink?.({
      onResult: (receiver, result, problem, count, target) => {
        tallies.count('whichcert_pushes_total', [receiver, result], count);
        if (result === 'delayed') logger.info({ receiver, target, problem }, 'push delayed');
        else if (result !== 'delivered') logger.warn({ receiver, target, problem, count }, `push ${result}`);
      },
      onTold: (told) => journal?.append(toldEntryOf(told)),
    }) ?? null;
  for (const receiver of sink?.receivers ?? []) {
    for (const result of PUSH_RESULTS) tallies.count('whichcert_pushes_total', [receiver, result], 0);
  }
  const journal = await openState(settings, latest, sink, tallies);
  const addressesOf = (id: string): readonly string[] =>
    latest.facts(id)?.endpoints.map(({ address }) => address) ?? [];
  let listed: ReadonlySet<string> = new Set();
  const onReport = (id: string, report: TargetReport): void => {
    if (!listed.has(id)) return;
    tallies.count('whichcert_checks_total');
    const news = latest.record(id, report);
    if (news.length > 0) {
      tellChange(logger, id, report, news);
      journal?.append(entryOf({ id, report, events: latest.events(id) }));
    }
    sink?.report(id, report);
  };
  const scheduled = admitBy({
    policy,
    listed: true,
    firstOf: null,
    onRefused: (reason, target) => logger.warn({ target: target.host, reason }, 'an address is not dialled'),
    enter: () => Promise.resolve(),
  });
  // Many batches may run at once: what one address is to bear is bounded for all of them together.
  const addressSlots = new AddressSlots(settings.check.perAddress ?? 4);
  const scheduler = new Scheduler({
    intervalMs: settings.intervalMs,
    checkOptions: () => ({
      ...settings.check,
      timeoutMs: settings.check.timeoutMs ?? scheduledTimeoutMs(settings.intervalMs),
      clock: todaysClock(settings),
      admit: scheduled,
      addressSlots,
    }),
    clock,
    random: settings.random,
    lastAddresses: addressesOf,
    onReport,
    onMissed: (reason, count) => {
      tallies.count('whichcert_missed_checks_total', reason, count);
      logger.warn({ reason, count }, 'checks missed');
    },
    onTurn: (lateMs) => {
      tallies.set('whichcert_schedule_lag_seconds', lateMs / 1000);
    },
    onError: (error) => logger.error({ err: error }, 'a batch of checks failed'),
  });
  const access = await AccessKeeper.begin({
    load: settings.access,
    onLoaded: () => {
      tallies.count('whichcert_access_reloads_total', 'loaded');
      logger.info('token and own certificate read again');
    },
    onBroken: (problem) => {
      tallies.count('whichcert_access_reloads_total', 'failed');
      logger.error({ problem }, 'the token or the own certificate is broken: those before stay in use');
    },
  });
  if (access.token === null && !isLoopbackHost(settings.listen.host)) {
    logger.warn('listening beyond this machine without a token: see --token-file');
  }
  const accessWatch = new FileWatch(settings.fileState, () => void access.reload());
  const watch = new FileWatch(settings.fileState, () => void keeper.reload());
  const keeper = new ManifestKeeper({
    load: settings.load,
    onLoaded: (list) => {
      tallies.count('whichcert_manifest_reloads_total', 'loaded');
      tallies.set('whichcert_manifest_last_reload_successful', 1);
      tallies.set('whichcert_manifest_last_reload_success_timestamp_seconds', now().getTime() / 1000);
      const before = listed;
      listed = new Set(list.targets.map(({ id }) => id));
      latest.retain(listed);
      void watch.watch(list.files);
      sink?.watch(list.targets.map((each) => ({ ...each, addresses: addressesOf(each.id) })));
      scheduler.use(list);
      logger.info({ targets: list.targets.length, ...difference(before, listed) }, 'manifest loaded');
    },
    onBroken: (problem) => {
      tallies.count('whichcert_manifest_reloads_total', 'failed');
      tallies.set('whichcert_manifest_last_reload_successful', 0);
      logger.error({ problem }, 'the manifest is broken: the one before stays in use');
    },
  });
  const prober = new Prober({
    checkOptions: () => ({ ...settings.check, clock: todaysClock(settings) }),
    policy,
    listed: (target) => findListed(keeper.list, target),
    connectTo: () => keeper.list.connectTo,
    mostProbes: settings.mostProbes,
    perAddress: settings.probesPerAddress,
    clock,
  });
  const server = await createServer({
    logger,
    access,
    onUnauthorized: () => tallies.count('whichcert_unauthorized_total'),
  });
  addProbeRoute(server, {
    prober,
    modules: () => keeper.list.modules,
    preferred: settings.preferred,
    defaultMs: PROBE_MS,
    handshakeMs: settings.check.timeoutMs ?? 10_000,
    tallies,
    onRefused: (query, reason) => logger.warn({ ...query, reason }, 'a probe is refused'),
  });
  addTargetRoutes(server, { latest, list: () => keeper.list, problem: () => keeper.problem, now });
  const metrics = await metricsPage({
    facts: () => latest.allFacts(),
    targets: () => keeper.list.targets.length,
    tallies,
    version: settings.version,
    mostSeries: settings.mostSeries,
    clock,
    refresh: () => {
      tallies.set('whichcert_targets_in_progress', scheduler.active);
      if (journal !== null) tallies.set('whichcert_state_pending_entries', journal.pending);
    },
  });
  addHealthRoutes(server, metrics, () => !stop.signal.aborted);

  const end = async (): Promise<void> => {
    stop.abort();
    prober.stop();
    watch.stop();
    accessWatch.stop();
    // What is underway to receivers has its grace while the rest ends: nothing is added to it any more.
    await Promise.all([scheduler.stop(), sink?.stop(), server.close()]);
    journal?.append(timesEntryOf(latest.times()));
    await journal?.close();
  };
  try {
    await keeper.begin();
    await accessWatch.watch(access.files);
    const { host, port } = settings.listen;
    await server.listen({ host, port });
    const [bound] = server.addresses();
    const given = typeof bound === 'object' ? bound.port : port;
    const url = placeOf(access.tls === null ? 'http' : 'https', host, given);
    return { url, reload: () => Promise.all([keeper.reload(), access.reload()]).then(([loaded]) => loaded), stop: end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** As it was asked for: of a wildcard address no single one is meant. */
function placeOf(scheme: string, host: string, port: number): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function addHealthRoutes(
  server: FastifyInstance,
  metrics: Awaited<ReturnType<typeof metricsPage>>,
  ready: () => boolean,
): void {
  server.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await metrics();
    return reply.type(contentType).send(text);
  });
  for (const path of ['/healthz', '/-/healthy']) server.get(path, (_request, reply) => plain(reply, 200, 'ok'));
  server.get('/readyz', (_request, reply) => (ready() ? plain(reply, 200, 'ready') : plain(reply, 503, 'stopping')));
}

/** Today's time where the check begins, and a clock that never goes back from there: a clock that is set moves the next check. */
function todaysClock({ now, clock }: ServeSettings): () => number {
  const [date, began] = [now().getTime(), clock()];
  return () => date + clock() - began;
}
