/** Global setup: `dist/` is what the tests of the compiled command run; it is built when a source is newer. */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** In dist/ itself, so that whoever deletes the one deletes the other. */
const BUILD_INFO = join(root, 'dist', '.tsbuildinfo');

function newest(folder: string): number {
  let latest = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) latest = Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return latest;
}

function builtAt(): number {
  try {
    return statSync(BUILD_INFO).mtimeMs;
  } catch {
    return 0;
  }
}

export function setup(): void {
  const source = Math.max(newest(join(root, 'src')), newest(join(root, 'probes')));
  if (builtAt() > source || process.env.WHICHCERT_NO_BUILD === '1') return;
  try {
    execFileSync('npm', ['run', '--silent', 'build'], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    // The compiler leaves the file alone where a newer source changed nothing.
    utimesSync(BUILD_INFO, new Date(), new Date());
  } catch {
    // The compiler has said why, and `npm run types` fails on it; what it could emit is tested all the same.
    console.warn('dist/ was built from sources that do not compile');
  }
}
