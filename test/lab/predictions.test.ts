import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HTTP_SYS_SYSTEMS } from '../../src/bindings/http-sys-table.js';
import { machineTable } from '../../src/bindings/machine-table.js';
import { predict } from '../../src/bindings/predict.js';
import type { Estate, LabMachine } from '../../src/lab/estate.js';
import { type RunningLab, startLab } from '../../src/lab/start-lab.js';
import type { Prediction } from '../../src/model/bindings.js';
import { thumbprint } from '../bindings/machines.js';
import { LETTERS, LOCAL_ADDRESSES, randomMachine } from '../bindings/random-machines.js';
import { ask } from './client.js';

const TABLES = 2000;
/** Handshakes under way at once. */
const AT_ONCE = 24;

interface Sample {
  /** The logical address of this table alone, so that all of them can listen at once. */
  readonly address: string;
  readonly prediction: Prediction;
}

/** One machine a table, one question of each put to a socket. */
function samples(): { readonly estate: Estate; readonly asked: readonly Sample[] } {
  const tables = fc.sample(fc.tuple(randomMachine, fc.constantFrom(...HTTP_SYS_SYSTEMS), fc.nat()), {
    numRuns: TABLES,
    seed: 20261120,
  });
  const machines: Record<string, LabMachine> = {};
  const asked = tables.flatMap(([machine, system, pick], index): readonly Sample[] => {
    const predictions = predict(machine, { system, hosts: ['a.example', 'b.example'], addresses: LOCAL_ADDRESSES });
    const prediction = predictions[pick % predictions.length];
    if (prediction === undefined) return [];
    machines[`m${index}`] = { table: machineTable(machine, system), server: null };
    return [{ address: `10.${index >> 8}.${index & 255}.1`, prediction }];
  });
  const names = Object.keys(machines);
  return {
    asked,
    estate: {
      title: 'random tables',
      certificates: Object.fromEntries(
        LETTERS.map((letter) => [
          thumbprint(letter),
          { commonName: letter, dnsNames: [`${letter.toLowerCase()}.example`], keyType: 'ecdsa' as const },
        ]),
      ),
      machines,
      addresses: asked.map(({ address, prediction }, index) => ({
        address,
        port: prediction.port,
        localAddress: prediction.address,
        machines: [names[index] ?? ''],
      })),
      targets: [],
    },
  };
}

describe('2000 random tables over real sockets', () => {
  const { estate, asked } = samples();
  let lab: RunningLab;
  beforeAll(async () => {
    lab = await startLab(estate);
  }, 60_000);
  afterAll(() => lab.stop());

  it('each answer is the predicted one', { timeout: 120_000 }, async () => {
    const differences: string[] = [];
    const queue = [...asked];
    const work = async (): Promise<void> => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        const { address, prediction } = next;
        const { question, host, port } = prediction;
        const serverName = question === 'no-name' ? null : question === 'unknown-name' ? 'unknown.invalid' : host;
        const { answer } = await ask(lab, { address, port, serverName });
        const seen = [...lab.certificates].find(([, { sha256 }]) => sha256 === answer)?.[0] ?? answer;
        const wanted =
          prediction.thumbprint ?? { reset: 'ECONNRESET', refused: 'ECONNREFUSED' }[prediction.outcome as string];
        if (seen !== wanted) differences.push(`${address} ${host} ${question}: ${wanted} predicted, ${seen} served`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(differences).toEqual([]);
  });
});
