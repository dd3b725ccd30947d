const EVERY_MS = 1_000;

/**
 * Looks at files every second, by their times, sizes and places: links that are switched (as Kubernetes does with
 * mounted maps) and network folders are seen, which change events miss. Changed means: otherwise than last time, and
 * the same twice, so that half a file is not read.
 */
export class FileWatch {
  readonly #stateOf: (file: string) => Promise<string | null>;
  readonly #onChange: () => void;
  #files: readonly string[] = [];
  #seen: string | null = null;
  #changing: string | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** @param stateOf a text that is otherwise once the file has changed; null where there is none */
  constructor(stateOf: (file: string) => Promise<string | null>, onChange: () => void) {
    this.#stateOf = stateOf;
    this.#onChange = onChange;
  }

  /** Looks at these from now on. */
  async watch(files: readonly string[]): Promise<void> {
    this.#files = [...new Set(files)].sort();
    this.#seen = await this.#look();
    this.#changing = null;
    this.#timer ??= setInterval(() => void this.#tick(), EVERY_MS).unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  async #tick(): Promise<void> {
    const now = await this.#look();
    if (now === this.#seen) {
      this.#changing = null;
    } else if (now !== this.#changing) {
      this.#changing = now;
    } else {
      this.#seen = now;
      this.#changing = null;
      this.#onChange();
    }
  }

  async #look(): Promise<string> {
    const states = await Promise.all(this.#files.map(async (file) => (await this.#stateOf(file)) ?? 'gone'));
    return states.join('|');
  }
}
