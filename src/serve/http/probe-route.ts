import type { FastifyInstance } from 'fastify';
import { UsageError } from '../../errors.js';
import { escapeAndCut } from '../../report/escape.js';
import type { PreferredFamily } from '../metrics/blackbox-families.js';
import type { Tallies } from '../metrics/tallies.js';
import { probeDeadline } from '../probe/deadline.js';
import type { Modules } from '../probe/modules.js';
import type { Prober } from '../probe/prober.js';
import { type Query, readProbeRequest } from '../probe/request.js';

export interface ProbeRouteSettings {
  readonly prober: Prober;
  readonly modules: () => Modules;
  readonly preferred: PreferredFamily;
  /** Without a scrape's timeout. Milliseconds. */
  readonly defaultMs: number;
  readonly handshakeMs: number;
  readonly tallies: Tallies;
  /** Told once of each question that is refused: Prometheus shows nobody why. Safe to show. */
  readonly onRefused: (query: Readonly<Record<'target' | 'module', string>>, reason: string) => void;
}

const LONGEST = 200;
/** Whoever asks for ever new things fills no log. */
const MOST_TOLD = 1_000;

/** `/probe`, as blackbox_exporter has it. */
export function addProbeRoute(server: FastifyInstance, settings: ProbeRouteSettings): void {
  const { prober, modules, preferred, tallies } = settings;
  const told = new Set<string>();
  const tell = (query: Query, error: unknown): void => {
    if (!(error instanceof UsageError) || error.code === 'busy') return;
    const reason = escapeAndCut(error.message, LONGEST);
    if (told.has(reason) || told.size >= MOST_TOLD) return;
    told.add(reason);
    const [target, module] = [query.target, query.module].map((word) => escapeAndCut(String(word ?? ''), LONGEST));
    settings.onRefused({ target: target ?? '', module: module ?? '' }, reason);
  };
  server.get<{ Querystring: Query }>('/probe', async (request, reply) => {
    const gone = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort();
    });
    try {
      const asked = readProbeRequest(request.query, { modules: modules(), preferred });
      const most = asked.how.timeoutMs ?? Number.POSITIVE_INFINITY;
      const deadline = probeDeadline(request.headers, settings.defaultMs, settings.handshakeMs, most);
      const { contentType, text } = await prober.probe(asked, deadline, gone.signal);
      tallies.count('whichcert_probes_total', gone.signal.aborted ? 'hung-up' : 'answered');
      return await reply.type(contentType).send(text);
    } catch (error) {
      tell(request.query, error);
      tallies.count('whichcert_probes_total', gone.signal.aborted ? 'hung-up' : resultOf(error));
      throw error;
    }
  });
}

function resultOf(error: unknown): string {
  if (!(error instanceof UsageError)) return 'failed';
  if (error.code === 'not-allowed') return 'refused';
  return error.code === 'busy' ? 'busy' : 'bad-request';
}
