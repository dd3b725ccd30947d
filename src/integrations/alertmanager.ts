import type { TargetReport } from '../model/report.js';
import { leadingCode, targetWords } from '../report/codes.js';
import { type HttpReceiver, joinUrl, jsonRequest } from './push.js';
import { sentence } from './sentence.js';

/**
 * Alertmanager's API v2: one alert a target, firing while it is not ok and ended when it is. The labels that make an
 * alert's identity do not change with its cause, so that a resolve finds what fired.
 */
export function alertmanager(settings: { readonly url: string; readonly intervalSeconds: number }): HttpReceiver {
  return {
    name: 'alertmanager',
    request: (report) => jsonRequest(joinUrl(settings.url, 'api/v2/alerts'), [alert(report, settings.intervalSeconds)]),
  };
}

function alert(report: TargetReport, intervalSeconds: number) {
  const ended = Date.parse(report.startedAt) + report.durationMs;
  // A run that fails to come must not resolve the alert: it lives for four intervals.
  const endsAt = report.status === 'ok' ? ended : ended + 4_000 * intervalSeconds;
  return {
    labels: { ...report.target.labels, alertname: 'WhichcertWrongCertificate', target: targetWords(report.target) },
    annotations: { summary: sentence(report), status: report.status, cause: leadingCode(report) ?? '' },
    ...(report.status === 'ok' ? {} : { startsAt: report.startedAt }),
    endsAt: new Date(endsAt).toISOString(),
  };
}
