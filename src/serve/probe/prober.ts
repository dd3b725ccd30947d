import { check } from '../../engine/check.js';
import type { CheckOptions } from '../../engine/options.js';
import { timeLimit } from '../../engine/time-limit.js';
import { UsageError } from '../../errors.js';
import type { TargetReport } from '../../model/report.js';
import type { ConnectTo, Target } from '../../model/target.js';
import { targetWords } from '../../report/codes.js';
import { type AllowPolicy, judgeChosen, judgeTarget } from '../allow/policy.js';
import { blackboxFamilies } from '../metrics/blackbox-families.js';
import { type Exposition, expose } from '../metrics/expose.js';
import { factsOf } from '../metrics/facts.js';
import { whichcertFamilies } from '../metrics/whichcert-families.js';
import { AddressGates } from './address-gates.js';
import { admitBy } from './admit.js';
import type { ProbeDeadline } from './deadline.js';
import { DebugLog } from './debug-text.js';
import { Gate } from './gate.js';
import { mergeReports } from './merge.js';
import { ModuleTrust } from './module-trust.js';
import { preferredOnly } from './preferred-only.js';
import type { ProbeRequest } from './request.js';

export interface ProberSettings {
  /** What every check has in common, clock apart. */
  readonly checkOptions: () => CheckOptions;
  readonly policy: AllowPolicy;
  /** Targets of the manifest that a probe means. */
  readonly listed: (target: Target) => readonly Target[];
  /** The manifest's own rules. */
  readonly connectTo: () => readonly ConnectTo[];
  /** Probes at once. */
  readonly mostProbes: number;
  /** Probes at once to one address. */
  readonly perAddress: number;
  /** Milliseconds that never go back. */
  readonly clock: () => number;
}

/** A probe makes some 30 series; a name with hundreds of addresses not more than this. */
const MOST_SERIES = 2_000;
const MOST_WAITING = 1_000;

/** A probe underway, and who waits for it. */
interface Running {
  readonly answer: Promise<Exposition>;
  readonly abandon: AbortController;
  askers: number;
}

/** Answers `/probe`: one target, now. */
export class Prober {
  readonly #settings: ProberSettings;
  readonly #gate: Gate;
  readonly #addresses: AddressGates;
  readonly #trust = new ModuleTrust();
  readonly #running = new Map<string, Running>();
  readonly #underway = new Set<AbortController>();
  #stopped = false;

  constructor(settings: ProberSettings) {
    this.#settings = settings;
    this.#gate = new Gate('probes', settings.mostProbes, MOST_WAITING);
    this.#addresses = new AddressGates(settings.perAddress);
  }

  /**
   * Probes and renders. The same question that is already being asked is not asked twice: its answer is shared. Once
   * everybody who asked has `gone`, it is given up. Throws UsageError: `not-allowed`, `busy`.
   */
  probe(request: ProbeRequest, deadline: ProbeDeadline, gone: AbortSignal): Promise<Exposition> {
    const key = JSON.stringify([{ ...request, how: null }, deadline]);
    const running = (request.debug ? undefined : this.#running.get(key)) ?? this.#start(key, request, deadline);
    running.askers += 1;
    const leave = (): void => {
      running.askers -= 1;
      if (running.askers > 0) return;
      if (this.#running.get(key) === running) this.#running.delete(key);
      running.abandon.abort();
    };
    if (gone.aborted) leave();
    else gone.addEventListener('abort', leave, { once: true });
    return running.answer;
  }

  /** Gives up everything that is underway; who waits for it is told that this is no measurement. */
  stop(): void {
    this.#stopped = true;
    for (const abandon of this.#underway) abandon.abort();
  }

  #start(key: string, request: ProbeRequest, deadline: ProbeDeadline): Running {
    const abandon = new AbortController();
    this.#underway.add(abandon);
    const answer = this.#probe(request, deadline, abandon.signal).finally(() => {
      this.#underway.delete(abandon);
      if (this.#running.get(key) === running) this.#running.delete(key);
    });
    const running: Running = { answer, abandon, askers: 0 };
    if (!request.debug) this.#running.set(key, running);
    return running;
  }

  async #probe(request: ProbeRequest, deadline: ProbeDeadline, abandoned: AbortSignal): Promise<Exposition> {
    const { policy, clock } = this.#settings;
    const began = clock();
    const listed = this.#settings.listed(request.target);
    if (listed.length === 0) refuseUnlisted(policy, request);
    const { signal, end } = timeLimit(deadline.totalMs, [abandoned]);
    const log = request.debug ? new DebugLog() : null;
    let leave: (() => void) | null = null;
    try {
      leave = await this.#gate.enter(signal);
      const targets = listed.length === 0 ? [request.target] : listed;
      const report = await this.#ask(targets, listed.length > 0, request, deadline, signal, log);
      const families = [
        ...blackboxFamilies(report, request.preferred, (clock() - began) / 1000, request.how.verify),
        ...whichcertFamilies([factsOf(targetWords(report.target), report)], MOST_SERIES).families,
      ];
      const exposition = await expose(families);
      if (log === null) return exposition;
      return { contentType: 'text/plain; charset=utf-8', text: log.text(exposition.text, request.module) };
    } finally {
      end();
      leave?.();
    }
  }

  async #ask(
    targets: readonly Target[],
    listed: boolean,
    request: ProbeRequest,
    deadline: ProbeDeadline,
    signal: AbortSignal,
    log: DebugLog | null,
  ): Promise<TargetReport> {
    const common = this.#settings.checkOptions();
    const refusals: string[] = [];
    const held: (() => void)[] = [];
    const options: CheckOptions = {
      ...common,
      ...this.#trust.of(request.how.ca, common),
      connectTo: [...request.connectTo, ...(common.connectTo ?? []), ...this.#settings.connectTo()],
      timeoutMs: Math.min(common.timeoutMs ?? 10_000, deadline.handshakeMs),
      signal,
      onTranscript: log === null ? null : (entry) => log.add(entry),
      admit: admitBy({
        policy: this.#settings.policy,
        listed,
        firstOf: request.addresses === 'first' ? request.preferred : null,
        onRefused: (reason) => refusals.push(reason),
        enter: async (addresses) => void held.push(await this.#addresses.enter(addresses, signal)),
      }),
    };
    const reports: TargetReport[] = [];
    try {
      for await (const report of check(targets, options)) reports.push(preferredOnly(report));
    } catch (error) {
      // The time is over: what is known has been reported.
      if (!signal.aborted || reports.length < targets.length) throw this.#overdue(error, signal);
    } finally {
      for (const leave of held) leave();
    }
    if (this.#stopped) throw this.#overdue(null, signal);
    if (refusals.length > 0) throw new UsageError('not-allowed', [...new Set(refusals)].join('; '));
    return mergeReports(reports);
  }

  #overdue(error: unknown, signal: AbortSignal): unknown {
    if (this.#stopped) return new UsageError('busy', 'the server is stopping');
    return signal.aborted ? new UsageError('busy', 'the time was over before anything was known') : error;
  }
}

/** Throws UsageError `not-allowed` for what the manifest does not hold and `--allow` does not open. */
function refuseUnlisted(policy: AllowPolicy, { dialled, target }: ProbeRequest): void {
  const refusals = [
    judgeTarget(policy, dialled.host, dialled.kind),
    ...(target.addresses ?? []).map(({ address }) => judgeChosen(policy, address)),
  ];
  const refusal = refusals.find((each) => each !== null);
  if (refusal != null) throw new UsageError('not-allowed', refusal);
}
