#!/usr/bin/env node
import { nodeFiles } from './node-files.js';
import { run } from './run.js';

const controller = new AbortController();

/** Writes and waits until the system took it. A reader that has gone ends the run quietly. */
function sink(stream: NodeJS.WriteStream): { write(text: string): Promise<void> } {
  let gone = false;
  stream.on('error', () => {
    gone = true;
    controller.abort();
  });
  return {
    write: (text) =>
      new Promise((resolve) => {
        if (gone || text === '') resolve();
        else stream.write(text, () => resolve());
      }),
  };
}

async function* bytes(stream: NodeJS.ReadStream): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    if (chunk instanceof Uint8Array) yield chunk;
  }
}

// Once: a second Ctrl-C, with what is known being written, ends the process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());

const code = await run(process.argv.slice(2), {
  stdin: bytes(process.stdin),
  stdout: sink(process.stdout),
  stderr: sink(process.stderr),
  files: nodeFiles(process.cwd()),
  env: process.env,
  terminal: {
    stdin: process.stdin.isTTY === true,
    stdout: process.stdout.isTTY === true,
    stderr: process.stderr.isTTY === true,
  },
  columns: process.stdout.columns ?? null,
  signal: controller.signal,
  now: () => new Date(),
  clock: () => performance.now(),
  nodeVersion: process.versions.node,
});
process.exit(code);
