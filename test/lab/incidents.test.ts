import { describe, expect, it } from 'vitest';
import { probes } from '../../probes/index.js';
import { findConflicts } from '../../src/bindings/conflicts.js';
import { joinBindings } from '../../src/bindings/join/join.js';
import { predict } from '../../src/bindings/predict.js';
import { readExport } from '../../src/bindings/read/read-export.js';
import { whatIf } from '../../src/bindings/what-if.js';
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

/** It comes and goes: property 5506 deletes bindings while nobody looks, and the next administrator makes them again. */
describe('incident 14 in two runs', () => {
  const ROWS = ['hostnameport=shop.example:443 A', 'ipport=0.0.0.0:443 B'];
  const base = {
    number: 14,
    symptom: 'the bindings were deleted between two runs',
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: [],
    conflicts: [],
    joined: null,
  } satisfies Partial<Incident>;
  const certificates = ['A shop.example', 'B web01.example'];
  const whole = { rows: ROWS, sites: ['Shop *:443:shop.example 1'], certificates };
  const afterwards = (rows: readonly string[]) => ({ ...whole, rows });

  /** What is served there, joined with an export of then, in brief. */
  async function run(live: Incident['machine'], exported: Incident['machine']) {
    const seen = await checkIncident({ ...base, machine: exported, live });
    const localAddresses = new Map([[outer('10.0.0.5'), '10.0.0.5']]);
    const joined = joinBindings({ machine: seen.exported, system: '2016+', localAddresses })(seen.report);
    const [endpoint] = joined.endpoints;
    const codes = joined.findings.map(({ code }) => code);
    return {
      status: joined.status,
      cause: endpoint?.diagnosis?.cause ?? null,
      certainty: endpoint?.diagnosis?.certainty ?? null,
      row: endpoint?.row?.host ?? endpoint?.row?.address ?? null,
      disagrees: codes.includes('bindings-disagree'),
    };
  }

  it.concurrent('is healthy before', { timeout: 60_000 }, async () => {
    const before = { status: 'ok', cause: null, certainty: null, row: null, disagrees: false };
    expect(await run(whole, whole)).toEqual(before);
  });

  it.concurrent('serves nothing once every row is gone: certain with a new export, likely with the old one', {
    timeout: 60_000,
  }, async () => {
    const none = afterwards([]);
    expect(await run(none, { ...none, rows: ['ipport=0.0.0.0:8172 B ZERO'] })).toMatchObject({
      cause: 'no-certificate-served',
      certainty: 'certain',
      row: null,
    });
    expect(await run(none, whole)).toMatchObject({
      cause: 'no-certificate-served',
      certainty: 'likely',
      row: 'shop.example',
    });
  });

  it.concurrent('serves the wrong one once the row of the name is gone: told with a new export; the old one disagrees, loudly', {
    timeout: 60_000,
  }, async () => {
    const wrong = afterwards(ROWS.slice(1));
    expect(await run(wrong, wrong)).toMatchObject({
      cause: 'missing-sni-host-match',
      certainty: 'certain',
      row: '0.0.0.0',
      disagrees: false,
    });
    expect(await run(wrong, whole)).toMatchObject({ status: 'critical', disagrees: true });
  });

  it('is the difference that is predicted between the two exports', () => {
    const gone = { add: [], remove: machine({ rows: ROWS }).rows };
    const options = { system: '2016+', hosts: ['shop.example'], addresses: ['10.0.0.5'] } as const;
    const changes = whatIf(machine(whole), gone, options).map(({ before, after }) => [
      before.question,
      before.thumbprint,
      after.outcome,
    ]);
    expect(changes).toEqual([
      ['target-name', thumbprint('A'), 'reset'],
      ['no-name', thumbprint('B'), 'reset'],
      ['unknown-name', thumbprint('B'), 'reset'],
    ]);
  });
});
