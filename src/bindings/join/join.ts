import type { MachineExport } from '../../model/bindings.js';
import type { Diagnosis } from '../../model/diagnosis.js';
import type { Finding } from '../../model/finding.js';
import {
  type BlamedRow,
  type EndpointReport,
  STATUSES,
  type Status,
  type TargetReport,
  worstStatus,
} from '../../model/report.js';
import type { SelectionTable } from '../../model/selection.js';
import type { HttpSysSystem } from '../http-sys-table.js';
import { machineTable } from '../machine-table.js';
import { type Blame, blameAt } from './blame.js';
import { type Location, locate } from './locate.js';
import { observedAt } from './observed.js';
import { comparedWords, locationWords, remediesFor, titleOf } from './words.js';

/** What `--bindings` brings to a check. */
export interface JoinOptions {
  readonly machine: MachineExport;
  readonly system: HttpSysSystem;
  /** Address as it is dialled → the machine's own (`--local-address`), both canonical. */
  readonly localAddresses: ReadonlyMap<string, string>;
}

/**
 * Joins live answers with what the machine exported: names the row to blame, and makes sure what from outside can only be
 * likely. Targets that are not this machine's are left alone; answers that no row explains are said loudly. Pure.
 */
export function joinBindings(options: JoinOptions): (report: TargetReport) => TargetReport {
  const table = machineTable(options.machine, options.system);
  return (report) => {
    const joined = report.endpoints.map((endpoint) => joinEndpoint(report, endpoint, table, options));
    const endpoints = joined.map(({ endpoint }) => endpoint);
    const findings = joined.flatMap((each) => each.findings);
    if (findings.length === 0 && endpoints.every((endpoint, index) => endpoint === report.endpoints[index]))
      return report;
    const index = report.endpoints.findIndex(({ diagnosis }) => diagnosis !== null && diagnosis === report.diagnosis);
    const worstAt = endpoints.toSorted((a, b) => weight(a.status) - weight(b.status))[0];
    return {
      ...report,
      endpoints,
      findings: [...report.findings, ...findings],
      status: worstStatus([
        report.status,
        ...endpoints.map(({ status }) => status),
        ...findings.map((): Status => 'warning'),
      ]),
      diagnosis: (index === -1 ? worstAt?.diagnosis : endpoints[index]?.diagnosis) ?? report.diagnosis,
    };
  };
}

interface Joined {
  readonly endpoint: EndpointReport;
  readonly findings: readonly Finding[];
}

function joinEndpoint(
  report: TargetReport,
  endpoint: EndpointReport,
  table: SelectionTable,
  options: JoinOptions,
): Joined {
  const { machine, system } = options;
  const { host } = report.target;
  const observed = observedAt(endpoint, report.certificates);
  const location = locate(machine, table, endpoint, observed, options.localAddresses);
  if (location === null) {
    const named = machine.rows.some((row) => row.host === host) || machine.sites.some((site) => site.host === host);
    const served = observed.some(({ answer }) => answer?.kind === 'certificate');
    return { endpoint, findings: named && served ? [elsewhere(endpoint, host)] : [] };
  }
  if (!location.explained) return { endpoint, findings: [disagreement(endpoint, location, machine)] };
  if (endpoint.diagnosis === null) return { endpoint, findings: [] };
  const blame = blameAt(location, { host, port: endpoint.port }, machine, system);
  if (blame === null) return { endpoint, findings: [] };
  return { endpoint: blamed(endpoint, endpoint.diagnosis, blame, location, host, machine), findings: [] };
}

function blamed(
  endpoint: EndpointReport,
  before: Diagnosis,
  { row, cause, certainty }: Blame,
  location: Location,
  host: string,
  machine: MachineExport,
): EndpointReport {
  const title = titleOf(cause, row, host, endpoint.port, machine.rows);
  const evidence = [
    `the export: ${title}${row === null ? '' : ` (${row.source})`}`,
    locationWords(location, endpoint.address),
    ...before.evidence,
  ];
  const named: BlamedRow | null =
    row === null
      ? null
      : {
          kind: row.kind,
          address: row.address,
          host: row.host,
          port: row.port,
          thumbprint: row.thumbprint,
          appId: row.appId,
          owner: row.owner,
          source: row.source,
        };
  if (cause === null) return { ...endpoint, row: named, diagnosis: { ...before, evidence } };
  const remedies = remediesFor(cause, row, host, endpoint.port);
  const others = before.alternatives.filter((each) => each.cause !== cause);
  const dropped = before.cause === cause || before.cause === 'unexplained' || before.cause === 'fallback-certificate';
  const alternatives = dropped
    ? others
    : [
        {
          cause: before.cause,
          certainty: 'possible' as const,
          tellApart: `what was seen from outside alone: ${before.title}`,
        },
        ...others,
      ];
  return {
    ...endpoint,
    row: named,
    status: endpoint.status === 'unknown' ? 'critical' : endpoint.status,
    diagnosis: {
      cause,
      certainty,
      title,
      explanation:
        before.cause === cause ? before.explanation : `${title}. The row is named by the export; the answers fit it.`,
      evidence,
      alternatives: certainty === 'certain' ? [] : alternatives,
      remedies: remedies.length > 0 ? remedies : before.remedies,
    },
  };
}

const CODE = 'bindings-disagree';

/** The answers do not fit the table: loudly, with what speaks for each explanation. */
function disagreement(endpoint: EndpointReport, location: Location, machine: MachineExport): Finding {
  const wrong = location.compared.filter(({ agreement }) => agreement === 'differs');
  const inStore = wrong.some(
    ({ observed }) =>
      observed.answer?.kind === 'certificate' &&
      [...machine.rows, ...(machine.certificates ?? [])].some(
        ({ thumbprint }) => observed.answer?.kind === 'certificate' && thumbprint === observed.answer.thumbprint,
      ),
  );
  const why = inStore
    ? 'The certificate is one of this machine’s, so the export is probably out of date: export again'
    : 'The certificate is not one of this machine’s: another machine or a device in front answers, or the export is older than the certificate';
  return {
    code: CODE,
    severity: 'warning',
    address: endpoint.address,
    message: `no row of the export explains what ${endpoint.address} serves (${wrong.map(comparedWords).join('; ')}). ${why}. ${locationWords(location, endpoint.address)}`,
    citations: ['--bindings'],
    accepted: null,
  };
}

/** The export has the name, and nothing that is served here comes from it. */
function elsewhere(endpoint: EndpointReport, host: string): Finding {
  return {
    code: CODE,
    severity: 'warning',
    address: endpoint.address,
    message: `the export has a row or binding for ${host}, but nothing served at ${endpoint.address} is one of its certificates: another machine or a device in front answers there, or the export is out of date. If it is this machine behind NAT, say --local-address ${endpoint.address}=<its own address>`,
    citations: ['--bindings'],
    accepted: null,
  };
}

function weight(status: Status): number {
  return STATUSES.indexOf(status);
}
