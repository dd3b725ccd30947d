/**
 * Where reports wait for their reader: as they come, or in the input's order. Reading ends when it was closed and
 * everything was read.
 */
export class Outlet<Item> {
  readonly #ordered: boolean;
  readonly #ready: Item[] = [];
  readonly #early = new Map<number, Item>();
  #next = 0;
  #closed = false;
  #failure: { readonly error: unknown } | null = null;
  #wake: (() => void) | null = null;

  constructor(ordered: boolean) {
    this.#ordered = ordered;
  }

  /** How many items could be read now. */
  get ready(): number {
    return this.#ready.length;
  }

  /** @param index its place in the input; every place is put once */
  put(index: number, item: Item): void {
    if (this.#ordered) {
      this.#early.set(index, item);
      for (let next = this.#early.get(this.#next); next !== undefined; next = this.#early.get(this.#next)) {
        this.#early.delete(this.#next);
        this.#next += 1;
        this.#ready.push(next);
      }
    } else this.#ready.push(item);
    this.#wake?.();
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  /** What is ready is still read; then reading throws `error`. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.close();
  }

  /** @param onRead called after each item was taken */
  async *read(onRead: () => void): AsyncGenerator<Item> {
    for (;;) {
      // A batch, because shifting a long array for every item is quadratic.
      const batch = this.#ready.splice(0);
      for (const item of batch) yield item;
      if (batch.length > 0) onRead();
      if (this.#ready.length > 0) continue;
      if (this.#failure !== null) throw this.#failure.error;
      if (this.#closed) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }
}
