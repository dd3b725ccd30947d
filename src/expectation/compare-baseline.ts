import type { Finding } from '../model/finding.js';
import {
  type Change,
  type EndpointReport,
  type ReportedCertificate,
  type TargetReport,
  worstStatus,
} from '../model/report.js';
import { coversHost } from '../x509/identity.js';
import { type Baseline, type BaselineAnswer, type BaselineEndpoint, baselineTarget, targetKey } from './baseline.js';

/** How a baseline is held against reports. */
export interface BaselineComparison {
  readonly baseline: Baseline;
  /** Hosts whose change is wanted (`--expect-change`). Null: nobody said, and every change is a notice. */
  readonly expectChange: readonly string[] | null;
  /** By target key, addresses that the run asks about in other targets of that key: they have not disappeared. */
  readonly alsoAsked?: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The report with its differences from the baseline, as changes and findings; its status where they are critical. */
export type CompareReport = (report: TargetReport) => TargetReport;

/**
 * Compares report after report with a baseline. Which hosts shared an endpoint is read from the baseline and from the
 * report itself, so that the order of the reports does not matter: a host that changed at an endpoint of a wanted one is a
 * *neighbour*, the classic accident of a binding that several sites share.
 */
export function createComparison(comparison: BaselineComparison): CompareReport {
  const { baseline, expectChange } = comparison;
  const before = new Map(baseline.targets.map((target) => [targetKey(target), target]));
  const wanted = expectChange === null ? null : new Set(expectChange);
  const wantedTargets = baseline.targets.filter((target) => wanted?.has(target.host));
  const wantedEndpoints = new Set(wantedTargets.flatMap((target) => target.endpoints.map(endpointKey)));
  return (report) => {
    const earlier = before.get(targetKey(report.target));
    const elsewhere = comparison.alsoAsked?.get(targetKey(report.target));
    const changes = compareEndpoints(earlier?.endpoints ?? [], report, baseline).filter(
      ({ code, address }) => code !== 'endpoint-disappeared' || !(elsewhere?.has(address ?? '') ?? false),
    );
    const isWanted = wanted?.has(report.target.host) ?? false;
    // The fallback was a wanted host's certificate, and is again: it was replaced with it.
    const isWantedFallback = (change: PlacedChange): boolean =>
      change.code === 'selection-changed' &&
      wantedTargets.some(
        ({ host, endpoints }) =>
          endpoints.some((each) => endpointKey(each) === change.endpoint && leaf(each) === change.before) &&
          covers(report.certificates[change.after ?? ''], host),
      );
    const marked = changes.map((change) =>
      change.code === 'replaced' && !isWanted && wantedEndpoints.has(change.endpoint)
        ? {
            ...change,
            code: 'neighbour-changed',
            message: `${change.message}; only ${[...(wanted ?? [])].join(', ')} was to change there`,
          }
        : change,
    );
    const isCritical = (change: PlacedChange): boolean => wanted !== null && !isWanted && !isWantedFallback(change);
    return withChanges(report, marked, isCritical);
  };
}

interface PlacedChange extends Change {
  readonly endpoint: string;
}

function compareEndpoints(
  earlier: readonly BaselineEndpoint[],
  report: TargetReport,
  baseline: Baseline,
): readonly PlacedChange[] {
  // Without an address nothing was seen: that is the resolution's report, not a change of endpoints.
  if (report.resolution.reason !== null) return [];
  const now = baselineTarget(report).endpoints;
  const { host } = report.target;
  const gone = earlier.filter((endpoint) => !now.some((other) => endpointKey(other) === endpointKey(endpoint)));
  return [
    ...now.flatMap((endpoint) => {
      const known = earlier.find((other) => endpointKey(other) === endpointKey(endpoint));
      const describe = (sha256: string | null) => describeCertificate(sha256, report, baseline);
      return known === undefined
        ? [
            change(
              'endpoint-appeared',
              endpoint,
              null,
              null,
              leaf(endpoint),
              `${host} has a new address ${endpoint.address}`,
            ),
          ]
        : compareAnswers(known, endpoint, host, describe);
    }),
    ...gone.map((endpoint) =>
      change(
        'endpoint-disappeared',
        endpoint,
        null,
        leaf(endpoint),
        null,
        `${host} no longer has the address ${endpoint.address}`,
      ),
    ),
  ];
}

interface Described {
  readonly text: string;
  readonly notBefore: string | null;
}

function compareAnswers(
  before: BaselineEndpoint,
  after: BaselineEndpoint,
  host: string,
  describe: (sha256: string | null) => Described,
): readonly PlacedChange[] {
  const changes: PlacedChange[] = [];
  const own = differs(before.answers['target-name'], after.answers['target-name']);
  if (own !== null) {
    const [from, to] = [describe(own.before.certificate), describe(own.after.certificate)];
    const age =
      from.notBefore === null || to.notBefore === null || from.notBefore === to.notBefore
        ? 'another'
        : to.notBefore > from.notBefore
          ? 'a newer'
          : 'an older';
    const what =
      own.after.certificate === null
        ? `nothing (${own.after.outcome})`
        : own.before.certificate === null
          ? to.text
          : `${age} certificate: ${to.text}`;
    const was = own.before.certificate === null ? `nothing (${own.before.outcome})` : from.text;
    changes.push(
      change(
        'replaced',
        after,
        host,
        own.before.certificate,
        own.after.certificate,
        `${host} is served ${what} at ${after.address}; it was ${was}`,
      ),
    );
  }
  for (const probe of ['no-name', 'unknown-name']) {
    const fallback = differs(before.answers[probe], after.answers[probe]);
    if (fallback === null) continue;
    const asked = probe === 'no-name' ? 'without a name' : 'for an unknown name';
    const message = `${after.address} answers ${asked} with ${answerText(fallback.after, describe)}; it was ${answerText(fallback.before, describe)}${selectionNote(before, after)}`;
    changes.push(
      change('selection-changed', after, null, fallback.before.certificate, fallback.after.certificate, message),
    );
  }
  return changes;
}

function selectionNote(before: BaselineEndpoint, after: BaselineEndpoint): string {
  const [was, is] = [selects(before), selects(after)];
  return was === is
    ? ''
    : is
      ? ', and the name sent now makes a difference'
      : ', and the name sent no longer makes a difference';
}

function selects(endpoint: BaselineEndpoint): boolean {
  return differs(endpoint.answers['target-name'], endpoint.answers['unknown-name']) !== null;
}

// What could not be observed is no change: the status says so already.
function differs(before: BaselineAnswer | undefined, after: BaselineAnswer | undefined) {
  if (before === undefined || after === undefined || !observed(before) || !observed(after)) return null;
  const same =
    before.certificate === null && after.certificate === null
      ? before.outcome === after.outcome
      : before.certificate === after.certificate;
  return same ? null : { before, after };
}

function observed(answer: BaselineAnswer): boolean {
  return answer.certificate !== null || !/^(unreachable|skipped|interrupted (limited|timed-out))/.test(answer.outcome);
}

function answerText(answer: BaselineAnswer, describe: (sha256: string | null) => Described): string {
  return answer.certificate === null ? answer.outcome : describe(answer.certificate).text;
}

function describeCertificate(sha256: string | null, report: TargetReport, baseline: Baseline): Described {
  if (sha256 === null) return { text: 'nothing', notBefore: null };
  const known = report.certificates[sha256] ?? baseline.certificates[sha256];
  const until = known?.notAfter?.slice(0, 10);
  const text =
    known?.subject == null
      ? sha256.slice(0, 12)
      : `"${known.subject}"${until === undefined ? '' : ` until ${until}`} (${sha256.slice(0, 12)})`;
  return { text, notBefore: known?.notBefore ?? null };
}

function change(
  code: string,
  endpoint: BaselineEndpoint,
  serverName: string | null,
  before: string | null,
  after: string | null,
  message: string,
): PlacedChange {
  return { code, address: endpoint.address, serverName, before, after, message, endpoint: endpointKey(endpoint) };
}

function leaf(endpoint: BaselineEndpoint): string | null {
  return endpoint.answers['target-name']?.certificate ?? null;
}

function endpointKey(endpoint: { readonly address: string; readonly port: number }): string {
  return `${endpoint.address} ${endpoint.port}`;
}

function covers(certificate: ReportedCertificate | undefined, host: string): boolean {
  const presented = { dnsNames: certificate?.dnsNames ?? [], ipAddresses: certificate?.ipAddresses ?? [] };
  return coversHost(presented, host, 'name') || coversHost(presented, host, 'ip');
}

function withChanges(
  report: TargetReport,
  changes: readonly PlacedChange[],
  isCritical: (change: PlacedChange) => boolean,
): TargetReport {
  if (changes.length === 0) return report;
  const findings = changes.map(
    (one): Finding => ({
      code: one.code,
      severity: isCritical(one) ? 'critical' : 'notice',
      address: one.address,
      message: one.message,
      citations: ['--baseline'],
      accepted: null,
    }),
  );
  const critical = changes.filter(isCritical);
  const touched = new Set(critical.map((one) => one.address));
  const endpoints = report.endpoints.map(
    (endpoint): EndpointReport =>
      touched.has(endpoint.address) ? { ...endpoint, status: worstStatus([endpoint.status, 'critical']) } : endpoint,
  );
  return {
    ...report,
    status: critical.length > 0 ? worstStatus([report.status, 'critical']) : report.status,
    endpoints,
    changes: [...report.changes, ...changes.map(({ endpoint: _, ...change }) => change)],
    findings: [...report.findings, ...findings],
  };
}
