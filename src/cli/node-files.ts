import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
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
    makeFolder: (path) =>
      guarded(path, 'written', async () => {
        await mkdir(resolve(folder, path), { recursive: true });
      }),
    append: (path) => guarded(path, 'written', () => appendedFile(resolve(folder, path), path)),
    state: (path) => stateOf(resolve(folder, path)),
    size: (path) => guarded(path, 'read', () => sizeOf(resolve(folder, path))),
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

/** Written beside its place and renamed: a reader sees the old file or the whole new one. A link's target is replaced, not the link. */
async function atomicFile(path: string, said: string): Promise<AtomicFile> {
  const place = await realpath(path).catch(() => path);
  const existing = await stat(place).catch(() => null);
  if (existing !== null && !existing.isFile()) return directFile(place, said);
  const folder = await mkdtemp(join(dirname(place), '.whichcert-'));
  const temporary = join(folder, basename(place));
  const clear = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const handle = await open(temporary, 'wx', 0o644).catch(async (error: unknown) => {
    await clear();
    throw error;
  });
  return {
    write: (text) => guarded(said, 'written', () => handle.appendFile(text)),
    commit: () =>
      guarded(said, 'written', async () => {
        await handle.sync();
        await handle.close();
        await rename(temporary, place);
        await clear();
      }),
    discard: async () => {
      await handle.close().catch(() => undefined);
      await clear();
    },
  };
}

/** `/dev/stdout`, a named pipe: there is nothing to rename, and a device must stay one. */
async function directFile(path: string, said: string): Promise<AtomicFile> {
  const handle = await open(path, 'w');
  return {
    write: (text) => guarded(said, 'written', () => handle.appendFile(text)),
    commit: () => guarded(said, 'written', () => handle.close()),
    discard: () => handle.close().catch(() => undefined),
  };
}

/** Held until it is whole: others may append to the same file. */
async function appendedFile(path: string, said: string): Promise<AtomicFile> {
  const handle = await open(path, 'a');
  let text = '';
  return {
    write: async (more) => {
      text += more;
    },
    commit: () =>
      guarded(said, 'written', async () => {
        await handle.appendFile(text);
        await handle.close();
      }),
    discard: () => handle.close().catch(() => undefined),
  };
}

async function stateOf(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : `${found.dev} ${found.ino} ${found.size} ${found.mtimeMs}`;
}

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path);
  return found.isFile() ? found.size : null;
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
  EEXIST: 'a file of that name is there',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'the file would be too large',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open',
  EBUSY: 'it is in use',
};

/** A fault of the system as one of the caller's, with a reason in words; anything else as it is. */
export function fileError(path: string, verb: 'read' | 'written', error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UsageError || !('code' in error)) return error;
  const reason = REASONS[String(error.code)] ?? String(error.code);
  return new UsageError('bad-file', `${path} cannot be ${verb}: ${reason}`);
}
