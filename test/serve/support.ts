/** A server under test: in this process, on a free port, without logs unless a test reads them. */
import { pino } from 'pino';
import { probes } from '../../probes/index.js';
import { readAllow } from '../../src/serve/allow/policy.js';
import { readModules } from '../../src/serve/probe/modules.js';
import { type RunningServe, startServe } from '../../src/serve/serve.js';
import type { ServeSettings } from '../../src/serve/settings.js';
import { nameTargets, type WatchList } from '../../src/serve/watch-list.js';
import { targets } from '../support/engine.js';

export interface TestServe extends RunningServe {
  /** Lines of the log, parsed. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
}

export const listOf = (texts: readonly string[], more: Partial<WatchList> = {}): WatchList => ({
  targets: nameTargets(targets(...texts)),
  connectTo: [],
  samples: null,
  modules: readModules([]),
  files: [],
  ...more,
});

export async function startTestServe(
  over: Partial<ServeSettings> & { readonly allow?: readonly string[] } = {},
): Promise<TestServe> {
  const log: Readonly<Record<string, unknown>>[] = [];
  const { allow = [], check, ...more } = over;
  const running = await startServe({
    listen: { host: '127.0.0.1', port: 0 },
    version: '0.0.0',
    load: () => Promise.resolve(listOf([])),
    fileState: () => Promise.resolve(null),
    intervalMs: 60_000,
    policy: readAllow(allow),
    preferred: 'ip6',
    access: () => Promise.resolve({ token: null, tls: null, files: [] }),
    stateFolder: null,
    openSink: null,
    mostProbes: 50,
    probesPerAddress: 4,
    mostSeries: 10_000,
    logger: pino({ level: 'debug' }, { write: (line: string) => void log.push(JSON.parse(line)) }),
    now: () => new Date(),
    clock: () => performance.now(),
    random: () => 0,
    ...more,
    check: {
      probes,
      tool: 'whichcert/test',
      trust: { mode: 'none', ca: [], caSource: null },
      resolver: { hostsFile: '', getaddrinfo: () => Promise.resolve([]) },
      ...check,
    },
  });
  return { ...running, log };
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

export async function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const answer = await fetch(url, { headers });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

/** Asks until the answer fits, or long enough: a deadline against a hang, not a measurement. */
export async function eventually<T>(
  ask: () => Promise<T>,
  fits: (value: T) => boolean,
  withinMs = 50_000,
  everyMs = 50,
): Promise<T> {
  for (const until = Date.now() + withinMs; ; ) {
    const value = await ask();
    if (fits(value)) return value;
    if (Date.now() > until) throw new Error(`never fitted: ${JSON.stringify(value)?.slice(0, 2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
