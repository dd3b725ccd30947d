import { UsageError } from '../errors.js';
import type { Manifest } from '../targets/manifest.js';
import type { CliIo } from './io.js';

/** A `-f` file, opened: a manifest as understood, or a list whose lines are still to come. */
export type OpenedList =
  | { readonly kind: 'manifest'; readonly path: string; readonly manifest: Manifest }
  | {
      readonly kind: 'list';
      readonly source: string;
      readonly chunks: AsyncIterable<Uint8Array>;
      readonly size: number | null;
    };

/**
 * Opens a `-f` file. A manifest is known by its name (`.yaml`, `.yml`, `.json`) or by how it begins, and is read whole, so
 * that a fault in it, or its going away, is known before anything is asked. Throws UsageError.
 */
export async function openList(path: string, io: Pick<CliIo, 'files' | 'stdin'>): Promise<OpenedList> {
  const { isManifestName, readManifest } = await import('../targets/manifest.js');
  const source = path === '-' ? 'stdin' : path;
  const size = path === '-' ? null : await io.files.size(path);
  const bytes = (path === '-' ? io.stdin : io.files.stream(path))[Symbol.asyncIterator]();
  const first = await bytes.next();
  const head = first.done === true ? new Uint8Array() : first.value;
  if (beginsAsReports(head)) {
    throw new UsageError(
      'bad-file',
      `${source} holds reports, not targets`,
      `whichcert render ${path} shows them in any format.`,
    );
  }
  if (isManifestName(path) || beginsAsManifest(head)) {
    const { textOf } = await import('../expectation/text.js');
    const text = textOf(await readAll(head, bytes));
    return { kind: 'manifest', path, manifest: await readManifest(text, source) };
  }
  return { kind: 'list', source, chunks: rest(head, bytes), size };
}

const MANIFEST_START =
  /^(?:\{|---(?:\s|$)|%YAML\s|(["']?)(?:\$schema|version|defaults|connectTo|samples|targets)\1\s*:(?:\s|$))/;

/** The first keys of a line that `--format jsonl` wrote; a manifest has neither. */
function beginsAsReports(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 256)).toString('utf8');
  return /^\uFEFF?\s*\{\s*"schemaVersion"\s*:/.test(text);
}

/** A target never begins so: no key of a manifest has its colon followed by a port. */
function beginsAsManifest(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 4096))
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const line = text.split(/\r\n|\n|\r/).find((each) => each.trim() !== '' && !each.trimStart().startsWith('#'));
  return line !== undefined && MANIFEST_START.test(line.trimStart());
}

async function readAll(head: Uint8Array, bytes: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const all = [head];
  for (let next = await bytes.next(); next.done !== true; next = await bytes.next()) all.push(next.value);
  return Buffer.concat(all);
}

async function* rest(head: Uint8Array, bytes: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield head;
    for (let next = await bytes.next(); next.done !== true; next = await bytes.next()) yield next.value;
  } finally {
    await bytes.return?.();
  }
}
