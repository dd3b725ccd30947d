import { STATUSES, type TargetReport } from '../model/report.js';
import { endpointCode, leadingCode, statusWords, targetWords } from '../report/codes.js';
import { type HttpReceiver, joinUrl, jsonRequest } from './push.js';
import { sentence } from './sentence.js';
import { stateOf, WELL } from './when.js';

/** A run that fails to come must not end an alert: it lives for so many intervals. */
const LIVES = 4;

/** What a route can go by. */
interface Kind {
  readonly alertname: string;
  readonly severity: 'critical' | 'warning';
}

/**
 * Alertmanager's API v2: one alert a target, firing while it is not ok and ended when it is. An alert there ends by itself,
 * so that it is told again at every run while it stands. Its labels say what kind of fault it is and how heavy; the cause
 * and the addresses, which may change while it stands, are annotations. Where the kind changes, the alert before is ended.
 */
export function alertmanager(settings: { readonly url: string; readonly intervalSeconds: number }): HttpReceiver {
  return {
    name: 'alertmanager',
    repeats: true,
    request: (report, before) => {
      const alerts = alertsOf(report, before, settings.intervalSeconds);
      return alerts.length === 0 ? null : jsonRequest(joinUrl(settings.url, 'api/v2/alerts'), alerts);
    },
  };
}

function alertsOf(report: TargetReport, before: string, intervalSeconds: number): readonly object[] {
  const ended = Date.parse(report.startedAt) + report.durationMs;
  const [was, is] = [kindOf(before), kindOf(stateOf(report))];
  const labelsOf = ({ alertname, severity }: Kind) => ({
    severity,
    ...report.target.labels,
    alertname,
    target: targetWords(report.target),
  });
  const annotations = {
    summary: sentence(report),
    status: report.status,
    cause: leadingCode(report) ?? '',
    addresses: sickAddresses(report),
  };
  const over = was !== null && was.alertname + was.severity !== `${is?.alertname}${is?.severity}`;
  return [
    ...(is === null
      ? []
      : [
          {
            labels: labelsOf(is),
            annotations,
            startsAt: report.startedAt,
            endsAt: new Date(ended + LIVES * 1000 * intervalSeconds).toISOString(),
          },
        ]),
    ...(over ? [{ labels: labelsOf(was), annotations, endsAt: new Date(ended).toISOString() }] : []),
  ];
}

/** Out of a state's words; null where all is well. */
function kindOf(state: string): Kind | null {
  if (state === WELL) return null;
  const [, status = '', code = ''] = /^(\w+)(?: \[(.*)\])?$/.exec(state) ?? [];
  const severity = status === 'critical' ? 'critical' : 'warning';
  return { alertname: alertnameOf(status, code), severity };
}

function alertnameOf(status: string, code: string): string {
  if (status === 'unknown' || ['unreachable', 'unresolved'].includes(code)) return 'WhichcertCertificateUnknown';
  if (code === 'expires-soon') return 'WhichcertCertificateExpiresSoon';
  return status === 'critical' ? 'WhichcertWrongCertificate' : 'WhichcertCertificateWarning';
}

const MOST_ADDRESSES = 20;

/** `203.0.113.21: critical [ip-binding-conflict]`, the worst first. */
function sickAddresses(report: TargetReport): string {
  const sick = report.endpoints
    .filter(({ status }) => status !== 'ok')
    .toSorted((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status))
    .map((endpoint) => `${endpoint.address}: ${statusWords(endpoint.status, endpointCode(report, endpoint))}`);
  return [
    ...sick.slice(0, MOST_ADDRESSES),
    ...(sick.length > MOST_ADDRESSES ? [`and ${sick.length - MOST_ADDRESSES} more`] : []),
  ].join(', ');
}
