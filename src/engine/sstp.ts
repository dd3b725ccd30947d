import { connect as connectTls } from 'node:tls';
import { addressWithPort } from './addresses.js';
import { connectWithin } from './asker.js';
import type { SstpReply } from './endpoint-memory.js';
import type { EndpointState, Job } from './job.js';
import type { Run } from './run.js';
import { TRUST_HELLO } from './trust-hello.js';

/** ULONGLONG_MAX: both sides announce a body without an end ([MS-SSTP] 3.2.4.1, 3.3.5.2.1). */
const ENDLESS = '18446744073709551615';
/** What a head may take; SSTP's has four short lines. */
const MOST_BYTES = 8_192;

/**
 * Whether SSTP shares the port: its well-known request, once, over a finished TLS connection to that address; nothing is
 * sent behind it, and no tunnel begins. Only where it was asked for and the HTTP HEAD met Windows. Whether it was asked.
 */
export async function askSstp(run: Run, job: Job, state: EndpointState): Promise<boolean> {
  const { settings } = run;
  const { http } = state;
  if (!settings.askSstp || http === null || !/^microsoft-(?:iis|httpapi)\//i.test(http.server ?? '')) return false;
  const served = state.observations().filter(({ outcome }) => outcome === 'served');
  const way = served.find(({ serverName }) => serverName === job.serverName) ?? served[0];
  if (way === undefined) return false;
  const { answer, repeated } = await state.memory.tunnels.share(way.certificates[0] ?? '', () =>
    connectWithin<SstpReply>(
      run,
      state,
      async () => ({ head: await headOf(run, job, state, way.serverName), asked: true, exhausted: false }),
      () => ({ head: null, asked: false, exhausted: false }),
    ),
  );
  const { head, asked } = answer;
  if (!asked) return false;
  const sstp = head === null ? null : isSstp(head);
  state.http = { ...http, sstp };
  if (repeated) return true;
  job.questions += 1;
  state.lastQuestionAt = settings.clock();
  settings.onTranscript?.({
    at: settings.clock(),
    target: `${job.target.host}:${job.target.port}`,
    dialled: addressWithPort(state.endpoint.dialAddress, state.endpoint.dialPort),
    probe: null,
    event: 'http',
    detail: `SSTP: ${sstp === null ? 'no answer' : sstp ? 'it answers' : 'not here'}`,
  });
  return true;
}

/** 200 alone any web server may say; the endless body is SSTP's. */
function isSstp(head: string): boolean {
  return /^HTTP\/1\.[01] 200\b/.test(head) && new RegExp(`^content-length:\\s*${ENDLESS}\\s*$`, 'im').test(head);
}

/** The head of the HTTP answer; null: none came, for whatever reason. */
function headOf(run: Run, job: Job, { endpoint }: EndpointState, serverName: string | null): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connectTls({
      host: endpoint.dialAddress,
      port: endpoint.dialPort,
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...TRUST_HELLO,
      ...(serverName === null ? {} : { servername: serverName }),
    });
    let text = '';
    const end = (head: string | null): void => {
      clearTimeout(deadline);
      takeBack();
      socket.destroy();
      resolve(head);
    };
    const deadline = setTimeout(() => end(null), run.settings.timeoutMs);
    const takeBack = run.cancellation.onAbort(() => end(null));
    socket.on('error', () => end(null));
    socket.on('close', () => end(null));
    socket.once('secureConnect', () => socket.write(requestTo(job)));
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1');
      const length = text.indexOf('\r\n\r\n');
      if (length !== -1) end(text.startsWith('HTTP/1.') ? text.slice(0, length) : null);
      else if (text.length > MOST_BYTES) end(null);
    });
  });
}

function requestTo({ target }: Job): string {
  const host = target.host.includes(':') ? `[${target.host.split('%', 1)[0] ?? ''}]` : target.host;
  return [
    'SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1',
    `Host: ${host}${target.port === 443 ? '' : `:${target.port}`}`,
    `Content-Length: ${ENDLESS}`,
    '',
    '',
  ].join('\r\n');
}
