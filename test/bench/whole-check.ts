import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { devNull } from 'node:os';
import { probes } from '../../probes/index.js';
import { check } from '../../src/engine/check.js';
import type { CheckOptions } from '../../src/engine/options.js';
import type { Target } from '../../src/model/target.js';
import { createJsonlRenderer } from '../../src/report/jsonl.js';
import { splitPem } from '../../src/x509/pem.js';
import type { Fixture } from './fixture.js';
import { at, type Prepared, requireSame, type Technique } from './technique.js';

/** The product: survey, trust, findings, diagnosis, a JSON line. Every target has an address of its own. */
export const checkAlone: Technique = {
  title: 'check, a healthy target at an address of its own, JSON line written',
  count: 600,
  warmUp: 400,
  prepare: async (fixture) => checking(fixture, (index) => at(fixture.addresses, index), {}),
};

/** All names at one address: what belongs to the endpoint is asked once. */
export const checkShared: Technique = {
  title: 'check, a healthy target among others at one address, JSON line written',
  count: 600,
  warmUp: 400,
  prepare: async (fixture) => checking(fixture, () => '127.0.0.1', {}),
};

/** The cheapest way over a long list: `--hello tls12 --no-trust --probes target-name`. */
export const checkLean: Technique = {
  title: 'check --hello tls12 --no-trust --probes target-name, JSON line written',
  count: 2_000,
  warmUp: 1_000,
  prepare: async (fixture) => checking(fixture, (index) => at(fixture.addresses, index), lean),
};

export const lean = {
  hello: 'tls12',
  trust: { mode: 'none', ca: [], caSource: null },
  surveyProbes: ['target-name'],
} as const;

/** A window as small as the certificate cache allows, so that names walked in order are not found in it. */
const WINDOW = 1_000;
const IN_FLIGHT = 50;

function checking(fixture: Fixture, address: (index: number) => string, more: Partial<CheckOptions>): Prepared {
  const ca = splitPem(fixture.caPem).flatMap(({ der }) => (der === null ? [] : [der]));
  const out = createWriteStream(devNull);
  const renderer = createJsonlRenderer();
  const options: CheckOptions = {
    probes,
    trust: { mode: 'bundled', ca, caSource: 'bench' },
    concurrency: IN_FLIGHT,
    perAddress: IN_FLIGHT,
    window: WINDOW,
    resolver: { hostsFile: '', getaddrinfo: () => Promise.resolve([]) },
    ...more,
  };
  return {
    run: async (first, count) => {
      let connections = 0;
      for await (const report of check(targets(fixture, first, count, address), options)) {
        const { host } = report.target;
        if (report.status !== 'ok') throw new Error(`${host} is ${report.status}: ${JSON.stringify(report)}`);
        const wanted = fixture.fingerprints[fixture.names.indexOf(host)];
        requireSame(report.endpoints[0]?.served ?? undefined, wanted ?? '', host);
        connections += report.questions;
        if (!out.write(renderer.report(report))) await once(out, 'drain');
      }
      return connections;
    },
  };
}

function* targets(
  { names, port }: Fixture,
  first: number,
  count: number,
  address: (index: number) => string,
): Generator<Target> {
  for (let index = first; index < first + count; index += 1) {
    yield {
      host: at(names, index),
      hostKind: 'name',
      port,
      starttls: null,
      scheme: 'https',
      addresses: [{ address: address(index), port: null }],
      expectation: null,
      source: null,
      labels: {},
    };
  }
}
