/** Programs under test conditions: started by argv, ready when their ports answer, stopped by their id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Ready when each of these accepts a connection. */
  readonly ports: readonly { readonly address: string; readonly port: number }[];
}

export interface RunningServer {
  readonly pid: number;
  /** stdout and stderr so far. */
  output(): string;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 5_000;

const running = new Set<number>();
let bound = false;

/** Whatever ends this process, its servers end with it. */
function endWithThisProcess(pid: number): void {
  if (!bound) {
    bound = true;
    const endAll = (): void => {
      for (const left of running) signalGroup(left, 'SIGKILL');
    };
    process.once('exit', endAll);
    // A signal that nobody else listens to ends this process without that event.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.once(signal, () => {
        if (process.listenerCount(signal) > 0) return;
        endAll();
        process.kill(process.pid, signal);
      });
    }
  }
  running.add(pid);
}

/** Starts a server in the foreground, in a process group of its own, and waits until its ports answer. */
export async function startServer(command: ServerCommand): Promise<RunningServer> {
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    env: { ...process.env, ...command.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-65_536);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const failed = once(child, 'error').then(([error]) => error);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command.program} did not start: ${String(await failed)}`);
  endWithThisProcess(pid);
  const stop = async (): Promise<void> => {
    await stopGroup(child, pid);
    running.delete(pid);
  };
  try {
    await Promise.all(command.ports.map(({ address, port }) => ready(child, address, port)));
  } catch (error) {
    await stop();
    throw new Error(`${command.program} ${command.args.join(' ')}: ${String(error)}\n${output}`);
  }
  return { pid, output: () => output, stop };
}

async function ready(child: ChildProcess, address: string, port: number): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await accepts(address, port))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`ended with ${child.exitCode ?? child.signalCode}`);
    if (Date.now() > deadline) throw new Error(`${address}:${port} does not answer`);
    await delay(10);
  }
}

/** Whether something accepts connections there. */
export function accepts(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function stopGroup(child: ChildProcess, pid: number): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    signalGroup(pid, 'SIGTERM');
    const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), STOPPED_WITHIN_MS);
    await ended;
    clearTimeout(timer);
  }
  // Workers that outlived their parent.
  signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // the group is gone
  }
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, without input unless given. Never throws for its exit code. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: {
    readonly input?: string;
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly timeoutMs?: number;
  } = {},
): Promise<Finished> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: options.timeoutMs ?? 30_000,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, stdout, stderr };
}
