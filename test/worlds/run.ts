/**
 * One run of the tool over one world, without sockets: surveys as the engine lists them, then the real follow-ups, findings
 * and diagnosis of src/diagnosis. The engine's own bookkeeping of connections that stop answering is used as it is.
 */
import { probes } from '../../probes/index.js';
import { diagnose, type EndpointVerdict, type TargetVerdict } from '../../src/diagnosis/diagnose.js';
import { examine } from '../../src/diagnosis/examine.js';
import { followUps } from '../../src/diagnosis/follow-ups.js';
import { DEFAULT_POLICY } from '../../src/diagnosis/policy.js';
import { asLimited, EndpointMemory, isAnswer, isFailure } from '../../src/engine/endpoint-memory.js';
import { type Planned, planSurvey } from '../../src/engine/plan.js';
import { seesCycles } from '../../src/engine/turns.js';
import type { Certificate } from '../../src/model/certificate.js';
import type { EndpointEvidence, NeighbourAnswer, TargetEvidence } from '../../src/model/evidence.js';
import type { Finding } from '../../src/model/finding.js';
import type { Hello } from '../../src/model/hello.js';
import type { Observation } from '../../src/model/observation.js';
import type { ProbeSubject } from '../../src/model/question.js';
import type { HttpAnswer, TrustVerdict } from '../../src/model/report.js';
import type { Endpoint, Target } from '../../src/model/target.js';
import { sameIdentity } from '../../src/x509/edition.js';
import { satisfies } from '../../src/x509/satisfies.js';
import type { Behind } from './address.js';
import { certificateOf } from './certificates.js';
import { certificateFor, NOW, wordFor } from './der.js';
import { leafOf, observe, TRUST_FAILED, trustIn } from './evidence.js';
import type { Answer } from './machine.js';

/** As in the engine: bounds against a diagnosis that never has enough. */
const MOST_ROUNDS = 12;
const MOST_QUESTIONS = 48;
const RANDOM_LABEL = 'qzjxkwvbnmptrlsd';
const OPTIONS = { samples: 6, unknownSibling: true, keyTypes: true };
export const ADDRESSES = ['203.0.113.10', '203.0.113.20', '203.0.113.30'];

export interface RunResult {
  readonly targets: readonly {
    readonly target: Target;
    readonly verdict: EndpointVerdict;
    readonly endpoints: readonly EndpointResult[];
    readonly findings: readonly Finding[];
  }[];
}

export interface EndpointResult {
  readonly verdict: EndpointVerdict;
  readonly observations: readonly Observation[];
  /** Connections made for this target there, those of the survey and the trust handshake included. */
  readonly questions: number;
  readonly followUps: number;
  readonly exhausted: boolean;
  /** The trust handshake finished: the control's question was answered once more. */
  readonly trusted: boolean;
  /** What the trust handshake was served; null when it did not finish. */
  readonly trustCertificates: readonly string[] | null;
  /** Some connection was answered otherwise because the address limits how many it takes. */
  readonly limited: boolean;
}

/** What is known of one address for all names of the run. */
class Site {
  readonly behind: Behind;
  readonly endpoint: Endpoint;
  readonly memory = new EndpointMemory();
  readonly shared = new Map<string, Observation>();
  readonly http: HttpAnswer | null;
  readonly steadyEditions = new Map<string, boolean>();
  connections = 0;

  constructor(behind: Behind, index: number, http: HttpAnswer | null) {
    this.behind = behind;
    this.http = http;
    const address = ADDRESSES[index] ?? '203.0.113.99';
    this.endpoint = { address, port: 443, dialAddress: address, dialPort: 443, starttls: null, starttlsHost: null };
  }
}

/** One target at one address. */
class Place {
  readonly site: Site;
  readonly entries: { observation: Observation; shareKey: string | null }[] = [];
  readonly answered = new Set<string>();
  trust: TrustVerdict = { trusted: null, reason: 'not-asked', anchors: null };
  trustCertificates: readonly string[] | null = null;
  http: HttpAnswer | null = null;
  neighbours: readonly NeighbourAnswer[] = [];
  questions = 0;
  followUps = 0;
  exhausted = false;
  lastQuestionAt = 0;
  readonly controlTurns: number[] = [];

