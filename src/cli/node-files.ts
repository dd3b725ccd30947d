import { createReadStream } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../errors.js';
import type { AtomicFile, Files } from './io.js';

/** Files of this machine, relative to `folder`. */
export function nodeFiles(folder: string): Files {
  return {
    read: (path) => guarded(path, 'read', () => readFile(resolve(folder, path))),
    stream: (path) => streamFile(resolve(folder, path), path),
    list: (path) => guarded(path, 'read', () => listFolder(resolve(folder, path), path)),
    writeAtomically: (path) => guarded(path, 'written', () => atomicFile(resolve(folder, path), path)),
  };
}

async function* streamFile(path: string, said: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path)) {
      if (chunk instanceof Uint8Array) yield chunk;
    }
  } catch (error) {
    throw fileError(said, 'read', error);
  }
}

async function listFolder(path: string, said: string): Promise<readonly string[] | null> {
  if (!(await stat(path)).isDirectory()) return null;
  const entries = await readdir(path, { withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'));
  return files.map((entry) => join(said, entry.name)).sort();
}

/** Written beside its place and renamed: a reader sees the old file or the whole new one. */
async function atomicFile(path: string, said: string): Promise<AtomicFile> {
  const folder = await mkdtemp(join(dirname(path), '.whichcert-'));
  const temporary = join(folder, basename(path));
  const clear = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const handle = await open(temporary, 'wx', 0o644).catch(async (error: unknown) => {
    await clear();
    throw error;
  });
  return {
    write: (text) => guarded(said, 'written', async () => void (await handle.write(text))),
    commit: () =>
      guarded(said, 'written', async () => {
        await handle.sync();
        await handle.close();
        await rename(temporary, path);
        await clear();
      }),
    discard: async () => {
      await handle.close().catch(() => undefined);
      await clear();
    },
  };
}

async function guarded<T>(path: string, verb: 'read' | 'written', work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileError(path, verb, error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open',
  EBUSY: 'it is in use',
};

function fileError(path: string, verb: 'read' | 'written', error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UsageError || !('code' in error)) return error;
  const reason = REASONS[String(error.code)] ?? String(error.code);
  return new UsageError('bad-file', `${path} cannot be ${verb}: ${reason}`);
}
