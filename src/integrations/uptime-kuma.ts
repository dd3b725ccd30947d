import type { HttpReceiver } from './push.js';
import { sentence } from './sentence.js';

/** Uptime Kuma's push monitor: `url` is its push address, with the token and without a query. Warnings count as up. */
export function uptimeKuma(settings: { readonly url: string }): HttpReceiver {
  return {
    name: 'uptime-kuma',
    request: (report) => {
      const query = new URLSearchParams({
        status: report.status === 'critical' || report.status === 'unknown' ? 'down' : 'up',
        msg: sentence(report),
        ping: String(Math.round(report.durationMs)),
      });
      return { method: 'GET', url: `${settings.url.split('?')[0] ?? ''}?${query}`, headers: {}, body: null };
    },
  };
}
