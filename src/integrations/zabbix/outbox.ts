import type { TargetReport } from '../../model/report.js';
import type { OnResult, Outbox, Telling, WatchedByReceiver } from '../push.js';
import { ADDRESS_DISCOVERY, Discovery, TARGET_COUNT, TARGET_DISCOVERY } from './discovery.js';
import { type QueuePace, ZabbixQueue } from './queue.js';
import type { ZabbixPlace } from './sender.js';
import { valueGroups } from './values.js';

export interface ZabbixPace extends QueuePace {
  /** New addresses that come within this time are told together, in milliseconds. */
  readonly gatherMs: number;
  /** Discovery is repeated: for items that somebody deleted, and because only then does Zabbix delete what is lost. */
  readonly rediscoverMs: number;
  /** Between two signs of life, in milliseconds. */
  readonly aliveMs: number;
}

export interface ZabbixSettings {
  readonly place: ZabbixPlace;
  /** The host in Zabbix whose items these are. */
  readonly zabbixHost: string;
  readonly pace: ZabbixPace;
}

const COALESCE_MS = 50;

/** Tells Zabbix which targets and addresses there are, what each report says of them, and that whichcert is alive. */
export class ZabbixOutbox implements Outbox {
  readonly #settings: ZabbixSettings;
  readonly #queue: ZabbixQueue;
  readonly #discovery = new Discovery();
  /** Items that Zabbix was found not to have: their values stay here until discovery is repeated. */
  readonly #missing = new Set<string>();
  readonly #repeated: readonly NodeJS.Timeout[];
  #gathering: { readonly timer: NodeJS.Timeout; readonly complete: boolean } | null = null;
  #afterRefusal: NodeJS.Timeout | null = null;

  constructor(settings: ZabbixSettings, onResult: OnResult) {
    const { place, pace } = settings;
    this.#settings = settings;
    this.#queue = new ZabbixQueue({
      place,
      pace,
      onResult: (result, problem, count) => onResult(result, problem, count, null),
      onRefused: () => this.#refused(),
      onMissing: (keys) => {
        for (const key of keys) this.#missing.add(key);
      },
    });
    this.#repeated = [
      setInterval(() => this.#tellAlive(), pace.aliveMs),
      setInterval(() => {
        this.#missing.clear();
        this.#tellDiscovery();
      }, pace.rediscoverMs),
    ];
  }

  watch(targets: readonly WatchedByReceiver[]): void {
    this.#discovery.watch(targets);
    this.#gather();
    this.#tellAlive();
  }

  report(id: string, report: TargetReport, telling: Telling | null): void {
    if (this.#discovery.see(id, report)) this.#gather();
    if (telling === null) return;
    // From here on it is the queue's, which keeps the order.
    telling.ended(true);
    for (const { of, values } of valueGroups(id, report, this.#settings.zabbixHost)) {
      const known = values.filter(({ key }) => !this.#missing.has(key));
      if (known.length > 0) this.#queue.post(`of ${of.join(' ')}`, known);
    }
  }

  async stop(): Promise<void> {
    for (const timer of this.#repeated) clearInterval(timer);
    if (this.#gathering !== null) clearTimeout(this.#gathering.timer);
    if (this.#afterRefusal !== null) clearTimeout(this.#afterRefusal);
    await this.#queue.stop();
  }

  /** Tells the discovery soon: at once where every target has been seen, for until then each report may change it. */
  #gather(): void {
    const { complete } = this.#discovery;
    if (this.#gathering !== null) {
      if (this.#gathering.complete || !complete) return;
      clearTimeout(this.#gathering.timer);
    }
    const timer = setTimeout(
      () => {
        this.#gathering = null;
        this.#tellDiscovery();
      },
      complete ? COALESCE_MS : this.#settings.pace.gatherMs,
    );
    this.#gathering = { timer, complete };
  }

  /** Perhaps the items are not there because the discovery came to nothing: once more, not oftener than refusals come. */
  #refused(): void {
    if (this.#afterRefusal !== null) return;
    this.#afterRefusal = setTimeout(() => {
      this.#afterRefusal = null;
      this.#gather();
    }, this.#settings.pace.longestPauseMs);
  }

  #tellDiscovery(): void {
    this.#tell(TARGET_DISCOVERY, this.#discovery.targets());
    this.#tell(ADDRESS_DISCOVERY, this.#discovery.addresses());
  }

  #tellAlive(): void {
    this.#tell(TARGET_COUNT, String(this.#discovery.size));
  }

  #tell(key: string, value: string): void {
    this.#queue.replace(key, [{ host: this.#settings.zabbixHost, key, value }]);
  }
}