  constructor(site: Site) {
    this.site = site;
  }

  observations(): readonly Observation[] {
    return this.entries
      .map(({ observation, shareKey }) => {
        const since = shareKey === null ? undefined : this.site.shared.get(shareKey);
        return asLimited(since === undefined ? observation : { ...since, shared: true }, this.site.memory);
      })
      .toSorted((a, b) => a.at - b.at);
  }
}

interface Judged {
  readonly evidence: TargetEvidence;
  readonly findings: readonly Finding[];
  readonly verdict: TargetVerdict;
}

export interface RunOptions {
  /** What an HTTP HEAD would bring at each address; null: not asked. */
  readonly http?: readonly (HttpAnswer | null)[];
  readonly shift40?: boolean;
}

/** The verdicts on every target at every address. The targets are asked in their order. */
export function runWorld(targets: readonly Target[], behind: readonly Behind[], options: RunOptions = {}): RunResult {
  return new WorldRun(targets, behind, options).run();
}

class WorldRun {
  readonly #targets: readonly Target[];
  readonly #sites: readonly Site[];
  readonly #shift40: boolean;
  readonly #certificates = new Map<Target, Map<string, Certificate>>();
  #clock = 0;

  constructor(targets: readonly Target[], behind: readonly Behind[], options: RunOptions) {
    this.#targets = targets;
    this.#sites = behind.map((one, index) => new Site(one, index, options.http?.[index] ?? null));
    this.#shift40 = options.shift40 ?? false;
  }

