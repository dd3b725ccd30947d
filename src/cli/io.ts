/**
 * Where text goes. Resolves when it is taken, also when the reader has gone: then `signal` ends the run. Rejects with UsageError
 * `bad-file` when it cannot be written for another reason: a full disk.
 */
export interface TextSink {
  write(text: string): Promise<void>;
}

/** A file that exists only once it is complete; a device or a pipe is written as it comes. */
export interface AtomicFile extends TextSink {
  /** Puts it in its place. */
  commit(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** Files as bytes. Paths are relative to the working directory. Throws UsageError `bad-file` for every fault. */
export interface Files {
  read(path: string): Promise<Uint8Array>;
  stream(path: string): AsyncIterable<Uint8Array>;
  /** The paths of the files of a folder, sorted; null when `path` is no folder. */
  list(path: string): Promise<readonly string[] | null>;
  writeAtomically(path: string): Promise<AtomicFile>;
  /** With the folders above it; nothing happens where it is there. */
  makeFolder(path: string): Promise<void>;
  /** What is written goes to the end of the file, at once, when it is committed. */
  append(path: string): Promise<AtomicFile>;
  /** A text that is otherwise once the file, or the list of a folder, has changed; null where there is none. */
  state(path: string): Promise<string | null>;
  /** In bytes; null where that is no regular file. */
  size(path: string): Promise<number | null>;
}

/** Everything that a command may touch: the command line is a function of its arguments and this. */
export interface CliIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly files: Files;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Which of the streams are terminals. */
  readonly terminal: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  /** Width of the terminal; null when there is none. */
  readonly columns: number | null;
  /** Asks on the terminal, without showing what is typed; null where there is none, or when it was given up. */
  readonly askSecretly: (question: string) => Promise<string | null>;
  /** Ends the run: what is known is reported. */
  readonly signal: AbortSignal;
  /** Calls back when the terminal hangs up or an operator asks for a reload (SIGHUP); gives what ends that. Absent: never. */
  readonly onHangup?: (listener: () => void) => () => void;
  /** The date and time. */
  readonly now: () => Date;
  /** Milliseconds that never go back. */
  readonly clock: () => number;
  /** `20.20.2`. */
  readonly nodeVersion: string;
}
