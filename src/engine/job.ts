import type { Certificate } from '../model/certificate.js';
import type { Hello } from '../model/hello.js';
import type { Observation } from '../model/observation.js';
import type { HttpAnswer, Resolution, TrustVerdict } from '../model/report.js';
import type { Endpoint, Target } from '../model/target.js';
import { controlHello } from '../tls/control-hello.js';
import type { Answer } from './ask.js';
import { asLimited, type EndpointMemory, isAnswer } from './endpoint-memory.js';
import { helloKey } from './plan.js';

const NOT_ASKED: TrustVerdict = { trusted: null, reason: 'not-asked', anchors: null };

/** One target on its way to its report. */
export class Job {
  /** Its place in the input. */
  readonly index: number;
  readonly target: Target;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly certificates = new Map<string, Certificate>();
  resolution: Resolution = { source: 'dns', aliases: [], addresses: [], reason: 'aborted', ms: 0 };
  endpoints: readonly EndpointState[] = [];
  questions = 0;

  constructor(index: number, target: Target, startedAt: number) {
    this.index = index;
    this.target = target;
    this.startedAt = startedAt;
  }

  /** The name that goes into server_name; addresses never do (RFC 6066 §3). */
  get serverName(): string | null {
    return this.target.hostKind === 'name' ? this.target.host : null;
  }
}

interface Entry {
  readonly observation: Observation;
  /** Of a placeholder: the answer that may have come in since, from another name. */
  readonly shareKey: string | null;
}

/** One endpoint of a job: what was asked and answered there. Times in milliseconds since 1970. */
export class EndpointState {
  readonly endpoint: Endpoint;
  readonly memory: EndpointMemory;
  readonly noRoute: boolean;
  /** Falls back to the current client's when a TLS 1.2 one is refused. */
  mode: 'current' | 'tls12';
  /** Why it may not be dialled; null: it may. */
  barred: string | null = null;
  trust: TrustVerdict = NOT_ASKED;
  trustCertificates: readonly string[] | null = null;
  http: HttpAnswer | null = null;
  lastQuestionAt = 0;
  /** Which connections to the endpoint, in the order of all names', put the control's question. */
  readonly controlTurns: number[] = [];
  readonly #entries: Entry[] = [];
  readonly #answered = new Set<string>();

  constructor(endpoint: Endpoint, memory: EndpointMemory, noRoute: boolean, mode: 'current' | 'tls12') {
    this.endpoint = endpoint;
    this.memory = memory;
    this.noRoute = noRoute;
    this.mode = mode;
  }

  controlHello(serverName: string | null): Hello {
    return controlHello(serverName, this.mode);
  }

  record(answer: Answer, hello: Hello | null, job: Job): void {
    for (const certificate of answer.certificates) job.certificates.set(certificate.sha256, certificate);
    if (hello !== null && isAnswer(answer.observation)) this.#answered.add(helloKey(hello));
    this.list(answer.observation, null);
  }

  /** Lists an observation without a connection of its own. */
  list(observation: Observation, shareKey: string | null): void {
    this.#entries.push({ observation, shareKey });
  }

  /** Tells an observation in other words. */
  replace(observation: Observation, by: Observation): void {
    const index = this.#entries.findIndex((entry) => entry.observation === observation);
    if (index !== -1) this.#entries[index] = { observation: by, shareKey: null };
  }

  remove(observation: Observation): void {
    const index = this.#entries.findIndex((entry) => entry.observation === observation);
    if (index !== -1) this.#entries.splice(index, 1);
  }

  answeredBefore(hello: Hello): boolean {
    return this.#answered.has(helloKey(hello));
  }

  /** When this target's own first question was put; Infinity before that. */
  firstAskedAt(): number {
    const own = this.observations().filter(({ attempt, shared }) => attempt > 0 && !shared);
    return own[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** 1 for a question that was not put here yet. */
  nextAttempt(probe: string, serverName: string | null): number {
    const attempts = this.observations()
      .filter((each) => each.probe === probe && each.serverName === serverName)
      .map(({ attempt }) => attempt);
    return Math.max(0, ...attempts) + 1;
  }

  /**
   * Everything observed, in the order in which it was asked. What was not asked because nothing could answer gives way
   * to an answer that another name brought since; what failed when the endpoint stopped answering is told as such.
   */
  observations(): readonly Observation[] {
    return this.#entries
      .map(({ observation, shareKey }) => {
        const since = shareKey === null ? null : this.memory.sharedAnswer(shareKey);
        const current = since === null ? observation : { ...since.observation, shared: true };
        return asLimited(current, this.memory);
      })
      .toSorted((a, b) => a.at - b.at);
  }

  /** Certificates of shared answers that came in since. */
  sharedCertificates(): readonly Certificate[] {
    return this.#entries.flatMap(({ shareKey }) =>
      shareKey === null ? [] : (this.memory.sharedAnswer(shareKey)?.certificates ?? []),
    );
  }
}
