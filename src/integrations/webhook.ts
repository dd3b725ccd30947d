import { createHmac } from 'node:crypto';
import { renderJsonLine } from '../report/jsonl.js';
import type { HttpReceiver } from './push.js';

/** The header that carries the signature: `sha256=` and the lower-case hex HMAC-SHA-256 of the body. */
export const SIGNATURE_HEADER = 'x-whichcert-signature';

/** A generic webhook: the whole report as JSON, signed where there is a secret. */
export function webhook(settings: { readonly url: string; readonly secret: string | null }): HttpReceiver {
  return {
    name: 'webhook',
    request: (report) => {
      const body = renderJsonLine(report);
      const signature: Record<string, string> =
        settings.secret === null
          ? {}
          : { [SIGNATURE_HEADER]: `sha256=${createHmac('sha256', settings.secret).update(body).digest('hex')}` };
      return { method: 'POST', url: settings.url, headers: { 'content-type': 'application/json', ...signature }, body };
    },
  };
}
