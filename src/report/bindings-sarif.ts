import type { BindingFinding, BindingReport } from '../model/bindings.js';
import { sourceLocation } from './codes.js';
import { escapeJson, escapePeerText } from './escape.js';
import { fileUri, SARIF_SCHEMA } from './sarif.js';

/** The findings of an export as SARIF 2.1.0, anchored to the line of the export that names the row or site. */
export function renderBindingsSarif(report: BindingReport, version: string): string {
  const codes = [
    ...new Set([...report.findings.map(({ code }) => code), ...report.problems.map(() => UNREADABLE)]),
  ].sort();
  const rules = codes.map((id) => ({ id, name: id, shortDescription: { text: id.replaceAll('-', ' ') } }));
  const results = [
    ...report.findings.map((finding) => resultOf(finding)),
    ...report.problems.map(({ source, reason, lost }) => ({
      ruleId: UNREADABLE,
      level: lost ? 'warning' : 'note',
      message: { text: escapePeerText(reason) },
      locations: locationsOf(source, null),
      partialFingerprints: { 'whichcert/v1': `${source} ${UNREADABLE}` },
    })),
  ];
  const run = { columnKind: 'utf16CodeUnits', results, tool: { driver: { name: 'whichcert', version, rules } } };
  return `${escapeJson(JSON.stringify({ $schema: SARIF_SCHEMA, version: '2.1.0', runs: [run] }))}\n`;
}

const UNREADABLE = 'unreadable-export';

function resultOf(finding: BindingFinding): Readonly<Record<string, unknown>> {
  const place = `${finding.host ?? finding.address ?? '*'}:${finding.port ?? '*'}`;
  const remedy = finding.remedy.length === 0 ? '' : `\n${finding.remedy.join('\n')}`;
  return {
    ruleId: finding.code,
    level: finding.severity === 'critical' ? 'error' : finding.severity === 'warning' ? 'warning' : 'note',
    message: { text: `${escapePeerText(finding.message)}${remedy.split('\n').map(escapePeerText).join('\n')}` },
    locations: locationsOf(finding.source, place),
    partialFingerprints: { 'whichcert/v1': `${place} ${finding.code}` },
  };
}

function locationsOf(source: string | null, place: string | null): readonly Readonly<Record<string, unknown>>[] {
  const location = sourceLocation(source);
  const physical =
    location === null
      ? {}
      : {
          physicalLocation: {
            artifactLocation: { uri: fileUri(location.file) },
            region: { startLine: location.line },
          },
        };
  const logical =
    place === null ? {} : { logicalLocations: [{ fullyQualifiedName: escapePeerText(place), kind: 'resource' }] };
  return [{ ...physical, ...logical }];
}
