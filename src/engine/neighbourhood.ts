import type { Certificate } from '../model/certificate.js';
import type { NeighbourAnswer, NeighbourSummary } from '../model/evidence.js';
import type { Observation } from '../model/observation.js';
import type { Endpoint } from '../model/target.js';
import { satisfies } from '../x509/satisfies.js';
import { asLimited, type EndpointMemory } from './endpoint-memory.js';
import type { EndpointState, Job } from './job.js';

/** So many names of one endpoint are evidence one by one; a content delivery network has thousands. */
const MOST_NEIGHBOURS = 64;
const MOST_FINGERPRINTS = 64;

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
  /** What is chosen changes only with another name: thousands of sick names at one endpoint look at the same ones. */
  readonly #chosen = new Map<string, Chosen>();

  /** Remembers what the job's control was answered at one endpoint. */
  add(job: Job, state: EndpointState, control: Observation | null): void {
    if (control === null || job.target.hostKind !== 'name') return;
    const { host, hostKind, expectation } = job.target;
    const leaf = job.certificates.get(control.certificates[0] ?? '') ?? null;
    const satisfied = leaf !== null && satisfies(leaf, expectation, host, hostKind).satisfied;
    const key = neighbourKey(state.endpoint);
    const neighbour = { host, observation: control, leaf, satisfied, memory: state.memory };
    this.#chosen.delete(key);
    const others = this.#byEndpoint.get(key);
    if (others === undefined) this.#byEndpoint.set(key, [neighbour]);
    else others.push(neighbour);
  }

  /** What names other than `host` were served at this endpoint. The order of the input changes nothing. */
  around(state: EndpointState, host: string): Neighbours {
    const key = neighbourKey(state.endpoint);
    const chosen = this.#chosen.get(key) ?? choose(this.#byEndpoint.get(key) ?? []);
    this.#chosen.set(key, chosen);
    const listed = chosen.listed.filter((each) => each.host !== host).slice(0, MOST_NEIGHBOURS);
    const answers = listed.map(({ memory, observation, ...rest }) => ({
      ...rest,
      observation: asLimited(observation, memory),
    }));
    return { answers, summary: joined(state.memory.summary(), chosen.rest) };
  }

  /** The window is over: what was served is counted for those that come later. */
  close(): void {
    for (const neighbours of this.#byEndpoint.values()) {
      for (const { leaf, memory } of neighbours) if (leaf !== null) memory.count(leaf);
    }
    this.#byEndpoint.clear();
    this.#chosen.clear();
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

interface Chosen {
  /** One more than are shown, because whoever looks is left out. */
  readonly listed: readonly Neighbour[];
  /** Fingerprint → how many of those that are not listed were served it. */
  readonly rest: ReadonlyMap<string, number>;
}

/** All of them; of too many the first name of each certificate, then the first names. */
function choose(neighbours: readonly Neighbour[]): Chosen {
  const sorted = neighbours.toSorted((a, b) => (a.host < b.host ? -1 : Number(a.host > b.host)));
  if (sorted.length <= MOST_NEIGHBOURS + 1) return { listed: sorted, rest: new Map() };
  const seen = new Set<string>();
  const distinct = sorted.filter(({ leaf, observation }) => {
    const served = leaf?.sha256 ?? `${observation.outcome} ${observation.reason}`;
    return !seen.has(served) && seen.add(served);
  });
  const preferred = [...new Set([...distinct, ...sorted])];
  const rest = new Map<string, number>();
  for (const { leaf } of preferred.slice(MOST_NEIGHBOURS + 1)) {
    if (leaf !== null) rest.set(leaf.sha256, (rest.get(leaf.sha256) ?? 0) + 1);
  }
  return { listed: preferred.slice(0, MOST_NEIGHBOURS + 1), rest };
}

function joined(summary: NeighbourSummary | null, rest: ReadonlyMap<string, number>): NeighbourSummary | null {
  if (rest.size === 0) return summary;
  const counts = new Map(Object.entries(summary?.fingerprints ?? {}));
  for (const [sha256, count] of rest) counts.set(sha256, (counts.get(sha256) ?? 0) + count);
  const kept = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, MOST_FINGERPRINTS);
  return {
    fingerprints: Object.fromEntries(kept),
    truncated: summary?.truncated === true || counts.size > MOST_FINGERPRINTS,
  };
}
