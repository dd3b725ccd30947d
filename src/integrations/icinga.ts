import { NAGIOS_EXIT_CODES } from '../report/nagios.js';
import { type HttpReceiver, joinUrl, jsonRequest } from './push.js';
import { sentence } from './sentence.js';

/** Where passive results go, and what the service object is called: `host!service`. */
export interface IcingaSettings {
  /** `https://icinga.example:5665`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly service: string;
  /** Seconds after which Icinga asks itself; null: Icinga's own. */
  readonly ttlSeconds: number | null;
  readonly checkSource: string;
}

/** Icinga 2's API: a passive check result (`/v1/actions/process-check-result`). */
export function icinga(settings: IcingaSettings): HttpReceiver {
  const credentials = Buffer.from(`${settings.user}:${settings.password}`, 'utf8').toString('base64');
  return {
    name: 'icinga',
    request: (report) =>
      jsonRequest(
        joinUrl(settings.url, 'v1/actions/process-check-result'),
        {
          type: 'Service',
          // A filter with a variable: the name is never part of an expression.
          filter: 'service.__name == name',
          filter_vars: { name: settings.service },
          exit_status: NAGIOS_EXIT_CODES[report.status],
          plugin_output: sentence(report),
          performance_data: [`time=${Math.round(report.durationMs)}ms`],
          check_source: settings.checkSource,
          ...(settings.ttlSeconds === null ? {} : { ttl: settings.ttlSeconds }),
        },
        { accept: 'application/json', authorization: `Basic ${credentials}` },
      ),
  };
}
