import type { CliIo } from '../../src/cli/io.js';
import { nodeFiles } from '../../src/cli/node-files.js';
import { run } from '../../src/cli/run.js';

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliSurroundings {
  /** The working directory. */
  readonly folder: string;
  readonly stdin?: string | Uint8Array | AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
  /** Columns of the terminal that stdout and stderr are; none otherwise. */
  readonly terminal?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed at a terminal when a password is asked for; nobody is there otherwise. */
  readonly askSecretly?: (question: string) => Promise<string | null>;
  /** The date; now otherwise. */
  readonly now?: () => Date;
  /** Told of every piece of stderr as it comes. */
  readonly onStderr?: (text: string) => void;
  /** Told of every piece of stdout as it comes. */
  readonly onStdout?: (text: string) => void;
}

/** The command line as a function: real files and sockets, everything else in memory. */
export async function runCli(
  argv: readonly string[],
  surroundings: CliSurroundings,
  program: typeof run = run,
): Promise<CliResult> {
  let stdout = '';
  let stderr = '';
  const terminal = surroundings.terminal !== undefined;
  const io: CliIo = {
    stdin: bytesOf(surroundings.stdin ?? ''),
    stdout: {
      write: async (text) => {
        stdout += text;
        surroundings.onStdout?.(text);
      },
    },
    stderr: {
      write: async (text) => {
        stderr += text;
        surroundings.onStderr?.(text);
      },
    },
    files: nodeFiles(surroundings.folder),
    env: surroundings.env ?? {},
    terminal: { stdin: false, stdout: terminal, stderr: terminal },
    columns: surroundings.terminal ?? null,
    askSecretly: surroundings.askSecretly ?? (async () => null),
    signal: surroundings.signal ?? new AbortController().signal,
    now: surroundings.now ?? (() => new Date()),
    clock: () => performance.now(),
    nodeVersion: process.versions.node,
  };
  const code = await program(argv, io);
  return { code, stdout, stderr };
}

async function* bytesOf(content: string | Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (typeof content !== 'string' && !(content instanceof Uint8Array)) yield* content;
  else if (content.length > 0) yield Buffer.from(content);
}
