import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
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
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  const handle = await open(temporary, 'wx', 0o644);
  let open_ = true;
  const close = async (): Promise<void> => {
    if (open_) await handle.close();
    open_ = false;
  };
  return {
    write: (text) => guarded(said, 'written', async () => void (await handle.write(text))),
    commit: () =>
      guarded(said, 'written', async () => {
        await handle.sync();
        await close();
        await rename(temporary, path);
      }),
    discard: async () => {
      await close();
      await unlink(temporary).catch(() => undefined);
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
