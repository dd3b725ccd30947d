/** The project's own files, for the tests that read them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The repository's folder. */
export const root = join(import.meta.dirname, '..', '..');

/** Files below folders of the repository, as `src/tls/reader.ts`, sorted. */
export function filesBelow(...folders: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** What is compiled and published: `src` and `probes`. */
export function sources(): readonly string[] {
  return filesBelow('src', 'probes').filter((path) => path.endsWith('.ts'));
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
