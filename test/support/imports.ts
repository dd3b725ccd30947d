/** Which sources a test reaches, by following imports as they are written. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { root, textOf } from './sources.js';

const IMPORT = /(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)'(\.{1,2}\/[^']+)'/gm;
const known = new Map<string, readonly string[]>();

function importsOf(path: string): readonly string[] {
  const kept = known.get(path);
  if (kept !== undefined) return kept;
  const found = [...textOf(path).matchAll(IMPORT)].map(([, to = '']) =>
    join(dirname(path), to).replace(/\.js$/, '.ts'),
  );
  // A test may quote an import that leads nowhere.
  const sources = found.filter((to) => to.endsWith('.ts') && existsSync(join(root, to)));
  known.set(path, sources);
  return sources;
}

/** Everything that the files import, directly or not; the files themselves included. */
export function reachedFrom(files: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>(files);
  const queue = [...files];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const to of importsOf(path)) {
      if (seen.has(to)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return seen;
}
