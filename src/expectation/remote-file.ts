import type { Dispatcher } from 'undici';
import { UsageError } from '../errors.js';

/** How a certificate is fetched. */
export interface RemoteFileOptions {
  /** For the whole transfer; defaults to 10 seconds. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** undici's way to a proxy or to other trust anchors. */
  readonly dispatcher?: Dispatcher;
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
    return await fetchBytes(url, signal, options.dispatcher);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    options.signal?.throwIfAborted();
    throw new UsageError(
      'bad-file',
      `${url} could not be fetched: ${deadline.aborted ? 'no answer in time' : reasonOf(error)}`,
    );
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

function reasonOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string'
    ? code
    : error instanceof Error
      ? (error.message.split('\n', 1)[0] ?? '')
      : String(error);
}
