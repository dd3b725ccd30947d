import type { FastifyInstance } from 'fastify';
import type { Latest } from '../latest.js';
import { PAGE_SCRIPT, PAGE_STYLE } from '../page/assets.js';
import { overviewPage, readOverviewQuery } from '../page/overview.js';
import { targetPage } from '../page/target-page.js';
import type { WatchList } from '../watch-list.js';
import { plain } from './server.js';

export interface TargetRouteSettings {
  readonly latest: Latest;
  readonly list: () => WatchList;
  /** Why the manifest on disk is not the one in use; null: it is. */
  readonly problem: () => string | null;
  readonly now: () => Date;
}

const HTML = 'text/html; charset=utf-8';

/** What is known of the targets that are checked on schedule: for programs and for people. */
export function addTargetRoutes(server: FastifyInstance, settings: TargetRouteSettings): void {
  const { latest, list, problem, now } = settings;
  const isListed = (id: string): boolean => list().targets.some((watched) => watched.id === id);

  server.get('/api/v1/targets', () => ({
    targets: list().targets.map(({ id, target }) => ({ id, labels: target.labels, ...summary(latest, id) })),
  }));

  server.get<{ Params: { '*': string } }>('/api/v1/reports/*', async (request, reply) => {
    const id = request.params['*'];
    const report = latest.report(id);
    if (report !== null) return report;
    return plain(reply, 404, isListed(id) ? `${id} has not been checked yet.` : `There is no target ${id}.`);
  });

  server.get<{ Params: { '*': string } }>('/api/v1/history/*', async (request, reply) => {
    const id = request.params['*'];
    if (!isListed(id)) return plain(reply, 404, `There is no target ${id}.`);
    return { id, events: latest.events(id) };
  });

  server.get<{ Querystring: Readonly<Record<string, unknown>> }>('/', (request, reply) =>
    reply.type(HTML).send(
      overviewPage(
        {
          targets: list().targets,
          facts: (id) => latest.facts(id),
          report: (id) => latest.report(id),
          problem: problem(),
          now: now().getTime(),
        },
        readOverviewQuery(request.query),
      ),
    ),
  );

  server.get<{ Params: { '*': string } }>('/targets/*', (request, reply) => {
    const id = request.params['*'];
    if (!isListed(id)) return plain(reply, 404, `There is no target ${id}.`);
    return reply.type(HTML).send(targetPage(id, latest.facts(id), latest.report(id), latest.events(id)));
  });

  server.get('/assets/page.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(PAGE_STYLE));
  server.get('/assets/page.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(PAGE_SCRIPT));
}

function summary(latest: Latest, id: string) {
  const facts = latest.facts(id);
  if (facts === null) return { status: null, code: null, sentence: null, checkedAt: null, addresses: [] };
  const { status, code, sentence, at, endpoints } = facts;
  return {
    status,
    code,
    sentence,
    checkedAt: new Date(at).toISOString(),
    addresses: endpoints.map((each) => ({
      address: each.address,
      status: each.status,
      cause: each.cause,
      served: each.served,
    })),
  };
}
