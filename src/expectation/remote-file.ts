import type { Dispatcher } from 'undici';
import { UsageError } from '../errors.js';

/** How a certificate is fetched. */
export interface RemoteFileOptions {
  /** For the whole transfer; defaults to 10 seconds. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** undici's way to a proxy or to other trust anchors. */
  readonly dispatcher?: Dispatcher;
  /** As PEM: whose word counts for the server beside that of Node's roots (and of NODE_EXTRA_CA_CERTS). */
  readonly roots?: readonly string[] | null;
}

/** A certificate file is a few kilobytes. */
const MAX_BYTES = 1024 * 1024;

/**
 * Fetches a certificate file over https: redirects are not followed (what is expected comes from where it was said), at most
 * 1 MiB. The server is verified as usual: what it serves decides what is right. Throws UsageError `bad-file`; an abort by the
 * caller's signal is thrown as it is.
 */
export async function fetchCertificateFile(url: string, options: RemoteFileOptions = {}): Promise<Uint8Array> {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
    throw new UsageError('bad-file', `${url} is not fetched: only https: addresses are`);
  }
  const deadline = AbortSignal.timeout(options.timeoutMs ?? 10_000);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
  try {
    return await fetchTrusting(url, signal, options);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    options.signal?.throwIfAborted();
    if (deadline.aborted) throw new UsageError('bad-file', `${url} could not be fetched: no answer in time`);
    throw failure(url, error);
  }
}

async function fetchTrusting(url: string, signal: AbortSignal, options: RemoteFileOptions): Promise<Uint8Array> {
  const { roots = null, dispatcher } = options;
  try {
    return await fetchBytes(url, signal, dispatcher);
  } catch (error) {
    // A list of roots would take the place of Node's.
    if (roots === null || dispatcher !== undefined || !NOT_TRUSTED.test(reasonOf(error))) throw error;
  }
  const { Agent } = await import('undici');
  const trusting = new Agent({ connect: { ca: [...roots] } });
  try {
    return await fetchBytes(url, signal, trusting);
  } finally {
    await trusting.destroy();
  }
}

async function fetchBytes(url: string, signal: AbortSignal, dispatcher: Dispatcher | undefined): Promise<Uint8Array> {
  const { request } = await import('undici');
  const { statusCode, body } = await request(url, { signal, ...(dispatcher === undefined ? {} : { dispatcher }) });
  if (statusCode !== 200) {
    await body.dump({ limit: 16_384, signal });
    throw new UsageError('bad-file', `${url} could not be fetched: status ${statusCode}`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    length += chunk.length;
    if (length > MAX_BYTES) throw new UsageError('bad-file', `${url} is larger than 1 MiB: no certificate file is`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** OpenSSL's codes for a certificate that no root vouches for. */
const NOT_TRUSTED = /^(?:UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED)/;

function failure(url: string, error: unknown): UsageError {
  const reason = reasonOf(error);
  const host = new URL(url).host;
  if (NOT_TRUSTED.test(reason)) {
    return new UsageError(
      'bad-file',
      `${url} could not be fetched: the certificate of ${host} is not trusted here (${reason})`,
      'Name its root with --ca, or --trust system.',
    );
  }
  const what =
    reason === 'ERR_TLS_CERT_ALTNAME_INVALID'
      ? `the certificate of ${host} does not cover that name`
      : reason === 'CERT_HAS_EXPIRED'
        ? `the certificate of ${host} has expired`
        : reason;
  return new UsageError('bad-file', `${url} could not be fetched: ${what}`);
}

function reasonOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string'
    ? code
    : error instanceof Error
      ? (error.message.split('\n', 1)[0] ?? '')
      : String(error);
}
