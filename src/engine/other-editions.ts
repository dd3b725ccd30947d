import { sameIdentity } from '../x509/edition.js';
import { putQuestion } from './asker.js';
import type { EndpointState, Job } from './job.js';
import type { Run } from './run.js';
import { controlId } from './survey.js';

/** As many machines in turn as this are all met. */
const REPEATS = 6;

/**
 * Where another question was served another edition of the control's certificate, or the questions without a name and with
 * one that nobody has were served different certificates, the fallback may be outdated or a matter of its own; or the
 * machines behind the address differ, and the control met the same kind of them each time. The control is put again, in a
 * row, until it is served something else. Once an endpoint and certificate, and for every name where that showed a change.
 */
export async function askOtherEditions(run: Run, job: Job, state: EndpointState): Promise<void> {
  const { memory } = state;
  const leaf = suspicious(run, job, state);
  if (leaf === null || memory.limitedSince !== null) return;
  const known = memory.steadyEditions.get(leaf);
  if (known !== undefined && (await known)) return;
  const asking = repeat(run, job, state, leaf);
  if (known === undefined) memory.steadyEditions.set(leaf, asking);
  await asking;
}

/** The control's certificate, if it was served that alone and the other questions' make one look twice. */
function suspicious(run: Run, job: Job, state: EndpointState): string | null {
  const probe = controlId(run, job, state);
  const observations = state.observations();
  const served = new Set(observations.flatMap((each) => (each.probe === probe ? each.certificates.slice(0, 1) : [])));
  const [sha256] = served;
  const leaf = job.certificates.get(sha256 ?? '');
  if (leaf === undefined || served.size > 1) return null;
  const others = new Set(
    observations.flatMap(({ serverName, certificates }) =>
      serverName === job.serverName ? [] : certificates.slice(0, 1),
    ),
  );
  const isOtherEdition = [...others].some((other) => {
    const certificate = other === leaf.sha256 ? undefined : job.certificates.get(other);
    return certificate !== undefined && sameIdentity(certificate, leaf);
  });
  return isOtherEdition || others.size > 1 ? leaf.sha256 : null;
}

/** True: the same each time. */
function repeat(run: Run, job: Job, state: EndpointState, leaf: string): Promise<boolean> {
  return state.memory.inOrder(async () => {
    for (let times = 0; times < REPEATS; times += 1) {
      const hello = state.controlHello(job.serverName);
      const { observation } = await putQuestion(run, job, state, controlId(run, job, state), hello);
      if (observation.attempt === 0) break;
      if (observation.certificates[0] !== leaf) return false;
    }
    return true;
  });
}
