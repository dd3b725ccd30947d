import { describe, expect, it } from 'vitest';
import { createSarifRenderer } from '../../src/report/sarif.js';
import { renderAll } from '../support/render.js';
import { aConflict, aDiagnosis, aFinding, anUnresolved, aReport, HOSTILE } from '../support/reports.js';
import { checkSarif } from '../support/sarif-checker.js';

const sarif = (...reports: Parameters<typeof renderAll>[1]) =>
  renderAll(createSarifRenderer({ version: '1.2.3' }), reports);
const good = sarif(aReport(), aConflict(), anUnresolved());

describe('SARIF', () => {
  it('holds to the specification, empty too', () => {
    expect(checkSarif(good)).toEqual([]);
    expect(checkSarif(sarif())).toEqual([]);
  });

  it('anchors each result to the line of the list, with a stable fingerprint', () => {
    const [run] = JSON.parse(good).runs;
    expect(run.results.map((result: { ruleId: string }) => result.ruleId)).toEqual([
      'ip-binding-conflict',
      'identifier-mismatch',
      'unresolved',
    ]);
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'names.txt' },
      region: { startLine: 3 },
    });
    expect(run.results[0].partialFingerprints).toEqual({
      'whichcert/v1': 'shop.example 203.0.113.5 ip-binding-conflict',
    });
    expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual([
      'identifier-mismatch',
      'ip-binding-conflict',
      'unresolved',
    ]);
  });

  it('names targets without a file logically', () => {
    const [run] = JSON.parse(sarif(aConflict({ target: { ...aReport().target, source: 'argument' } }))).runs;
    expect(run.results[0].locations[0]).toEqual({
      logicalLocations: [{ fullyQualifiedName: 'shop.example@203.0.113.5', kind: 'resource' }],
    });
  });

  it('shows an accepted deviation as suppressed', () => {
    const report = aConflict({ findings: [aFinding({ accepted: { until: '2026-12-31', reason: 'moves' } })] });
    expect(JSON.parse(sarif(report)).runs[0].results[1].suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'moves (until 2026-12-31)' },
    ]);
  });

  it('writes Windows paths and odd names as URIs, and hostile text as text', () => {
    const odd = sarif(
      aConflict({
        target: { ...aReport().target, source: 'C:\\my lists\\a#b.txt:9' },
        diagnosis: aDiagnosis({ title: HOSTILE }),
      }),
    );
    expect(checkSarif(odd)).toEqual([]);
    expect(odd).toContain('"file:///C:/my%20lists/a%23b.txt"');
  });

  it.each([
    ['another version', good.replace('"2.1.0"', '"2.0.0"')],
    ['no tool', good.replace('"tool"', '"tools"')],
    ['a level of its own', good.replace('"level":"error"', '"level":"critical"')],
    ['a message that is a string', good.replace(/"message":\{"text":("[^"]*")\}/, '"message":$1')],
    ['an empty message', good.replace(/"message":\{"text":"[^"]*"\}/, '"message":{"text":""}')],
    ['a line 0', good.replace('"startLine":3', '"startLine":0')],
    ['a URI with a space', good.replace('"uri":"names.txt"', '"uri":"my names.txt"')],
    ['a result of an unknown rule', good.replace('"ruleId":"unresolved"', '"ruleId":"no-such-rule"')],
    ['a rule twice', good.replace('"rules":[', '"rules":[{"id":"unresolved"},')],
    ['results cut off', good.slice(0, -20)],
    ['a fingerprint that is no text', good.replace(/"whichcert\/v1":"[^"]*"/, '"whichcert/v1":1')],
    [
      'an unknown suppression',
      good.replace('"partialFingerprints"', '"suppressions":[{"kind":"maybe"}],"partialFingerprints"'),
    ],
  ])('its checker rejects %s', (_, broken) => {
    expect(broken).not.toBe(good);
    expect(checkSarif(broken)).not.toEqual([]);
  });
});
