/**
 * `npm run bench`: what a probe costs, as ratios of CPU time between techniques against one server on loopback. Every
 * measurement is a process of its own, rounds are interleaved, medians are told. Absolute times depend on the machine
 * and are not printed. It fails when something does not work, never for a time. `WHICHCERT_BENCH_SHORT=1`: a twentieth of
 * it, for CI; `WHICHCERT_BENCH_ONLY=a,b`: these techniques; `WHICHCERT_BENCH_PROFILE=FOLDER`: with `--cpu-prof`;
 * `WHICHCERT_BENCH_SERVER=lab`: not nginx.
 */

import { join } from 'node:path';
import { runProgram } from '../support/process.js';
import { makeFolder, writeFiles } from '../support/temp.js';
import { startFixture } from './fixture.js';
import type { Measurement } from './measure.js';
import { summarise, summariseMemory } from './summary.js';
import { TECHNIQUES, unavailable } from './techniques.js';

const short = process.env.WHICHCERT_BENCH_SHORT === '1';
const only = process.env.WHICHCERT_BENCH_ONLY?.split(',') ?? null;
const profile = process.env.WHICHCERT_BENCH_PROFILE ?? null;
const ROUNDS = short ? 1 : 3;
const SHARE = short ? 0.05 : 1;
/** Targets of the two runs whose memory is compared. */
const MEMORY = short ? ([200, 1_000] as const) : ([10_000, 100_000] as const);

const folder = await makeFolder('bench');
const running = await startFixture(process.env.WHICHCERT_BENCH_SERVER === 'lab');
const fixtureFile = join(folder.path, 'fixture.json');
const measured = new Map<string, Measurement[]>();
const skipped: string[] = [];
try {
  await writeFiles(folder.path, { 'fixture.json': JSON.stringify(running.fixture) });
  const ids = Object.keys(TECHNIQUES).filter((id) => {
    if (only !== null && !only.includes(id)) return false;
    const reason = unavailable(id);
    if (reason !== null) skipped.push(`${id}: ${reason}`);
    return reason === null;
  });
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const id of ids) measured.set(id, [...(measured.get(id) ?? []), await measure(id)]);
    process.stderr.write(`round ${round + 1} of ${ROUNDS}\n`);
  }
  console.log(summarise({ server: running.fixture.server, rounds: ROUNDS, measured, skipped }));
  if (only === null) {
    const [few, many] = MEMORY;
    console.log(summariseMemory(await measure('check-lean', few), await measure('check-lean', many)));
  }
} finally {
  await running.stop();
  await folder.remove();
}

async function measure(id: string, given: number | null = null): Promise<Measurement> {
  const { count = 0, warmUp = 0 } = TECHNIQUES[id] ?? {};
  const units = given ?? Math.max(2, Math.ceil(count * SHARE));
  const args = [
    ...(profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${id}.cpuprofile`]),
    join(import.meta.dirname, 'measure.js'),
    ...[id, fixtureFile, String(units), String(given === null ? Math.ceil(warmUp * SHARE) : 0)],
  ];
  const { code, stdout, stderr } = await runProgram(process.execPath, args, { timeoutMs: 600_000 });
  if (code !== 0) throw new Error(`${id} failed with ${code}\n${stderr}`);
  return JSON.parse(stdout);
}
