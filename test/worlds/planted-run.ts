/** The worlds against one planted fault, until the first failure: exits with 1 when there is one. */
import { prove, renderFailures } from './proof.js';
import { rotations } from './variants.js';

const [universe = '', focus = '', every = '3'] = process.argv.slice(2);
if (universe === 'rotation') {
  const { failures } = rotations();
  console.log(failures[0] ?? 'nothing failed');
  process.exitCode = failures.length > 0 ? 1 : 0;
} else {
  const slice = { every: Number(every), from: 0 };
  const tally = prove({ slice, universes: [universe], focus: new RegExp(focus), untilFailure: true });
  console.log(tally.failed > 0 ? renderFailures(tally, 1) : `nothing failed in ${tally.worlds} worlds`);
  process.exitCode = tally.failed > 0 ? 1 : 0;
}
