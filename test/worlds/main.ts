/** `npm run worlds [EVERY]`: proves the diagnosis over all worlds (or over every n-th class), prints what came out, fails on anything less. */
import { prove, renderFailures, renderTally } from './proof.js';

const every = Number(process.argv[2] ?? '1');
const tally = prove({ every, from: 0 });
console.log(renderTally(tally));
if (tally.failed > 0) {
  console.log(`\n${renderFailures(tally, Number(process.argv[3] ?? '12'))}`);
  process.exitCode = 1;
}
