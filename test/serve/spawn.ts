/** `whichcert serve` as a process of its own: the compiled command, its log, its exit code. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { root } from '../support/sources.js';
import { eventually } from './support.js';

export interface SpawnedServe {
  /** `http://127.0.0.1:port`, out of the log. */
  readonly url: string;
  /** Lines of the log, parsed. */
  log(): readonly Readonly<Record<string, unknown>>[];
  signal(name: NodeJS.Signals): void;
  /** Exit code and signal. */
  readonly exited: Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>;
}

const MAIN = join(root, 'dist', 'src', 'cli', 'main.js');

/** Starts it on a port that the system gives; ready when it says that it listens. Killed, by its id, when the test ends. */
export async function spawnServe(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly listen?: string } = {},
): Promise<SpawnedServe> {
  const { child, stderr, exited } = start(['--listen', options.listen ?? '127.0.0.1:0', ...args], options.env ?? {});
  const log = (): readonly Readonly<Record<string, unknown>>[] =>
    stderr()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line));
  const listening = async () => {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${stderr()}`);
    return log().find(({ msg }) => msg === 'listening');
  };
  const said = await eventually(listening, (line) => line !== undefined);
  return { url: String(said?.url), log, signal: (name) => void child.kill(name), exited };
}

/** Starts it where it is to fail: everything on stderr, and the exit code. */
export async function failServe(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { stderr, exited } = start(args, env);
  const [code] = await exited;
  return { code, stderr: stderr() };
}

/** Starts it with its log going into a file. */
export function serveInto(path: string, args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [MAIN, 'serve', ...args], {
    stdio: ['ignore', 'ignore', openSync(path, 'w')],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function start(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [MAIN, 'serve', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const exited = once(child, 'close').then(
    () => [child.exitCode, child.signalCode] as readonly [number | null, NodeJS.Signals | null],
  );
  return { child, stderr: () => text, exited };
}
