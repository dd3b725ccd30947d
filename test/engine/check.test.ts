import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probes } from '../../probes/index.js';
import { check } from '../../src/engine/check.js';
import { demoEstate } from '../../src/lab/demo-estate.js';
import { type RunningLab, startLab } from '../../src/lab/start-lab.js';
import type { TargetReport } from '../../src/model/report.js';
import { parseTarget } from '../../src/targets/parse-target.js';

let lab: RunningLab;
beforeAll(async () => {
  lab = await startLab(demoEstate());
});
afterAll(() => lab.stop());

describe('the demo estate', () => {
  it('x', async () => {
    const targets = lab.targets.flatMap(({ target }) => parseTarget(target, { source: null }));
    const reports: TargetReport[] = [];
    for await (const report of check(targets, {
      probes,
      connectTo: lab.connectTo,
      trust: { mode: 'bundled', ca: [lab.caDer], caSource: 'lab' },
      http: false,
      resolver: { localAddresses: ['192.0.2.1', '2001:db8::1'] },
      onWarning: (m) => console.log('WARN', m),
    })) {
      reports.push(report);
      console.log(report.target.host, report.status, report.diagnosis?.cause, report.questions, report.durationMs);
      for (const e of report.endpoints) {
        console.log('   ', e.address, e.dialled, e.status, JSON.stringify(e.trust));
        for (const o of e.observations)
          console.log('      ', o.probe, o.serverName, o.attempt, o.shared, o.outcome, o.reason, o.stage, o.at, o.ms, o.protocol, o.possession, o.possessionReason, o.certificates[0]?.slice(0, 8));
      }
      for (const f of report.findings) console.log('   F', f.code, f.severity, f.message);
    }
    expect(reports.length).toBe(targets.length);
  });
});
