import { timeLimit } from '../../engine/time-limit.js';
import type { PushResult } from '../push.js';
import { type SenderOutcome, sendValues, type ZabbixPlace, type ZabbixValue } from './sender.js';

/** How patiently values are sent. Times in milliseconds. */
export interface QueuePace {
  /** For one message and its answer. */
  readonly exchangeMs: number;
  /** After the first failure; doubles up to the longest. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** Refusals after which a lane's values are given up. */
  readonly mostRefusals: number;
}

export interface QueueSettings {
  readonly place: ZabbixPlace;
  readonly pace: QueuePace;
  /** How `count` messages ended, or that one waits. */
  readonly onResult: (result: PushResult, problem: string | null, count: number) => void;
  /** Zabbix knows none of a message's items. */
  readonly onRefused: () => void;
  /** Zabbix knows these items not, and the others of their message. */
  readonly onMissing: (keys: readonly string[]) => void;
}

/** Values that go in one message. */
type Parcel = readonly ZabbixValue[];

/**
 * Parcels that must arrive in the order in which they were made: Zabbix judges a trigger by each value as it comes. The
 * first one goes; while it is refused the lane rests, longer each time.
 */
interface Lane {
  readonly name: string;
  readonly parcels: Parcel[];
  state: 'idle' | 'ready' | 'underway' | 'resting';
  refusals: number;
}

/** Messages that wait, of all lanes: about 20 MB. */
const MOST_WAITING = 10_000;
const MOST_AT_ONCE = 4;

/**
 * Values on their way to Zabbix, in lanes that do not wait for each other. What Zabbix refuses is sent again: an item that
 * was discovered can take values once Zabbix has read its configuration anew. While Zabbix cannot be reached, one message
 * at a time is tried and everything waits: values carry their own time, so late ones are right.
 */
export class ZabbixQueue {
  readonly #settings: QueueSettings;
  readonly #lanes = new Map<string, Lane>();
  readonly #ready: Lane[] = [];
  readonly #stop = new AbortController();
  readonly #underway = new Set<Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #waiting = 0;
  /** In a row; zero while Zabbix answers. */
  #faults = 0;
  #resting = false;
  #waking = false;

  constructor(settings: QueueSettings) {
    this.#settings = settings;
  }

  /** Adds a message to the end of a lane. When too much waits the lane's oldest makes room, or there is none for it. */
  post(name: string, parcel: Parcel): void {
    if (this.#stop.signal.aborted) return;
    const lane = this.#laneOf(name);
    if (this.#waiting >= MOST_WAITING) {
      this.#settings.onResult('dropped', 'too many values wait for Zabbix', 1);
      if (this.#cut(lane, 1) === 0) {
        this.#forget(lane);
        return;
      }
    }
    lane.parcels.push(parcel);
    this.#waiting += 1;
    if (lane.state === 'idle') this.#makeReady(lane);
  }

  /** The same for a lane of which only the newest message counts. */
  replace(name: string, parcel: Parcel): void {
    this.#cut(this.#laneOf(name), Number.POSITIVE_INFINITY);
    this.post(name, parcel);
  }

  /** Gives up what waits, and says how much that was. */
  async stop(): Promise<void> {
    this.#stop.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#underway);
    if (this.#waiting > 0) this.#settings.onResult('dropped', 'stopped before Zabbix took them', this.#waiting);
    this.#waiting = 0;
  }

  #laneOf(name: string): Lane {
    const lane = this.#lanes.get(name) ?? { name, parcels: [], state: 'idle', refusals: 0 };
    this.#lanes.set(name, lane);
    return lane;
  }

  /** Takes the oldest messages away that are not underway; returns how many. */
  #cut(lane: Lane, most: number): number {
    const { length } = lane.parcels.splice(lane.state === 'underway' ? 1 : 0, most);
    this.#waiting -= length;
    return length;
  }

