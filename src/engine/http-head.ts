import { connect as connectTls } from 'node:tls';
import type { HttpAnswer } from '../model/report.js';
import { addressWithPort } from './addresses.js';
import { connectWithin } from './asker.js';
import type { Head } from './endpoint-memory.js';
import type { EndpointState, Job } from './job.js';
import type { Run } from './run.js';
import { TRUST_HELLO } from './trust-hello.js';

const LONGEST_SERVER = 256;

/**
 * One HTTP HEAD to a sick HTTPS endpoint, to that address under that name: what calls itself the server there, and
 * whether it takes the name (421, RFC 9110 §15.5.20; 400). Where TLS fails for the name alone, it is asked with a server
 * name that was served: what stands there is the same. Names that are served one certificate there share the answer.
 * Never behind STARTTLS, never where TLS brought nothing.
 * Whether it was asked.
 */
export async function askHttp(run: Run, job: Job, state: EndpointState): Promise<boolean> {
  const { target } = job;
  const served = state.observations().filter(({ outcome }) => outcome === 'served');
  const way = served.find(({ serverName }) => serverName === job.serverName) ?? served[0];
  if (!run.settings.http || target.scheme !== 'https' || state.endpoint.starttls !== null || way === undefined)
    return false;
  const { answer: head, repeated } = await state.memory.heads.share(way.certificates[0] ?? '', () =>
    connectWithin<Head>(
      run,
      state,
      async () => ({ answer: await askHead(run, job, state, way.serverName), asked: true, exhausted: false }),
      () => ({ answer: null, asked: false, exhausted: false }),
    ),
  );
  const { answer, asked } = head;
  if (!asked) return false;
  if (repeated) {
    // Whether it takes this name too was not asked.
    state.http = answer === null ? null : { ...answer, status: null };
    return true;
  }
  job.questions += 1;
  state.lastQuestionAt = run.settings.clock();
  state.http = answer;
  run.settings.onTranscript?.({
    at: run.settings.clock(),
    target: `${target.host}:${target.port}`,
    dialled: addressWithPort(state.endpoint.dialAddress, state.endpoint.dialPort),
    probe: null,
    event: 'http',
    detail: answer === null ? 'no answer' : `${answer.status ?? ''} ${answer.server ?? ''}`.trim(),
  });
  return true;
}

/** null: no answer that is HTTP, for whatever reason. */
async function askHead(
  run: Run,
  job: Job,
  { endpoint }: EndpointState,
  serverName: string | null,
): Promise<HttpAnswer | null> {
  const { Client } = await import('undici');
  const stop = new AbortController();
  const deadline = setTimeout(() => stop.abort(), run.settings.timeoutMs);
  const takeBack = run.cancellation.onAbort(() => stop.abort());
  const client = new Client(`https://${hostOf(job)}:${job.target.port}`, {
    connect: (_options, callback) => {
      const socket = connectTls({
        host: endpoint.dialAddress,
        port: endpoint.dialPort,
        rejectUnauthorized: false,
        checkServerIdentity: () => undefined,
        ...TRUST_HELLO,
        ...(serverName === null ? {} : { servername: serverName }),
      });
      stop.signal.addEventListener('abort', () => socket.destroy(), { once: true });
      const failed = (error: Error): void => callback(error, null);
      const closed = (): void => failed(new Error('closed'));
      socket.once('error', failed);
      socket.once('close', closed);
      socket.once('secureConnect', () => {
        socket.off('error', failed).off('close', closed);
        callback(null, socket);
      });
    },
  });
  try {
    const { statusCode, headers, body } = await client.request({
      method: 'HEAD',
      path: '/',
      headers: { 'user-agent': 'whichcert', connection: 'close' },
      signal: stop.signal,
    });
    body.on('error', () => undefined);
    const server = Array.isArray(headers.server) ? headers.server.join(', ') : headers.server;
    return { status: statusCode, server: server?.slice(0, LONGEST_SERVER) ?? null };
  } catch {
    return null;
  } finally {
    clearTimeout(deadline);
    takeBack();
    await client.destroy().catch(() => undefined);
  }
}

function hostOf({ target }: Job): string {
  return target.host.includes(':') ? `[${target.host.split('%', 1)[0] ?? ''}]` : target.host;
}
