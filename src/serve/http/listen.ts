import { UsageError } from '../../errors.js';

/** Where to listen. */
export interface Listen {
  readonly host: string;
  readonly port: number;
}

/** `127.0.0.1:9115`, `[::1]:9115`, `:9115` (every address), `9115`. Throws UsageError `bad-option`. */
export function readListen(text: string): Listen {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]:|([^:[\]]*):)?(\d{1,5})$/.exec(text.trim());
  const port = Number(match?.[3] ?? Number.NaN);
  if (match === null || !(port <= 65_535)) {
    throw new UsageError(
      'bad-option',
      `--listen ${JSON.stringify(text)}: ADDRESS:PORT was expected`,
      'Such as 127.0.0.1:9115, [::1]:9115, or :9115 for every address.',
    );
  }
  const host = match[1] ?? match[2] ?? '127.0.0.1';
  return { host: host === '' ? '::' : host, port };
}

/** Whether nobody but this machine can come. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
