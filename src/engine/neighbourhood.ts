import type { Certificate } from '../model/certificate.js';
import type { NeighbourAnswer, NeighbourSummary } from '../model/evidence.js';
import type { Observation } from '../model/observation.js';
import type { Endpoint } from '../model/target.js';
import { satisfies } from '../x509/satisfies.js';
import { asLimited, type EndpointMemory } from './endpoint-memory.js';
import type { EndpointState, Job } from './job.js';

/** So many names of one endpoint are evidence one by one; a content delivery network has thousands. */
const MOST_NEIGHBOURS = 256;

interface Neighbour {
  readonly host: string;
  /** Times in milliseconds since 1970. */
  readonly observation: Observation;
  readonly leaf: Certificate | null;
  readonly satisfied: boolean;
  readonly memory: EndpointMemory;
}

/** What the other names of an endpoint were served. */
export interface Neighbours {
  readonly answers: readonly Omit<Neighbour, 'memory'>[];
  /** Names outside this window, and those too many to be listed. */
  readonly summary: NeighbourSummary | null;
}

/** The controls of one window's targets, by endpoint: each is evidence for the other names there. */
export class Neighbourhood {
  readonly #byEndpoint = new Map<string, Neighbour[]>();

  /** Remembers what the job's control was answered at one endpoint. */
  add(job: Job, state: EndpointState, control: Observation | null): void {
    if (control === null || job.target.hostKind !== 'name') return;
    const { host, hostKind, expectation } = job.target;
    const leaf = job.certificates.get(control.certificates[0] ?? '') ?? null;
    const satisfied = leaf !== null && satisfies(leaf, expectation, host, hostKind).satisfied;
    const key = neighbourKey(state.endpoint);
    const neighbour = { host, observation: control, leaf, satisfied, memory: state.memory };
    const others = this.#byEndpoint.get(key);
    if (others === undefined) this.#byEndpoint.set(key, [neighbour]);
    else others.push(neighbour);
  }

  /** What names other than `host` were served at this endpoint. The order of the input changes nothing. */
  around(state: EndpointState, host: string): Neighbours {
    const others = (this.#byEndpoint.get(neighbourKey(state.endpoint)) ?? []).filter((each) => each.host !== host);
    const chosen = choose(others);
    const answers = chosen.map(({ memory, observation, ...rest }) => ({
      ...rest,
      observation: asLimited(observation, memory),
    }));
    return { answers, summary: summaryWith(state.memory.summary(), others, new Set(chosen)) };
  }

  /** The window is over: what was served is counted for those that come later. */
  close(): void {
    for (const neighbours of this.#byEndpoint.values()) {
      for (const { leaf, memory } of neighbours) if (leaf !== null) memory.count(leaf);
    }
    this.#byEndpoint.clear();
  }
}

/** An answer as evidence of a target that began at `startedAt`. */
export function asNeighbourAnswer(
  { host, observation, satisfied }: Omit<Neighbour, 'memory'>,
  startedAt: number,
): NeighbourAnswer {
  return { host, satisfied, observation: { ...observation, at: observation.at - startedAt } };
}

function neighbourKey({ address, port, dialAddress, dialPort, starttls }: Endpoint): string {
  return [address, port, dialAddress, dialPort, starttls ?? ''].join('|');
}

/** All of them; of too many the first name of each certificate, then the first names. */
function choose(neighbours: readonly Neighbour[]): readonly Neighbour[] {
  const sorted = neighbours.toSorted((a, b) => (a.host < b.host ? -1 : Number(a.host > b.host)));
  if (sorted.length <= MOST_NEIGHBOURS) return sorted;
  const seen = new Set<string>();
  const distinct = sorted.filter(({ leaf, observation }) => {
    const served = leaf?.sha256 ?? `${observation.outcome} ${observation.reason}`;
    return !seen.has(served) && seen.add(served);
  });
  return [...new Set([...distinct, ...sorted])].slice(0, MOST_NEIGHBOURS);
}

function summaryWith(
  summary: NeighbourSummary | null,
  neighbours: readonly Neighbour[],
  listed: ReadonlySet<Neighbour>,
): NeighbourSummary | null {
  const rest = neighbours.filter((each) => !listed.has(each));
  if (rest.length === 0) return summary;
  const counts = new Map(Object.entries(summary?.fingerprints ?? {}));
  for (const { leaf } of rest) if (leaf !== null) counts.set(leaf.sha256, (counts.get(leaf.sha256) ?? 0) + 1);
  const kept = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, 64);
  return { fingerprints: Object.fromEntries(kept), truncated: summary?.truncated === true || counts.size > 64 };
}
