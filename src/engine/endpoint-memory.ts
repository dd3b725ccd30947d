import pLimit, { type LimitFunction } from 'p-limit';
import { limitedAfter } from '../diagnosis/view.js';
import type { Certificate } from '../model/certificate.js';
import type { NeighbourSummary } from '../model/evidence.js';
import type { Hello } from '../model/hello.js';
import type { Observation } from '../model/observation.js';
import type { HttpAnswer } from '../model/report.js';
import type { Endpoint } from '../model/target.js';
import type { Answer } from './ask.js';
import { SharedAnswers } from './shared-answers.js';

const MOST_FINGERPRINTS = 64;
/** Answers kept for the other names there: names beside them can be as many as the list is long. */
const MOST_SHARED = 1_000;
const MOST_HEADS = 64;
/** So many failures in a row, where something was answered before, call for a look whether anything still is. */
const FIRST_CANARY_AFTER = 4;

/** What is known under this key holds for every name dialled there. */
export function endpointKey(endpoint: Endpoint): string {
  const { address, port, dialAddress, dialPort, starttls, starttlsHost } = endpoint;
  return [address, port, dialAddress, dialPort, starttls ?? '', starttlsHost ?? ''].join('|');
}

/** What was said over HTTP; `asked` false: nothing may be asked there any more. */
export interface Head {
  readonly answer: HttpAnswer | null;
  readonly asked: boolean;
  readonly exhausted: boolean;
}

/** The head of what SSTP's request was answered; null: nothing that is HTTP. */
export interface SstpReply {
  readonly head: string | null;
  readonly asked: boolean;
  readonly exhausted: boolean;
}

/** A question, as far as it is put again. */
export interface Asked {
  readonly probe: string;
  readonly hello: Hello;
}

/** What the run knows of one endpoint, for all names there. */
export class EndpointMemory {
  /** By fingerprint of a control's certificate: whether names that are served it were served it each time. */
  readonly steadyEditions = new Map<string, Promise<boolean>>();
  readonly #shared = new SharedAnswers<Answer>(MOST_SHARED, ({ observation }) => observation.attempt > 0);
  /** What was said over HTTP where this certificate is served, by its fingerprint. */
  readonly heads = new SharedAnswers<Head>(MOST_HEADS, ({ asked }) => asked);
  readonly tunnels = new SharedAnswers<SstpReply>(MOST_HEADS, ({ asked }) => asked);
  readonly #fingerprints = new Map<string, number>();
  #truncated = false;
  #dialled = 0;
  #connections = 0;
  #failures = 0;
  #firstFailure = 0;
  #contradicted = false;
  #recovered = false;
  #limitedSince: number | null = null;
  #answered: Asked | null = null;
  #canaryAfter = FIRST_CANARY_AFTER;
  #order: LimitFunction | null = null;

  /** The answer to a question that is not about the asking target's name alone. */
  share(key: string, ask: () => Promise<Answer>): Promise<{ readonly answer: Answer; readonly repeated: boolean }> {
    return this.#shared.share(key, ask);
  }

  /** The shared answer, if it is in; nothing is asked. */
  sharedAnswer(key: string): Answer | null {
    return this.#shared.settled(key);
  }

  /** Counts a connection as it is begun: its place in the order of all to this endpoint, from 1. */
  dial(): number {
    this.#dialled += 1;
    return this.#dialled;
  }

  /** The place that the next connection will have. */
  get nextTurn(): number {
    return this.#dialled + 1;
  }

  /** Runs one task after another, whatever name it is for. */
  inOrder<Result>(task: () => Promise<Result>): Promise<Result> {
    this.#order ??= pLimit(1);
    return this.#order(task);
  }

  /** Connections made to this endpoint. */
  get connections(): number {
    return this.#connections;
  }

  /** When the endpoint began to answer nothing any more (ms since 1970); null while it does not look so. */
  get limitedSince(): number | null {
    return this.#limitedSince;
  }

  /**
   * Takes note of how a connection went. A peer that answered a question, then fails it, and has answered nothing at
   * all since its failures began, limits us: two failures at least. Where it answered again after such failures it is a
   * machine among several that fails, and more of them are needed. True when this one showed it.
   *
   * @param at when it was begun, milliseconds since 1970
   * @param answeredBefore the same question was answered earlier in the run
   */
  note(at: number, failed: boolean, answeredBefore: boolean): boolean {
    this.#connections += 1;
    if (!failed) {
      this.#recovered ||= this.#contradicted;
      this.#failures = 0;
      this.#contradicted = false;
      this.#limitedSince = null;
      return false;
    }
    if (this.#failures === 0) this.#firstFailure = at;
    this.#failures += 1;
    this.#contradicted ||= answeredBefore;
    const enough = limitedAfter(this.#recovered);
    if (this.#limitedSince !== null || !this.#contradicted || this.#failures < enough) return false;
    this.#limitedSince = this.#firstFailure;
    return true;
  }

  /** The latest connection brought no answer. */
  get failing(): boolean {
    return this.#failures > 0;
  }

  /** A question that was answered before failed now, and one failure more would show a limiter. */
  get suspicious(): boolean {
    return this.#contradicted && this.#limitedSince === null;
  }

  /** Remembers a question that was answered here. */
  rememberAnswered(asked: Asked): void {
    this.#answered = asked;
  }

  /**
   * The question to put again now, because so many others failed in a row: a list of names at one address must not knock
   * thousands of times where nobody answers any more. null: no reason to. Each time it is taken the next is due later.
   */
  takeCanary(): Asked | null {
    if (this.#limitedSince !== null || this.#failures < this.#canaryAfter) return null;
    this.#canaryAfter *= 2;
    return this.#answered;
  }

  /** Counts what a name that leaves the window was served. */
  count(leaf: Certificate): void {
    const counted = this.#fingerprints.get(leaf.sha256);
    if (counted === undefined && this.#fingerprints.size >= MOST_FINGERPRINTS) this.#truncated = true;
    else this.#fingerprints.set(leaf.sha256, (counted ?? 0) + 1);
  }

  /** What names outside the window were served; null when there are none. */
  summary(): NeighbourSummary | null {
    if (this.#fingerprints.size === 0) return null;
    return { fingerprints: Object.fromEntries(this.#fingerprints), truncated: this.#truncated };
  }
}

/** No answer at all: what a limiter, a crash or a dead line looks like. An alert is an answer. */
export function isFailure(observation: Observation): boolean {
  if (observation.certificates.length > 0) return false;
  return observation.outcome === 'unreachable' || observation.outcome === 'interrupted';
}

/** A certificate or an alert: an answer in TLS, which a peer that stops answering no longer gives. */
export function isAnswer({ certificates, outcome }: Observation): boolean {
  return certificates.length > 0 || outcome === 'served' || outcome === 'refused';
}

/** What failed since the endpoint stopped answering says nothing about names: it is told as `limited`. */
export function asLimited(observation: Observation, memory: EndpointMemory): Observation {
  const since = memory.limitedSince;
  if (since === null || observation.at < since || !isFailure(observation)) return observation;
  return {
    ...observation,
    outcome: 'interrupted',
    reason: 'limited',
    detail: {
      ...observation.detail,
      wasOutcome: observation.outcome,
      was: observation.reason,
      connections: memory.connections,
    },
  };
}