  #makeReady(lane: Lane): void {
    lane.state = 'ready';
    this.#ready.push(lane);
    this.#pump();
  }

  #pump(): void {
    const most = this.#faults > 0 ? 1 : MOST_AT_ONCE;
    while (!this.#resting && !this.#stop.signal.aborted && this.#underway.size < most) {
      const lane = this.#ready.shift();
      if (lane === undefined) return;
      const sending = this.#send(lane).finally(() => {
        this.#underway.delete(sending);
        this.#pump();
      });
      this.#underway.add(sending);
    }
  }

  async #send(lane: Lane): Promise<void> {
    const [parcel] = lane.parcels;
    if (parcel === undefined) {
      this.#idle(lane);
      return;
    }
    lane.state = 'underway';
    const outcome = await this.#exchange(parcel);
    if (this.#stop.signal.aborted) return;
    if (outcome.kind === 'fault') this.#fault(lane, outcome.problem);
    else if (outcome.refused === 0) this.#arrived(lane);
    else if (outcome.taken === 0) this.#refused(lane, parcel);
    else await this.#sendApart(lane, parcel);
  }

  /**
   * Zabbix took some of these and does not say which: each goes alone. Those that it has already come with the same time
   * once more, and are one value in its history.
   */
  async #sendApart(lane: Lane, parcel: Parcel): Promise<void> {
    const missing: string[] = [];
    for (const value of parcel) {
      const outcome = await this.#exchange([value]);
      if (this.#stop.signal.aborted) return;
      if (outcome.kind === 'fault') {
        this.#fault(lane, outcome.problem);
        return;
      }
      if (outcome.refused > 0) missing.push(value.key);
    }
    if (missing.length === 0) {
      this.#done(lane, 'delivered', null);
      return;
    }
    this.#settings.onMissing(missing);
    const host = parcel[0]?.host ?? '';
    this.#done(lane, 'failed', `the host ${host} in Zabbix has no trapper item ${missing.join(', ')}`);
  }

  #exchange(parcel: Parcel): Promise<SenderOutcome> {
    const { place, pace } = this.#settings;
    const { signal, end } = timeLimit(pace.exchangeMs, [this.#stop.signal]);
    return sendValues(place, parcel, signal)
      .then((outcome) => {
        if (outcome.kind === 'answered') this.#faults = 0;
        return outcome;
      })
      .finally(end);
  }

  /** What was refused before and is taken now: Zabbix has learnt something, perhaps also what the other lanes wait for. */
  #arrived(lane: Lane): void {
    const isNew = lane.refusals > 0;
    this.#done(lane, 'delivered', null);
    if (!isNew || this.#waking) return;
    this.#waking = true;
    this.#later(this.#settings.pace.firstPauseMs, () => {
      this.#waking = false;
      for (const each of this.#lanes.values()) {
        if (each.state !== 'resting') continue;
        each.refusals = 0;
        this.#makeReady(each);
      }
    });
  }

  #done(lane: Lane, result: PushResult, problem: string | null): void {
    lane.parcels.shift();
    this.#waiting -= 1;
    lane.refusals = 0;
    this.#settings.onResult(result, problem, 1);
    this.#idle(lane);
  }

  #idle(lane: Lane): void {
    lane.state = 'idle';
    if (lane.parcels.length > 0) this.#makeReady(lane);
    else this.#forget(lane);
  }

  /** A lane that holds nothing is made anew when it is needed. */
  #forget(lane: Lane): void {
    if (lane.parcels.length === 0 && lane.state === 'idle') this.#lanes.delete(lane.name);
  }

  #refused(lane: Lane, parcel: Parcel): void {
    const { pace, onResult, onRefused } = this.#settings;
    lane.refusals += 1;
    const problem = `Zabbix refused ${parcel[0]?.key ?? ''}: the host ${parcel[0]?.host ?? ''} has no such trapper item yet, or takes none from here`;
    if (lane.refusals >= pace.mostRefusals) {
      lane.state = 'idle';
      onResult('failed', problem, this.#cut(lane, Number.POSITIVE_INFINITY));
      this.#idle(lane);
    } else {
      if (lane.refusals === 1) onResult('delayed', problem, 1);
      lane.state = 'resting';
      const { refusals } = lane;
      this.#later(pauseMs(pace, refusals), () => {
        if (lane.state === 'resting' && lane.refusals === refusals) this.#makeReady(lane);
      });
    }
    onRefused();
  }

  /** The lane goes to the end, so that a message that Zabbix cannot bear does not hold the others up. */
  #fault(lane: Lane, problem: string): void {
    const { pace, onResult } = this.#settings;
    this.#faults += 1;
    onResult('delayed', problem, 1);
    lane.state = 'ready';
    this.#ready.push(lane);
    if (this.#resting) return;
    this.#resting = true;
    this.#later(pauseMs(pace, this.#faults), () => {
      this.#resting = false;
      this.#pump();
    });
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }
}

function pauseMs({ firstPauseMs, longestPauseMs }: QueuePace, failures: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 20));
}
