import type { TargetReport } from '../model/report.js';

/** An HTTP request as data: what a receiver is to be told. Secrets may stand in `url` and `headers`: never print them. */
export interface PushRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A receiver that is reached by HTTP: one file each, pure. */
export interface HttpReceiver {
  /** For logs and counters; carries no secret. */
  readonly name: string;
  request(report: TargetReport): PushRequest;
}

/** A receiver with a protocol of its own. Rejects when it was not delivered. */
export interface DirectReceiver {
  readonly name: string;
  send(report: TargetReport, signal: AbortSignal): Promise<void>;
}

export type Receiver = HttpReceiver | DirectReceiver;

/** JSON for a POST. */
export function jsonRequest(url: string, value: unknown, headers: Readonly<Record<string, string>> = {}): PushRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

/** A base address and a path, whether or not the base ends with a slash. */
export function joinUrl(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}
