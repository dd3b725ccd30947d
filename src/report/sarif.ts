import type { Severity } from '../model/finding.js';
import type { Status, TargetReport } from '../model/report.js';
import { leadingCode, sourceLocation, targetWords } from './codes.js';
import { escapeJson, escapePeerText } from './escape.js';
import { leadingSentence } from './leading-sentence.js';
import type { Renderer } from './renderer.js';

export const SARIF_SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

interface Result {
  readonly code: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly text: string;
  readonly address: string | null;
  readonly suppressed: string | null;
}

/**
 * SARIF 2.1.0 (OASIS), streamed: one result for each diagnosis and finding, anchored to the line of the list that names
 * the target. Rule ids are the codes and never change; a result's fingerprint is target, address and code.
 */
export function createSarifRenderer(options: { readonly version: string }): Renderer {
  const rules = new Set<string>();
  let first = true;
  return {
    begin: () => `{"$schema":"${SARIF_SCHEMA}","version":"2.1.0","runs":[{"columnKind":"utf16CodeUnits","results":[`,
    report: (report) =>
      results(report)
        .map((result) => {
          rules.add(result.code);
          const separator = first ? '\n' : ',\n';
          first = false;
          return separator + escapeJson(JSON.stringify(sarifResult(report, result)));
        })
        .join(''),
    end: (summary) => {
      const driver = {
        name: 'whichcert',
        version: options.version,
        rules: [...rules].sort().map((id) => ({ id, name: id, shortDescription: { text: id.replaceAll('-', ' ') } })),
      };
      const invocations = [{ executionSuccessful: !summary.interrupted }];
      return `\n],"tool":${JSON.stringify({ driver })},"invocations":${JSON.stringify(invocations)}}]}\n`;
    },
  };
}

function results(report: TargetReport): readonly Result[] {
  const causes = report.endpoints.flatMap((endpoint): Result[] =>
    endpoint.diagnosis === null
      ? []
      : [
          {
            code: endpoint.diagnosis.cause,
            level: levelOfStatus(endpoint.status),
            text: `${endpoint.diagnosis.title}. ${endpoint.diagnosis.explanation}`,
            address: endpoint.address,
            suppressed: null,
          },
        ],
  );
  const findings = report.findings.map(
    (finding): Result => ({
      code: finding.code,
      level: levelOfSeverity(finding.severity),
      text: finding.message,
      address: finding.address,
      suppressed: finding.accepted === null ? null : `${finding.accepted.reason} (until ${finding.accepted.until})`,
    }),
  );
  if (causes.length + findings.length > 0 || report.status === 'ok') return [...causes, ...findings];
  return [
    {
      code: leadingCode(report) ?? report.status,
      level: levelOfStatus(report.status),
      text: leadingSentence(report) ?? targetWords(report.target),
      address: null,
      suppressed: null,
    },
  ];
}

function sarifResult(report: TargetReport, result: Result): Readonly<Record<string, unknown>> {
  const label = targetWords(report.target);
  const location = sourceLocation(report.target.source);
  const physical =
    location === null
      ? {}
      : {
          physicalLocation: {
            artifactLocation: { uri: fileUri(location.file) },
            region: { startLine: location.line },
          },
        };
  const logical = {
    logicalLocations: [
      { fullyQualifiedName: result.address === null ? label : `${label}@${result.address}`, kind: 'resource' },
    ],
  };
  return {
    ruleId: result.code,
    level: result.level,
    message: { text: escapePeerText(result.text) },
    locations: [{ ...physical, ...logical }],
    partialFingerprints: { 'whichcert/v1': `${label} ${result.address ?? '-'} ${result.code}` },
    ...(result.suppressed === null
      ? {}
      : { suppressions: [{ kind: 'external', status: 'accepted', justification: escapePeerText(result.suppressed) }] }),
  };
}

// RFC 3986 §4.2: a relative reference; a drive letter or a leading slash makes it a file URI.
export function fileUri(file: string): string {
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':');
  if (/^[A-Za-z]:\//.test(path)) return `file:///${path}`;
  return path.startsWith('/') ? `file://${path}` : path.replaceAll(':', '%3A');
}

function levelOfStatus(status: Status): Result['level'] {
  return status === 'critical' ? 'error' : status === 'ok' ? 'note' : 'warning';
}

function levelOfSeverity(severity: Severity): Result['level'] {
  return severity === 'critical' ? 'error' : severity === 'warning' ? 'warning' : 'note';
}