  run(): RunResult {
    const surveyed = this.#targets.map((target) => {
      const places = this.#sites.map((site) => new Place(site));
      for (const place of places) {
        this.#survey(target, place);
        this.#askOtherEditions(target, place);
      }
      let judged = this.#judge(target, places);
      const doubtful = places.filter((_place, index) => judged.verdict.endpoints[index]?.status !== 'ok');
      for (const place of doubtful) {
        if (!isConfirmed(place)) this.#confirm(target, place);
        this.#takeTurns(target, place, [2, 3]);
      }
      if (doubtful.length > 0) judged = this.#judge(target, places);
      return { target, places, judged };
    });
    return {
      targets: surveyed.map(({ target, places, judged: first }) => {
        let judged = first;
        if (first.verdict.status !== 'ok') {
          for (const place of places) {
            place.neighbours = this.#neighboursOf(target, place, surveyed);
            place.http = place.site.http;
          }
          judged = this.#explain(target, places);
        }
        const { verdict, findings } = judged;
        return {
          target,
          verdict: { status: verdict.status, diagnosis: verdict.diagnosis },
          findings,
          endpoints: places.map((place, index) => ({
            verdict: verdict.endpoints[index] ?? { status: verdict.status, diagnosis: null },
            observations: place.observations(),
            questions: place.questions,
            followUps: place.followUps,
            exhausted: place.exhausted,
            trusted: place.trustCertificates !== null,
            trustCertificates: place.trustCertificates,
            limited: place.site.connections > place.site.behind.passes,
          })),
        };
      }),
    };
  }

  /** As `engine/survey.ts`: what is shared and the trust handshake right after the control, its variations last. */
  #survey(target: Target, place: Place): void {
    const control = this.#put(target, place, 'target-name', controlFor(target));
    const served = control.certificates[0];
    const subject = subjectFor(target, certificateType(served), null);
    const planned = planSurvey(probes, controlFor(target), subject, { surveyProbes: null, keyTypes: true });
    const variations = planned.filter(({ how }) => how === 'ask');
    for (const each of planned) if (each.how !== 'ask') this.#askPlanned(target, place, each, control);
    if (control.outcome === 'served') {
      this.#askTrust(target, place, served);
      if (place.trustCertificates === null) this.#confirm(target, place);
      for (const each of planned) if (each.probe.name === 'none') this.#askAgainWithoutName(target, place, each);
    }
    for (const each of variations) this.#askPlanned(target, place, each, control);
    if (variations.length > 0 && place.site.memory.failing) this.#confirm(target, place);
    if (control.outcome === 'served') this.#takeTurns(target, place, [2]);
  }

  /** As `engine/other-editions.ts`: where another question was served another edition of the control's certificate. */
  #askOtherEditions(target: Target, place: Place): void {
    const observations = place.observations();
    const controls = observations.filter(({ probe }) => probe === 'target-name');
    const served = new Set(controls.flatMap(({ certificates }) => certificates.slice(0, 1)));
    const [sha256] = served;
    if (sha256 === undefined || served.size > 1 || place.site.memory.limitedSince !== null) return;
    const leaf = certificateFor(wordFor(sha256));
    const others = new Set(
      observations.flatMap(({ serverName, certificates }) =>
        serverName === target.host ? [] : certificates.slice(0, 1),
      ),
    );
    const isOther =
      others.size > 1 ||
      [...others].some((other) => other !== sha256 && sameIdentity(certificateFor(wordFor(other)), leaf));
    if (!isOther || place.site.steadyEditions.get(sha256) === true) return;
    let steady = true;
    for (let times = 0; times < 6 && steady; times += 1) {
      const { attempt, certificates } = this.#put(target, place, 'target-name', controlFor(target));
      if (attempt === 0) break;
      steady = certificates[0] === sha256;
    }
    place.site.steadyEditions.set(sha256, steady);
  }

  /** As `engine/survey.ts`: the control again, until its turns would meet more than one of so many machines. */
  #takeTurns(target: Target, place: Place, cycles: readonly number[]): void {
    const { memory } = place.site;
    const [first] = place.observations().filter(({ probe }) => probe === 'target-name');
    if (first === undefined || first.attempt === 0 || first.outcome === 'not-tls' || !isWorthRepeating(first)) return;
    for (let tries = 0; tries < 4; tries += 1) {
      if (memory.limitedSince !== null || memory.suspicious || seesCycles(place.controlTurns, cycles)) return;
      this.#put(target, place, 'target-name', controlFor(target));
    }
  }

  #askPlanned(target: Target, place: Place, { probe, hello, how }: Planned, control: Observation): void {
    const key = `${probe.id}|${JSON.stringify(hello)}`;
    const isSilent = control.outcome === 'interrupted' && control.reason === 'timed-out';
    if (control.attempt === 0 || control.outcome === 'unreachable' || control.outcome === 'skipped' || isSilent) {
      const observation = { ...control, probe: probe.id, serverName: hello.serverName, attempt: 0 };
      place.entries.push({ observation, shareKey: how === 'share' ? key : null });
      return;
    }
    const known = how === 'share' ? place.site.shared.get(key) : undefined;
    if (known !== undefined) {
      place.entries.push({ observation: { ...known, shared: true }, shareKey: null });
      return;
    }
    const observation = this.#put(target, place, probe.id, hello);
    if (how === 'share' && observation.attempt > 0) place.site.shared.set(key, observation);
  }

  /** As `engine/survey.ts`: a hello without a name that was not answered, once more. */
  #askAgainWithoutName(target: Target, place: Place, { probe, hello }: Planned): void {
    const { memory, shared } = place.site;
    const [first] = place.observations().filter((each) => each.probe === probe.id && each.attempt > 0);
    if (first === undefined || !isFailure(first) || first.outcome === 'unreachable') return;
    if (memory.limitedSince !== null || memory.suspicious) return;
    const key = `${probe.id}|2|${JSON.stringify(hello)}`;
    const known = shared.get(key);
    if (known !== undefined) {
      place.entries.push({ observation: { ...known, shared: true }, shareKey: null });
      return;
    }
    const observation = this.#put(target, place, probe.id, hello);
    if (observation.attempt > 0) shared.set(key, observation);
  }

  /** As `engine/ask-trust.ts`: another certificate than the control's is asked about once more and stands in the evidence. */
  #askTrust(target: Target, place: Place, served: string | undefined): void {
    let stranger: string | null = null;
    for (let tries = 1; tries <= 2; tries += 1) {
      const given = this.#connect(place, target.host, 'any', false);
      const leaf = given === null ? null : leafOf(given);
      const trust = given === null ? null : trustIn(given);
      if (given === null || leaf === null || trust === null) {
        place.trust = TRUST_FAILED;
        return;
      }
      this.#remember(target, given);
      place.controlTurns.push(place.site.connections);
      if (leaf.sha256 !== served) stranger ??= leaf.sha256;
      if (leaf.sha256 !== served && tries === 1) continue;
      place.trust = trust;
      place.trustCertificates = [stranger ?? leaf.sha256];
      return;
    }
  }

  #confirm(target: Target, place: Place): void {
    this.#put(target, place, 'target-name', controlFor(target));
    if (place.site.memory.suspicious) this.#put(target, place, 'target-name', controlFor(target));
  }

  #explain(target: Target, places: readonly Place[]): Judged {
    let judged = this.#judge(target, places);
    for (let round = 0; ; round += 1) {
      const batch = followUps(judged.evidence, judged.findings, probes, OPTIONS);
      if (batch.length === 0) return judged;
      let any = false;
      for (const { probe: id, endpoint, givenName, gapMs } of batch) {
        const place = places[endpoint];
        const probe = probes.find((one) => one.id === id);
        if (place === undefined || probe === undefined) throw new Error(`no such follow-up: ${id} at ${endpoint}`);
        if (round >= MOST_ROUNDS || place.followUps >= MOST_QUESTIONS) {
          place.exhausted = true;
          continue;
        }
        if (place.site.memory.limitedSince !== null) continue;
        const hello = probe.vary(controlFor(target), subjectFor(target, lastKeyType(place), givenName));
        if (hello === null) continue;
        this.#clock = Math.max(this.#clock, place.lastQuestionAt + gapMs);
        if (this.#put(target, place, id, hello).attempt === 0) continue;
        place.followUps += 1;
        any = true;
      }
      if (!any) return judged;
      judged = this.#judge(target, places);
    }
  }

  #put(target: Target, place: Place, probe: string, hello: Hello): Observation {
    const attempts = place.observations().filter((one) => one.probe === probe && one.serverName === hello.serverName);
    const attempt = Math.max(0, ...attempts.map((one) => one.attempt)) + 1;
    const before =
      place.answered.has(helloKey(hello)) || isAnswered(place.site.shared.get(`${probe}|${JSON.stringify(hello)}`));
    const given = this.#connect(place, hello.serverName, hello.keyTypes, before);
    const put = { probe, serverName: hello.serverName, attempt, at: this.#clock, versions: hello.versions };
    if (given === null) {
      const unasked = observe({ kind: 'closed-port' }, { ...put, attempt: 0 }, false);
      const observation: Observation = { ...unasked, outcome: 'skipped', reason: 'stopped-answering', detail: {} };
      place.entries.push({ observation, shareKey: null });
      return observation;
    }
    if (probe === 'target-name') place.controlTurns.push(place.site.connections);
    const observation = observe(given, put, this.#shift40);
    this.#remember(target, given);
    if (isAnswer(observation)) {
      place.answered.add(helloKey(hello));
      place.site.memory.rememberAnswered({ probe, hello });
    }
    place.entries.push({ observation, shareKey: null });
    const canary = place.site.memory.takeCanary();
    if (canary !== null) this.#connect(place, canary.hello.serverName, canary.hello.keyTypes, true);
    return observation;
  }

  /** One connection; null where nothing is asked any more because the address stopped answering. */
  #connect(place: Place, name: string | null, offer: Hello['keyTypes'], answeredBefore: boolean): Answer | null {
    const { site } = place;
    if (site.memory.limitedSince !== null) return null;
    site.connections += 1;
    place.questions += 1;
    this.#clock += 5;
    place.lastQuestionAt = this.#clock;
    const given = site.behind.reply(site.connections, name, offer);
    const seen = observe(given, { probe: '', serverName: name, attempt: 1, at: this.#clock, versions: [] }, false);
    site.memory.note(this.#clock, isFailure(seen), answeredBefore);
    return given;
  }

  #remember(target: Target, given: Answer): void {
    const leaf = leafOf(given);
    if (leaf !== null) this.#storeOf(target).set(leaf.sha256, leaf);
  }

  #storeOf(target: Target): Map<string, Certificate> {
    const known = this.#certificates.get(target) ?? new Map<string, Certificate>();
    this.#certificates.set(target, known);
    return known;
  }

  #neighboursOf(
    target: Target,
    place: Place,
    all: readonly { readonly target: Target; readonly places: readonly Place[] }[],
  ): readonly NeighbourAnswer[] {
    return all
      .filter((one) => one.target !== target)
      .flatMap(({ target: other, places }): readonly NeighbourAnswer[] => {
        const controls = (places.find(({ site }) => site === place.site)?.observations() ?? []).filter(
          ({ probe, attempt }) => probe === 'target-name' && attempt > 0,
        );
        const observation = controls.find(({ certificates }) => certificates.length > 0) ?? controls[0];
        if (observation === undefined) return [];
        const leaf = this.#storeOf(other).get(observation.certificates[0] ?? '');
        const satisfied = leaf !== undefined && satisfies(leaf, other.expectation, other.host, 'name').satisfied;
        return [{ host: other.host, observation, satisfied }];
      });
  }

  #judge(target: Target, places: readonly Place[]): Judged {
    const certificates = new Map(this.#storeOf(target));
    for (const { site, neighbours } of places) {
      const leaves = [...site.shared.values(), ...neighbours.map(({ observation }) => observation)];
      for (const { certificates: sent } of leaves)
        for (const one of sent) certificates.set(one, certificateFor(wordFor(one)));
    }
    const evidence: TargetEvidence = {
      target,
      resolution: {
        source: 'dns',
        aliases: [],
        addresses: places.map(({ site }) => site.endpoint.address),
        reason: null,
        ms: 1,
      },
      endpoints: places.map(
        (place): EndpointEvidence => ({
          endpoint: place.site.endpoint,
          observations: place.observations(),
          neighbours: place.neighbours,
          neighbourSummary: null,
          trust: place.trust,
          http: place.http,
          trustCertificates: place.trustCertificates,
        }),
      ),
      certificates,
      now: NOW,
    };
    const findings = examine(evidence, DEFAULT_POLICY);
    return { evidence, findings, verdict: diagnose(evidence, findings, DEFAULT_POLICY) };
  }
}

