/**
 * One measurement in a process of its own: `node measure.js TECHNIQUE FIXTURE.json COUNT WARM-UP` prints a line of JSON.
 */

import { readFileSync } from 'node:fs';
import type { Fixture } from './fixture.js';
import { TECHNIQUES } from './techniques.js';

/** What the process says. */
export interface Measurement {
  /** User and system time of what was measured. */
  readonly micros: number;
  readonly units: number;
  /** 0: no network was used. */
  readonly connections: number;
  /** The most memory that the process ever had. */
  readonly peakMegabytes: number;
}

const [id = '', file = '', count = '', warmUp = ''] = process.argv.slice(2);
const technique = TECHNIQUES[id];
if (technique === undefined) throw new Error(`no technique is called ${id}`);
// Our own file, written by the process that started this one.
const fixture: Fixture = JSON.parse(readFileSync(file, 'utf8'));
const prepared = await technique.prepare(fixture);
try {
  await prepared.run(0, Number(warmUp));
  const before = prepared.childMicros?.();
  const own = process.cpuUsage();
  const connections = await prepared.run(Number(warmUp), Number(count));
  const { user, system } = process.cpuUsage(own);
  const after = prepared.childMicros?.();
  const measurement: Measurement = {
    micros: before === undefined || after === undefined ? user + system : after - before,
    units: Number(count),
    connections,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
} finally {
  await prepared.stop?.();
}
