import { open, readFile, rename, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { escapeJson } from '../../report/escape.js';
import { makeFolder } from './make-folder.js';

export interface JournalSettings {
  readonly folder: string;
  /** Told of every write that failed, and why. */
  readonly onFailure: (code: string) => void;
  /** Everything that is known, for a fresh file. */
  readonly snapshot: () => Iterable<unknown>;
  /** The file is written afresh when it is larger than this and has doubled. Bytes. */
  readonly compactAbove?: number;
}

/** What a journal held when it was opened. */
export interface Recovered {
  /** In the order in which they were written. */
  readonly entries: readonly unknown[];
  /** Lines that could not be read; a torn last line among them. */
  readonly lost: number;
}

const NAME = 'whichcert-state.jsonl';
const COMPACT_ABOVE = 16 * 1024 * 1024;
/** What waits while the disk is full: the oldest is dropped first, and the next compaction brings it back. */
const MOST_PENDING = 10_000;
const RETRY_AFTER_MS = 10_000;

/**
 * Entries as JSON lines, only ever appended, and written afresh now and then. A torn tail is cut when the file is
 * opened; while nothing can be written entries wait. Nothing here throws after `open`.
 */
export class Journal {
  readonly #settings: JournalSettings;
  readonly #path: string;
  #pending: string[] = [];
  #size: number;
  #compactedSize: number;
  #writing: Promise<void> = Promise.resolve();
  #torn = false;
  #retry: NodeJS.Timeout | null = null;

  private constructor(settings: JournalSettings, path: string, size: number) {
    this.#settings = settings;
    this.#path = path;
    this.#size = size;
    this.#compactedSize = size;
  }

  /** Reads what is there; makes the folder. Throws what the file system throws. */
  static async open(settings: JournalSettings): Promise<{ readonly journal: Journal; readonly recovered: Recovered }> {
    await makeFolder(settings.folder, 0o700);
    const path = join(settings.folder, NAME);
    const bytes = await readFile(path).catch((error: unknown) => {
      if (isCode(error, 'ENOENT')) return Buffer.alloc(0);
      throw error;
    });
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) await truncate(path, whole);
    const recovered = readEntries(bytes.subarray(0, whole), whole < bytes.length ? 1 : 0);
    return { journal: new Journal(settings, path, whole), recovered };
  }

  /** Writes an entry soon. */
  append(entry: unknown): void {
    this.#pending.push(`${escapeJson(JSON.stringify(entry))}\n`);
    if (this.#pending.length > MOST_PENDING) {
      this.#pending.shift();
      this.#settings.onFailure('dropped');
    }
    this.#schedule();
  }

  /** Everything is written, or has failed. */
  async close(): Promise<void> {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#schedule();
    await this.#writing;
  }

  /** How many entries wait to be written. */
  get pending(): number {
    return this.#pending.length;
  }

  #schedule(): void {
    this.#writing = this.#writing.then(() => this.#write());
  }

  async #write(): Promise<void> {
    if (this.#pending.length === 0) return;
    const lines = this.#pending;
    this.#pending = [];
    try {
      await this.#appendText(lines.join(''));
    } catch (error) {
      this.#pending = [...lines, ...this.#pending].slice(-MOST_PENDING);
      this.#settings.onFailure(codeOf(error));
      this.#retry ??= setTimeout(() => {
        this.#retry = null;
        this.#schedule();
      }, RETRY_AFTER_MS).unref();
      return;
    }
    const limit = Math.max(this.#settings.compactAbove ?? COMPACT_ABOVE, 2 * this.#compactedSize);
    if (this.#size <= limit) return;
    // Once at this size, whether or not it succeeds: the appended file is as good.
    this.#compactedSize = this.#size;
    await this.#compact().catch((error: unknown) => this.#settings.onFailure(codeOf(error)));
  }

  async #appendText(text: string): Promise<void> {
    const handle = await open(this.#path, 'a', 0o600);
    try {
      // What a full disk cut short must not run into what comes next.
      const bytes = Buffer.from(this.#torn ? `\n${text}` : text, 'utf8');
      this.#torn = true;
      await handle.appendFile(bytes);
      this.#torn = false;
      this.#size += bytes.length;
    } finally {
      await handle.close();
    }
  }

  async #compact(): Promise<void> {
    const fresh = `${this.#path}.new`;
    const handle = await open(fresh, 'w', 0o600);
    let size = 0;
    try {
      for (const entry of this.#settings.snapshot()) {
        const line = Buffer.from(`${escapeJson(JSON.stringify(entry))}\n`, 'utf8');
        await handle.appendFile(line);
        size += line.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, this.#path);
    this.#size = size;
    this.#compactedSize = size;
  }
}

function readEntries(bytes: Buffer, torn: number): Recovered {
  const entries: unknown[] = [];
  let lost = torn;
  for (const line of bytes.toString('utf8').split('\n')) {
    if (line === '') continue;
    try {
      entries.push(JSON.parse(line));
    } catch {
      lost += 1;
    }
  }
  return { entries, lost };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
}

function isCode(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}
