import { describe, expect, it } from 'vitest';
import * as whichcert from '../src/index.js';
import { demoEstate } from '../src/lab/demo-estate.js';
import { startLab } from '../src/lab/start-lab.js';
import { aReport } from './support/reports.js';

describe('the library', () => {
  it('checks a target as its first example says', async () => {
    const lab = await startLab(demoEstate());
    try {
      const targets = whichcert.parseTarget('shop.example@203.0.113.10', { source: null });
      const options = {
        probes: whichcert.probes,
        connectTo: lab.connectToRules.map(whichcert.parseConnectTo),
        trust: {
          mode: 'bundled' as const,
          ca: whichcert.readCertificates(Buffer.from(lab.caPem), 'lab'),
          caSource: 'lab',
        },
      };
      const reports: whichcert.TargetReport[] = [];
      for await (const report of whichcert.check(targets, options)) reports.push(report);
      expect(reports.map((report) => [report.target.host, report.status, report.diagnosis])).toEqual([
        ['shop.example', 'ok', null],
      ]);
      const line = whichcert.renderJsonLine(reports[0] ?? aReport());
      expect(await whichcert.readReport(line, 'r:1')).toEqual(reports[0]);
    } finally {
      await lab.stop();
    }
  });

  it('reads a list, and renders what it is given', async () => {
    async function* bytes() {
      yield Buffer.from('shop.example\nb..example\n');
    }
    const read: string[] = [];
    for await (const each of whichcert.readTargetList(bytes(), 'hosts'))
      read.push('reason' in each ? each.reason : each.host);
    expect(read).toEqual(['shop.example', expect.stringMatching(/empty label/)]);
    const summary = whichcert.summarise(whichcert.emptySummary(), aReport());
    const text = await whichcert.renderText([aReport()], summary, { columns: 120, colour: false, onlyProblems: false });
    expect(text).toContain('1 target at 2 addresses: 1 ok');
  });

  it('publishes the schema that it validates with', async () => {
    expect(await whichcert.reportJsonSchema()).toMatchObject({ title: 'whichcert report', type: 'object' });
    await expect(whichcert.readReport('{}', 'r:1')).rejects.toThrow(expect.objectContaining({ code: 'bad-report' }));
  });
});
