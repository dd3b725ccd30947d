import { escapePeerText } from '../../report/escape.js';
import { EMPTY_LIST, type WatchList } from '../watch-list.js';

export interface KeeperSettings {
  /** Reads the manifest. Throws UsageError for a broken one. */
  readonly load: () => Promise<WatchList>;
  readonly onLoaded: (list: WatchList) => void;
  readonly onBroken: (problem: string) => void;
}

/** Holds the manifest in use. A broken one on disk leaves it as it is, and is told. */
export class ManifestKeeper {
  readonly #settings: KeeperSettings;
  #list: WatchList = EMPTY_LIST;
  #problem: string | null = null;
  #loading: Promise<boolean> | null = null;
  #again = false;

  constructor(settings: KeeperSettings) {
    this.#settings = settings;
  }

  get list(): WatchList {
    return this.#list;
  }

  /** Why the manifest on disk is not in use; null: it is. Safe to show. */
  get problem(): string | null {
    return this.#problem;
  }

  /** The first time: a broken manifest is the caller's. Throws UsageError. */
  async begin(): Promise<void> {
    this.#use(await this.#settings.load());
  }

  /** Reads it again; asked while it is being read, once more after that. Never rejects: false for a broken one. */
  reload(): Promise<boolean> {
    if (this.#loading !== null) {
      this.#again = true;
      return this.#loading;
    }
    this.#loading = this.#reload().finally(() => {
      this.#loading = null;
      if (!this.#again) return;
      this.#again = false;
      void this.reload();
    });
    return this.#loading;
  }

  async #reload(): Promise<boolean> {
    try {
      this.#use(await this.#settings.load());
      return true;
    } catch (error) {
      this.#problem = escapePeerText(error instanceof Error ? error.message : String(error));
      this.#settings.onBroken(this.#problem);
      return false;
    }
  }

  #use(list: WatchList): void {
    this.#list = list;
    this.#problem = null;
    this.#settings.onLoaded(list);
  }
}
