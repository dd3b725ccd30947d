/**
 * `npm run soak`: a real `whichcert serve` with 500 targets at 10 s, for 15 minutes (WHICHCERT_SOAK_MINUTES). What must
 * hold: no check is missed, checks come at the rate that was asked for from beginning to end, memory and descriptors
 * stop growing. Measurements of a machine: not part of `npm test`.
 */

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { namedTable } from '../../src/bindings/named-table.js';
import type { Estate } from '../../src/lab/estate.js';
import { startLab } from '../../src/lab/start-lab.js';
import { series } from '../serve/series.js';
import { freePort } from '../support/ports.js';
import { startServer } from '../support/process.js';
import { makeFolder, writeFiles } from '../support/temp.js';

const TARGETS = 500;
const ADDRESSES = 25;
const INTERVAL_S = 10;
const MINUTES = Number(process.env.WHICHCERT_SOAK_MINUTES ?? 15);
/** Caches fill and code is compiled: growth counts from here. */
const SETTLED_AFTER_S = 45;

const address = (index: number): string => `203.0.113.${(index % ADDRESSES) + 1}`;

const estate: Estate = {
  title: 'Soak',
  certificates: {
    wild: { commonName: '*.soak.example', dnsNames: ['*.soak.example'], keyType: 'ecdsa' },
    fallback: { commonName: 'fallback.example', dnsNames: ['fallback.example'], keyType: 'ecdsa' },
  },
  machines: {
    one: {
      table: namedTable(
        [
          {
            address: null,
            port: 443,
            hosts: [
              { host: '*.soak.example', attachments: [{ certificate: 'wild', keyType: 'ecdsa', key: 'usable' }] },
            ],
            fallback: {
              kind: 'attachments',
              id: 'default',
              attachments: [{ certificate: 'fallback', keyType: 'ecdsa', key: 'usable' }],
            },
          },
        ],
        'always',
      ),
      server: 'nginx',
    },
  },
  addresses: Array.from({ length: ADDRESSES }, (_, index) => ({
    address: address(index),
    port: 443,
    machines: ['one'],
  })),
  targets: [],
};

interface Sample {
  readonly second: number;
  readonly checks: number;
  readonly megabytes: number;
  readonly descriptors: number;
}

const lab = await startLab(estate);
const folder = await makeFolder('soak');
const port = await freePort(['127.0.0.1']);
const manifest = {
  version: 1,
  connectTo: lab.connectToRules,
  targets: Array.from({ length: TARGETS }, (_, index) => `t${index}.soak.example@${address(index)}`),
};
await writeFiles(folder.path, { 'soak.json': JSON.stringify(manifest), 'ca.pem': lab.caPem });
const serve = await startServer({
  program: process.execPath,
  args: [
    join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.js'),
    'serve',
    ...['-f', join(folder.path, 'soak.json'), '--ca', join(folder.path, 'ca.pem'), '--interval', `${INTERVAL_S}s`],
    ...['--listen', `127.0.0.1:${port}`, '--state', join(folder.path, 'state'), '--log-level', 'warn'],
  ],
  ports: [{ address: '127.0.0.1', port }],
});

const read = async (): Promise<Readonly<Record<string, number>>> =>
  series(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
const faults: string[] = [];
const samples: Sample[] = [];
try {
  const began = performance.now();
  let last: Readonly<Record<string, number>> = {};
  for (let second = 0; second < MINUTES * 60; ) {
    await pause(INTERVAL_S * 1000);
    second = Math.round((performance.now() - began) / 1000);
    last = await read();
    const sample: Sample = {
      second,
      checks: last.whichcert_checks_total ?? 0,
      megabytes: Math.round((last.process_resident_memory_bytes ?? 0) / 2 ** 20),
      descriptors: last.process_open_fds ?? 0,
    };
    samples.push(sample);
    console.log(`${second} s: ${sample.checks} checks, ${sample.megabytes} MB, ${sample.descriptors} descriptors`);
  }
  judge(last);
} finally {
  await serve.stop();
  await lab.stop();
  await folder.remove();
}
for (const fault of faults) console.log(`FAULT ${fault}`);
console.log(faults.length === 0 ? 'soak: passed' : 'soak: failed');
process.exitCode = faults.length === 0 ? 0 : 1;

function judge(last: Readonly<Record<string, number>>): void {
  for (const reason of ['still-running', 'late', 'failed']) {
    const missed = last[`whichcert_missed_checks_total{reason="${reason}"}`];
    if (missed !== 0) faults.push(`${missed} checks missed: ${reason}`);
  }
  if (last['whichcert_targets{status="ok"}'] !== TARGETS)
    faults.push(`${last['whichcert_targets{status="ok"}']} targets are ok`);
  const settled = samples.filter(({ second }) => second >= SETTLED_AFTER_S);
  const [first] = settled;
  const end = settled.at(-1);
  if (first === undefined || end === undefined || end === first) return void faults.push('too short to judge');
  // A batch may be on its way at either end.
  const expected = ((end.second - first.second) * TARGETS) / INTERVAL_S;
  const made = end.checks - first.checks;
  if (Math.abs(made - expected) > 0.1 * TARGETS + 0.02 * expected)
    faults.push(`${made} checks where ${expected} were due`);
  // What is held, without what waits to be collected: a leak lifts the lowest value of a stretch, a late collection does not.
  const stretch = Math.ceil(settled.length / 4);
  const least = (part: readonly Sample[]): number => Math.min(...part.map(({ megabytes }) => megabytes));
  const grown = least(settled.slice(-stretch)) - least(settled.slice(0, stretch));
  console.log(`memory: ${grown} MB more held in the last quarter than in the first`);
  if (grown > 60) faults.push(`memory grew by ${grown} MB`);
  const most = Math.max(...settled.map(({ descriptors }) => descriptors));
  if (most > 400) faults.push(`${most} descriptors`);
}
