#!/usr/bin/env node
import { basename } from 'node:path';
import { askSecretly } from './ask-secretly.js';
import type { CliIo } from './io.js';
import { fileError, nodeFiles } from './node-files.js';
import { run } from './run.js';

/** Loaded when it is called by that name. */
async function runPlugin(argv: readonly string[], io: CliIo): Promise<number> {
  return (await import('./plugin.js')).runPlugin(argv, io);
}

const controller = new AbortController();

/** Writes and waits until the system took it. A reader that has gone ends the run quietly; a full disk is told once. */
function sink(stream: NodeJS.WriteStream, name: string): { write(text: string): Promise<void> } {
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    gone = true;
    if (isReaderGone(error)) controller.abort();
  });
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        if (gone || text === '') return resolve();
        stream.write(text, (error) => {
          if (error == null || isReaderGone(error)) resolve();
          else reject(fileError(name, 'written', error));
        });
      }),
  };
}

function isReaderGone(error: NodeJS.ErrnoException): boolean {
  return ['EPIPE', 'ECONNRESET', 'EOF', 'ERR_STREAM_DESTROYED'].includes(error.code ?? '');
}

async function* bytes(stream: NodeJS.ReadStream): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    if (chunk instanceof Uint8Array) yield chunk;
  }
}

// Once: a second Ctrl-C, with what is known being written, ends the process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());

/** Under the plugin's name this is the plugin. */
const isPlugin = /^check[_-]whichcert(?:\.js)?$/.test(basename(process.argv[1] ?? ''));

const stderr = sink(process.stderr, 'stderr');
const code = await (isPlugin ? runPlugin : run)(process.argv.slice(2), {
  stdin: bytes(process.stdin),
  stdout: sink(process.stdout, 'stdout'),
  stderr,
  files: nodeFiles(process.cwd()),
  env: process.env,
  terminal: {
    stdin: process.stdin.isTTY === true,
    stdout: process.stdout.isTTY === true,
    stderr: process.stderr.isTTY === true,
  },
  columns: process.stdout.columns ?? null,
  askSecretly: (question) =>
    process.stdin.isTTY ? askSecretly(question, process.stdin, stderr.write, controller.signal) : Promise.resolve(null),
  signal: controller.signal,
  onHangup: (listener) => {
    process.on('SIGHUP', listener);
    return () => process.off('SIGHUP', listener);
  },
  now: () => new Date(),
  clock: () => performance.now(),
  nodeVersion: process.versions.node,
});
process.exit(code);
