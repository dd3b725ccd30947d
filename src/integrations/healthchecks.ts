import { type HttpReceiver, joinUrl } from './push.js';
import { sentence } from './sentence.js';

/** healthchecks.io and its self-hosted form: `url` is the check's ping address. Critical and unknown ping `/fail`. */
export function healthchecks(settings: { readonly url: string }): HttpReceiver {
  return {
    name: 'healthchecks',
    request: (report) => ({
      method: 'POST',
      url: report.status === 'critical' || report.status === 'unknown' ? joinUrl(settings.url, 'fail') : settings.url,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: sentence(report),
    }),
  };
}
