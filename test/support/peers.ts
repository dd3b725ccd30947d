/**
 * Tests against real servers. Where a program is not installed they are skipped and named, except under
 * `WHICHCERT_REQUIRE_PEERS=1`, which makes every skip a failure (see skip-reporter.ts).
 */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { describe } from 'vitest';

/** Debian's daemons stand in folders that a user's PATH lacks. */
const EXTRA_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/sbin', ...postgresFolders()];

function postgresFolders(): readonly string[] {
  try {
    return readdirSync('/usr/lib/postgresql').map((version) => join('/usr/lib/postgresql', version, 'bin'));
  } catch {
    return [];
  }
}

/** The full path of an installed program (or of a file that is named by its full path), or null. */
export function findProgram(name: string): string | null {
  if (isAbsolute(name)) return existsSync(name) ? name : null;
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...EXTRA_FOLDERS]) {
    try {
      const path = join(folder, name);
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not in this folder
    }
  }
  return null;
}

/** The full path of a program that {@link describePeer} has found. */
export function program(name: string): string {
  const path = findProgram(name);
  if (path === null) throw new Error(`${name} is not installed`);
  return path;
}

/** A describe block that needs real programs. */
export function describePeer(title: string, programs: readonly string[], body: () => void): void {
  const absent = programs.filter((name) => findProgram(name) === null);
  if (absent.length === 0) describe(title, body);
  else describe.skip(`${title} [not installed: ${absent.join(', ')}]`, body);
}
