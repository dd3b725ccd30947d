import type { TargetReport } from '../model/report.js';
import type { Target } from '../model/target.js';
import { addressWithPort } from './addresses.js';
import { assembleReport } from './assemble.js';
import { EndpointMemory, endpointKey } from './endpoint-memory.js';
import { firstControl, type Judged, judgeJob } from './evidence.js';
import { askFollowUps } from './follow-up-rounds.js';
import { askHttp } from './http-head.js';
import { EndpointState, type Job } from './job.js';
import type { Neighbourhood } from './neighbourhood.js';
import { askOtherEditions } from './other-editions.js';
import { type ResolvedEndpoint, resolveTarget } from './resolve.js';
import type { Run } from './run.js';
import { askSstp } from './sstp.js';
import { confirm, controlId, isConfirmed, surveyEndpoint, takeTurns } from './survey.js';

/**
 * The first round: resolve, survey every address, put the control again where something is wrong. The report of a
 * target that is ok; null for one that waits until the other names of its window are in.
 */
export async function surveyJob(run: Run, job: Job, neighbourhood: Neighbourhood): Promise<TargetReport | null> {
  await resolveJob(run, job);
  await Promise.all(
    job.endpoints.map(async (state) => {
      await surveyEndpoint(run, job, state);
      await askOtherEditions(run, job, state);
    }),
  );
  let judged = judgeJob(job, null, run.settings);
  const doubtful = job.endpoints.filter((_state, index) => judged.verdict.endpoints[index]?.status !== 'ok');
  if (doubtful.length > 0) {
    await Promise.all(doubtful.map((state) => lookAgain(run, job, state)));
    judged = judgeJob(job, null, run.settings);
  }
  for (const state of job.endpoints) {
    neighbourhood.add(job, state, firstControl(state, controlId(run, job, state)));
  }
  return judged.verdict.status === 'ok' ? report(run, job, judged) : null;
}

/** What looks wrong is asked again, in turns that would meet another machine where two or three share the address. */
async function lookAgain(run: Run, job: Job, state: EndpointState): Promise<void> {
  if (!isConfirmed(run, job, state)) await confirm(run, job, state);
  await takeTurns(run, job, state, [2, 3]);
}

/** The second round, with the other names of the window as evidence. */
export async function explainJob(run: Run, job: Job, neighbourhood: Neighbourhood): Promise<TargetReport> {
  const before = judgeJob(job, neighbourhood, run.settings);
  const asked = await Promise.all(
    job.endpoints.map((state, index) =>
      before.verdict.endpoints[index]?.status === 'ok' ? false : askOverHttp(run, job, state),
    ),
  );
  const known = asked.some((any) => any) ? judgeJob(job, neighbourhood, run.settings) : before;
  return report(run, job, await askFollowUps(run, job, neighbourhood, known));
}

async function askOverHttp(run: Run, job: Job, state: EndpointState): Promise<boolean> {
  const asked = await askHttp(run, job, state);
  return (await askSstp(run, job, state)) || asked;
}

function report(run: Run, job: Job, judged: Judged): TargetReport {
  const [state] = job.endpoints;
  return assembleReport(job, judged, state === undefined ? '' : controlId(run, job, state), run.settings);
}

async function resolveJob(run: Run, job: Job): Promise<void> {
  const { connectTo, families, clock, onTranscript, hello, requireIpv6 } = run.settings;
  const { target } = job;
  const options = { connectTo, families, clock, routable: run.routable };
  const { resolution, endpoints } = await resolveTarget(target, run.names, options);
  job.resolution = resolution;
  const barred = await judge(run, target, endpoints);
  job.endpoints = endpoints.map(({ endpoint, noRoute }, index) => {
    const memory = run.memories.remember(endpointKey(endpoint), () => new EndpointMemory());
    if (noRoute && !requireIpv6) {
      run.warn(
        endpoint.dialAddress.includes(':')
          ? 'This machine has no route for IPv6: IPv6 addresses are skipped (--require-ipv6 makes them unknown).'
          : 'This machine has no route for IPv4: IPv4 addresses are skipped.',
      );
    }
    const state = new EndpointState(endpoint, memory, noRoute, hello);
    state.barred = barred[index] ?? null;
    return state;
  });
  onTranscript?.({
    at: clock(),
    target: `${target.host}:${target.port}`,
    dialled: null,
    probe: null,
    event: 'resolved',
    detail:
      resolution.reason ??
      `${resolution.source}: ${endpoints.map(({ endpoint }) => addressWithPort(endpoint.address, endpoint.port)).join(', ')}`,
  });
}

function judge(run: Run, target: Target, endpoints: readonly ResolvedEndpoint[]): Promise<readonly (string | null)[]> {
  const { admit } = run.settings;
  if (admit === null || endpoints.length === 0) return Promise.resolve([]);
  const dials = endpoints.map(({ endpoint, noRoute }) => ({
    address: endpoint.dialAddress,
    port: endpoint.dialPort,
    shown: endpoint.address,
    noRoute,
  }));
  return admit(target, dials);
}
