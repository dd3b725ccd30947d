import { describe, expect, it } from 'vitest';
import { probes } from '../../probes/index.js';
import { findConflicts } from '../../src/bindings/conflicts.js';
import { joinBindings } from '../../src/bindings/join/join.js';
import { predict } from '../../src/bindings/predict.js';
import { readExport } from '../../src/bindings/read/read-export.js';
import { writeExport } from '../../src/bindings/write-export.js';
import { check } from '../../src/engine/check.js';
import { bindingsEstate } from '../../src/lab/bindings-estate.js';
import { type RunningLab, startLab } from '../../src/lab/start-lab.js';
import type { MachineExport } from '../../src/model/bindings.js';
import { PLAIN_EXPECTATION } from '../../src/model/expectation.js';
import type { TargetReport } from '../../src/model/report.js';
import { parseTarget } from '../../src/targets/parse-target.js';
import { INCIDENTS, type Incident } from '../bindings/incidents.js';
import { machine, NOW, thumbprint } from '../bindings/machines.js';

/** What is dialled is not what the machine calls itself: NAT, for every one of them. */
function outer(local: string): string {
  return local.includes(':')
    ? local.replace('2001:db8:', '2001:db8:ffff:')
    : local.replace(/^10\.0\.0\./, '203.0.113.');
}

async function checkIncident(
  incident: Incident,
): Promise<{ readonly report: TargetReport; readonly exported: MachineExport }> {
  const { host, port = 443, at, system = '2016+' } = incident;
  const estate = bindingsEstate(machine(incident.live ?? incident.machine), system, NOW);
  const addresses = at.map((local) => ({ address: outer(local), localAddress: local, port, machines: ['machine'] }));
  const lab = await startLab({ ...estate, addresses }, { clock: () => NOW });
  try {
    const report = await theReport(
      lab,
      `${host}:${port}@${addresses.map(({ address }) => `[${address}]`.replace(/^\[([\d.]+)\]$/, '$1')).join(',')}`,
      incident.expected,
    );
    return { report, exported: await writtenAgain(machine(incident.machine), lab) };
  } finally {
    await lab.stop();
  }
}

async function theReport(lab: RunningLab, target: string, expected: string | undefined): Promise<TargetReport> {
  const options = {
    probes,
    tool: 'whichcert/test',
    connectTo: lab.connectTo,
    trust: { mode: 'none', ca: [lab.caDer], caSource: 'the lab' } as const,
    nodeVersion: process.versions.node,
    clock: () => NOW.getTime() + performance.now(),
  };
  const certificate = lab.certificates.get(expected === undefined ? '' : thumbprint(expected));
  const certificates =
    certificate === undefined
      ? []
      : [
          {
            digest: { algorithm: 'sha256', hex: certificate.sha256 } as const,
            der: certificate.certificateDer,
            source: 'test',
          },
        ];
  const defaults = { expectation: { ...PLAIN_EXPECTATION, certificates } };
  for await (const report of check(parseTarget(target, { source: null, defaults }), options)) return report;
  throw new Error('no report');
}

/** The export with the thumbprints of what the lab served, written and read again. */
function writtenAgain(exported: MachineExport, lab: RunningLab): Promise<MachineExport> {
  const issued = new Map([...lab.certificates].map(([word, certificate]) => [word, certificate.thumbprint]));
  const files = writeExport(exported, issued);
  return readExport(files.map(({ name, text }) => ({ source: name, bytes: Buffer.from(text) })));
}

describe('the incidents of facts/http-sys.md section 7', () => {
  it('are all there', () =>
    expect(INCIDENTS.map(({ number }) => number)).toEqual([...Array(22).keys()].map((index) => index + 1)));

  for (const incident of INCIDENTS) {
    const { number, symptom, host, port = 443, at, system = '2016+' } = incident;
    it.concurrent(`${number}: ${symptom}`, { timeout: 60_000 }, async () => {
      const exported = machine(incident.machine);
      const predictions = predict(exported, { system, hosts: [`${host}:${port}`], addresses: at });
      const letters = ['A', 'B', 'C', 'D'];
      const predicted = at.map((address) => {
        const one = predictions.find(
          (each) => each.host === host && each.address === address && each.question === 'target-name',
        );
        return letters.find((letter) => thumbprint(letter) === one?.thumbprint) ?? one?.outcome;
      });
      expect(predicted).toEqual(incident.predicted);
      const all = predict(exported, { system, hosts: [], addresses: [] });
      const conflicts = findConflicts({ machine: exported, system, predictions: all, now: NOW }).map(
        ({ code }) => code,
      );
      expect(conflicts).toEqual(expect.arrayContaining([...incident.conflicts]));

      const { report, exported: again } = await checkIncident(incident);
      const localAddresses = new Map(at.map((local) => [outer(local), local]));
      const joined = joinBindings({ machine: again, system, localAddresses })(report);
      const last = joined.endpoints.at(-1);
      const { diagnosis, row } = last ?? { diagnosis: null, row: null };
      const seen = diagnosis === null ? null : { cause: diagnosis.cause, certainty: diagnosis.certainty };
      const wanted =
        incident.joined === null ? null : { cause: incident.joined.cause, certainty: incident.joined.certainty };
      expect(
        seen,
        JSON.stringify({
          findings: joined.findings,
          before: report.diagnosis?.cause,
          observations: last?.observations.map(({ probe, outcome, reason }) => [probe, outcome, reason]),
        }),
      ).toEqual(wanted);
      const key =
        row === null
          ? null
          : `${row.host ?? (row.address?.includes(':') ? `[${row.address}]` : row.address)}:${row.port}`;
      expect(key).toBe(incident.joined?.row ?? null);
      expect(joined.findings.map(({ code }) => code)).toEqual(expect.arrayContaining([...(incident.findings ?? [])]));
      expect(joined.findings.map(({ code }) => code)).not.toContain('bindings-disagree');
    });
  }
});
