/** `npm run worlds`: counts the worlds; the checks of the diagnosis come with the harness. */
import { countWorlds } from './count.js';

const count = countWorlds();
const share = ((100 * count.decidable) / count.faults).toFixed(2);
console.log(
  `worlds ${count.worlds} in ${count.classes} classes of look-alikes, faults ${count.faults}, decidable ${count.decidable} (${share} %)`,
);
for (const [cause, { faults, decidable }] of count.byCause)
  console.log(`  ${cause}: faults ${faults}, decidable ${decidable}`);
