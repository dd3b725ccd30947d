import type { Duplex } from 'node:stream';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UsageError } from '../../errors.js';
import { type AccessKeeper, usable } from './access.js';
import { SECURITY_HEADERS } from './headers.js';
import { carriesToken } from './token.js';

export interface ServerSettings {
  readonly logger: FastifyBaseLogger;
  readonly access: AccessKeeper;
  readonly onUnauthorized: () => void;
}

/** What an orchestrator asks, without a token. */
const OPEN: readonly string[] = ['/healthz', '/readyz', '/-/healthy'];
const LOUD: readonly string[] = ['trace', 'debug', 'info'];
const MOST_CONNECTIONS = 1_024;
const STATUS_OF: Readonly<Record<string, number>> = { 'not-allowed': 403, busy: 503, 'not-found': 404 };

/** fastify with this server's limits, headers, authorization and answers to what goes wrong. No routes yet. */
export async function createServer(settings: ServerSettings): Promise<FastifyInstance> {
  const { fastify, LogController } = await import('fastify');
  const options = {
    // It says that it listens once for each address; what is said here once is enough.
    loggerInstance: settings.logger.child(
      {},
      { level: LOUD.includes(settings.logger.level) ? 'warn' : settings.logger.level },
    ),
    clientErrorHandler: answerUnread,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1_024,
    requestTimeout: 10_000,
    connectionTimeout: 130_000,
    keepAliveTimeout: 75_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1_000 },
    http: { maxHeaderSize: 16_384 },
  } as const;
  const { access } = settings;
  const { tls } = access;
  const server: FastifyInstance =
    tls === null
      ? fastify(options)
      : usable(() => fastify({ ...options, https: { cert: Buffer.from(tls.cert), key: Buffer.from(tls.key) } }));
  access.serveBy(server.server);
  server.server.maxConnections = MOST_CONNECTIONS;
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    const { token } = access;
    if (token === null || OPEN.includes(request.url)) return;
    if (carriesToken(request.headers.authorization, token)) return;
    settings.onUnauthorized();
    reply.header('www-authenticate', 'Bearer, Basic realm="whichcert"');
    await plain(reply, 401, 'A token is needed: Authorization: Bearer …');
  });
  server.setNotFoundHandler((_request, reply) => plain(reply, 404, 'There is nothing here.'));
  server.setErrorHandler((error, request, reply) => answerError(error, request, reply));
  return server;
}

const UNREAD: Readonly<Record<string, readonly [status: string, text: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The request is too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time.'],
};

/** What is no request is answered as everything else that goes wrong: by a line of text. */
function answerUnread(error: Error & { readonly code?: string }, socket: Duplex): void {
  // Nobody is there any more.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, text] = UNREAD[error.code ?? ''] ?? ['400 Bad Request', 'The request could not be read.'];
  const headers = [
    'content-type: text/plain; charset=utf-8',
    `content-length: ${text.length + 1}`,
    'connection: close',
  ];
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join('\r\n')}\r\n\r\n${text}\n`);
}

/** A short answer for people. */
export function plain(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').send(`${text}\n`);
}

/** What went wrong, as a status: the asker's fault is told, ours is logged. */
export function statusOfError(error: unknown): number {
  if (error instanceof UsageError) return STATUS_OF[error.code] ?? 400;
  const said = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return said >= 400 && said < 500 ? said : 500;
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = statusOfError(error);
  if (status === 503) reply.header('retry-after', '1');
  if (status === 500) {
    request.log.error({ err: error, url: request.url }, 'internal error');
    return plain(reply, 500, 'Internal error; the log says more.');
  }
  if (!(error instanceof UsageError)) return plain(reply, status, 'The request could not be read.');
  return plain(reply, status, error.hint === null ? error.message : `${error.message}. ${error.hint}`);
}
