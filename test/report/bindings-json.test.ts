import { describe, expect, it } from 'vitest';
import { findConflicts } from '../../src/bindings/conflicts.js';
import { predict } from '../../src/bindings/predict.js';
import type { BindingReport, MachineExport } from '../../src/model/bindings.js';
import { renderBindingsJson } from '../../src/report/bindings-json.js';
import { renderBindingsSarif } from '../../src/report/bindings-sarif.js';
import { renderBindingsText } from '../../src/report/bindings-text.js';
import { styleOf } from '../../src/report/style.js';
import { machine, NOW, thumbprint } from '../bindings/machines.js';
import { checkSarif } from '../support/sarif-checker.js';

const EXPORT = machine({
  rows: [
    'ipport=10.0.0.5:443 D SSTP',
    'hostnameport=shop.example:443 A',
    'ipport=0.0.0.0:443 B',
    'ipport=[::]:443 blank',
  ],
  sites: ['Shop *:443:shop.example 1'],
  certificates: ['A shop.example nokey', 'B web01.example expired', 'D old.example'],
});

function reportOn(exported: MachineExport): BindingReport {
  const predictions = predict(exported, { system: '2016+', hosts: [], addresses: [] });
  return {
    system: 'Windows Server 2016 or later',
    rows: exported.rows,
    predictions,
    findings: findConflicts({ machine: exported, system: '2016+', predictions, now: NOW }),
    problems: [{ source: 'dump:7', reason: 'a remark', lost: false }],
    changes: null,
    rowsBefore: exported.rows,
  };
}

/** What issue 5 names. */
const ROW = ['kind', 'address', 'host', 'port', 'thumbprint', 'appId', 'owner', 'store', 'source'];
const PREDICTION = [
  ...['host', 'address', 'port', 'question', 'row', 'thumbprint', 'outcome', 'because', 'confidence'],
];

describe('what an export says, as JSON', () => {
  const json = JSON.parse(renderBindingsJson(reportOn(EXPORT)));

  it('has rows and predictions of the fields that are promised', () => {
    for (const row of json.rows) expect(Object.keys(row)).toEqual(ROW);
    for (const prediction of json.predictions) expect(Object.keys(prediction)).toEqual(PREDICTION);
    expect(new Set(json.rows.map((row: { kind: string }) => row.kind))).toEqual(new Set(['ipport', 'hostnameport']));
    expect(new Set(json.predictions.map((each: { question: string }) => each.question))).toEqual(
      new Set(['target-name', 'no-name', 'unknown-name']),
    );
  });

  it('counts rows from 0: each prediction names the row that answers', () => {
    const found = json.predictions.find(
      (each: { host: string; address: string; question: string }) =>
        each.host === 'shop.example' && each.address === '10.0.0.5' && each.question === 'target-name',
    );
    expect(found).toMatchObject({ row: 0, thumbprint: thumbprint('D'), outcome: 'served', confidence: 'documented' });
    expect(json.rows[found.row]).toMatchObject({ kind: 'ipport', address: '10.0.0.5', host: null });
  });

  it('has findings with their rows, severities and remedies', () => {
    const codes = json.findings.map((finding: { code: string }) => finding.code);
    expect(codes).toEqual(expect.arrayContaining(['exact-row-shadows-sni', 'blank-row', 'certificate-without-key']));
    for (const finding of json.findings) {
      expect(finding).toMatchObject({ severity: expect.any(String), message: expect.any(String) });
      for (const index of finding.rows) expect(json.rows[index]).toBeDefined();
      expect(finding.remedy.length).toBeGreaterThan(0);
    }
  });
});

describe('the same as SARIF and as text', () => {
  it('SARIF holds to the specification, and anchors each finding to its line', () => {
    const sarif = renderBindingsSarif(reportOn(EXPORT), '1.2.3');
    expect(checkSarif(sarif)).toEqual([]);
    const [run] = JSON.parse(sarif).runs;
    expect(run.results.map((result: { ruleId: string }) => result.ruleId)).toContain('exact-row-shadows-sni');
  });

  it('text lets nothing of an export reach the terminal as it is', () => {
    const hostile: MachineExport = {
      ...EXPORT,
      sites: EXPORT.sites.map((site) => ({ ...site, site: 'Shop\u001b[2J\u202e' })),
      problems: [],
    };
    const report = { ...reportOn(hostile), problems: [{ source: 'du\u0007mp:1', reason: 'x\u001b]0;', lost: true }] };
    const text = renderBindingsText(report, { columns: 100, style: styleOf(false) });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text).toContain('exact-row-shadows-sni');
  });
});
