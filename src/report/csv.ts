import type { EndpointReport, TargetReport } from '../model/report.js';
import { acceptedFindings, acceptedWords, endpointCode, leadingCode } from './codes.js';
import { escapePeerText } from './escape.js';
import type { Renderer } from './renderer.js';
import { resolutionWords } from './resolution-words.js';

const COLUMNS = [
  'host',
  'port',
  'starttls',
  'address',
  'dialled',
  'status',
  'code',
  'certainty',
  'served_sha256',
  'served_thumbprint',
  'subject',
  'issuer',
  'not_before',
  'not_after',
  'trusted',
  'findings',
  'what',
  'accepted',
  'source',
] as const;

/** Comma-separated values (RFC 4180, CRLF), a row an endpoint; a target without endpoints has one row. */
export function createCsvRenderer(): Renderer {
  return {
    begin: () => line(COLUMNS),
    report: (report) =>
      report.endpoints.length === 0
        ? line(cells(report, null))
        : report.endpoints.map((endpoint) => line(cells(report, endpoint))).join(''),
    end: () => '',
  };
}

function cells(report: TargetReport, endpoint: EndpointReport | null): readonly string[] {
  const { target } = report;
  const diagnosis = endpoint === null ? report.diagnosis : endpoint.diagnosis;
  const served = endpoint?.served ?? null;
  const certificate = served === null ? undefined : report.certificates[served];
  const findings = report.findings
    .filter((finding) => endpoint === null || finding.address === null || finding.address === endpoint.address)
    .map((finding) => finding.code);
  const status = endpoint?.status ?? report.status;
  return [
    target.host,
    String(target.port),
    target.starttls ?? '',
    endpoint?.address ?? '',
    endpoint?.dialled ?? '',
    status,
    (endpoint === null ? leadingCode(report) : endpointCode(report, endpoint)) ?? '',
    diagnosis?.certainty ?? '',
    served ?? '',
    certificate?.thumbprint ?? '',
    certificate?.subject ?? '',
    certificate?.issuer ?? '',
    certificate?.notBefore ?? '',
    certificate?.notAfter ?? '',
    trusted(endpoint),
    findings.join(' '),
    diagnosis?.title ?? (report.resolution.reason === null ? '' : resolutionWords(report.resolution.reason)),
    acceptedFindings(report)
      .filter((finding) => endpoint === null || finding.address === null || finding.address === endpoint.address)
      .map(acceptedWords)
      .join('; '),
    target.source ?? '',
  ];
}

function trusted(endpoint: EndpointReport | null): string {
  const verdict = endpoint?.trust.trusted ?? null;
  return verdict === null ? '' : verdict ? 'yes' : 'no';
}

function line(values: readonly string[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

// A spreadsheet runs what begins with = + - @ (also behind white space, quotes or full-width forms): an apostrophe makes it text.
const FORMULA = /^[\s"']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|%]/;

function cell(value: string): string {
  const escaped = escapePeerText(value);
  const safe = FORMULA.test(escaped) ? `'${escaped}` : escaped;
  return /[",;\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
