import { describe, expect, it } from 'vitest';
import { settle } from '../../src/engine/options.js';
import { Pipeline } from '../../src/engine/pipeline.js';
import { beginRun } from '../../src/engine/run.js';
import type { TargetReport } from '../../src/model/report.js';
import type { Target } from '../../src/model/target.js';
import { engineOptions, type TestOptions, targets, tlsCertificate } from '../support/engine.js';
import { closedPort, startTls } from '../support/tcp-server.js';

async function readAll(input: Iterator<Target>, options: TestOptions = {}): Promise<readonly TargetReport[]> {
  let pipeline: Pipeline | null = null;
  const run = await beginRun(settle(engineOptions(options)), () => pipeline?.capacity());
  pipeline = new Pipeline(run, input);
  const fed = pipeline.feed();
  const reports: TargetReport[] = [];
  for await (const report of pipeline.outlet.read(() => pipeline?.capacity())) reports.push(report);
  await fed;
  return reports;
}

describe('from the input to the outlet', () => {
  it('an empty list ends', async () => {
    expect(await readAll([][Symbol.iterator]())).toEqual([]);
  });

  it('names of one window are evidence for each other, whatever their order', async () => {
    const server = await startTls(await tlsCertificate(['good.test']));
    const texts = [`good.test:${server.port}@127.0.0.1`, `sick.test:${server.port}@127.0.0.1`];
    const causes: (string | undefined)[] = [];
    for (const order of [texts, texts.toReversed()]) {
      const reports = await readAll(targets(...order)[Symbol.iterator]());
      expect(reports.map(({ target }) => target.host)).toEqual(['good.test', 'sick.test']);
      causes.push(reports[1]?.diagnosis?.cause);
    }
    expect(causes[0]).toBe(causes[1]);
    await server.stop();
  });

  it('every target is reported once, over many windows', async () => {
    const port = await closedPort();
    const names = Array.from({ length: 50 }, (_, index) => `n${index}.test`);
    const list = targets(...names.map((name) => `${name}:${port}@127.0.0.1`));
    const reports = await readAll(list[Symbol.iterator](), { window: 7, perAddress: 50, ordered: true });
    expect(reports.map(({ target }) => target.host)).toEqual(names);
  });

  it('the input is told to stop', async () => {
    let returned = false;
    const input: Iterator<Target> = {
      next: () => ({ done: true, value: undefined }),
      return: () => {
        returned = true;
        return { done: true, value: undefined };
      },
    };
    await readAll(input);
    expect(returned).toBe(true);
  });
});
