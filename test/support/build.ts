/** Global setup: `dist/` is what the tests of the compiled command run; it is built when a source is newer. */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

function newest(folder: string): number {
  let latest = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) latest = Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return latest;
}

function builtAt(): number {
  try {
    return statSync(join(root, 'dist', 'src', 'errors.js')).mtimeMs;
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
  } catch {
    // The compiler has said why, and `npm run types` fails on it; what it could emit is tested all the same.
    console.warn('dist/ was built from sources that do not compile');
  }
}