function isConfirmed(place: Place): boolean {
  const controls = place.observations().filter(({ probe, attempt }) => probe === 'target-name' && attempt > 0);
  const [first] = controls;
  if (first === undefined || controls.length > 1) return true;
  return !isWorthRepeating(first);
}

function isWorthRepeating(control: Observation): boolean {
  return !isFailure(control) || (control.outcome !== 'unreachable' && control.reason !== 'timed-out');
}

function isAnswered(observation: Observation | undefined): boolean {
  return observation !== undefined && isAnswer(observation);
}

function controlFor(target: Target): Hello {
  return { serverName: target.host, versions: ['TLSv1.3', 'TLSv1.2'], keyTypes: 'any' };
}

function subjectFor(target: Target, controlKeyType: string | null, givenName: string | null): ProbeSubject {
  return { targetName: target.host, givenName, randomLabel: RANDOM_LABEL, controlKeyType };
}

function certificateType(sha256: string | undefined): string | null {
  return sha256 === undefined ? null : certificateOf(wordFor(sha256)).keyType;
}

function lastKeyType(place: Place): string | null {
  const served = place
    .observations()
    .findLast(({ probe, certificates }) => probe === 'target-name' && certificates.length > 0);
  return certificateType(served?.certificates[0]);
}

function helloKey(hello: Hello): string {
  return hello.keyTypes === 'any' && hello.versions.length === 2 ? (hello.serverName ?? '') : JSON.stringify(hello);
}
