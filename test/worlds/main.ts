/**
 * `npm run worlds`: proves the diagnosis over all worlds, prints what came out and fails on anything less.
 * `main.js EVERY MOST` looks at every n-th pair of classes only, and tells MOST kinds of failure.
 */
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { countWorlds } from './count.js';
import {
  emptyTally,
  merge,
  prove,
  proveTogether,
  renderFailures,
  renderTally,
  type Slice,
  type Tally,
  uncovered,
} from './proof.js';
import { headers, limiters, rotations } from './variants.js';

if (isMainThread) await run(Number(process.argv[2] ?? '1'), Number(process.argv[3] ?? '12'));
else parentPort?.postMessage(prove({ slice: workerData as Slice }));

async function run(every: number, most: number): Promise<void> {
  const threads = Math.max(1, Math.min(8, availableParallelism()));
  const parts = await Promise.all(
    Array.from({ length: threads }, (_, index) => proveApart({ every: every * threads, from: index * every })),
  );
  const tally = parts.reduce(merge, emptyTally());
  const turning = rotations();
  tally.byCause.set('rotating-certificates', turning.tally);
  console.log(renderTally(tally));
  const { worlds, classes, faults, decidable } = countWorlds();
  const share = (decidable / faults).toFixed(4);
  console.log(
    `  in all ${worlds} worlds in ${classes} classes of look-alikes; ${share} of their faults can be decided`,
  );
  const variants = Object.entries({
    limiters: limiters(100 * every),
    headers: headers(100 * every),
    rotations: rotations(),
  });
  for (const [name, { worlds: count, failures }] of variants) {
    console.log(`  ${name}: worlds ${count}, failed ${failures.length}`);
  }
  const together = proveTogether(20 * every);
  console.log(`  one machine for both addresses: runs ${together.runs}, worlds failed ${together.failed}`);
  const bare = every === 1 ? uncovered(tally) : [];
  if (bare.length > 0) console.log(`  without decidable worlds: ${bare.join(', ')}`);
  if (tally.failed > 0) console.log(`\n${renderFailures(tally, most)}`);
  if (together.failed > 0) console.log(`\none machine for both: ${renderFailures(together, most)}`);
  for (const [name, { failures }] of variants) {
    for (const failure of failures.slice(0, most)) console.log(`\n${name}: ${failure}`);
  }
  const isClean =
    tally.failed === 0 && bare.length === 0 && variants.every(([, { failures }]) => failures.length === 0);
  if (!isClean) process.exitCode = 1;
}

/** One slice in a thread of its own. */
function proveApart(slice: Slice): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: slice });
    worker.once('message', (tally: Tally) => resolve(tally));
    worker.once('error', reject);
  });
}
