import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { program } from './peers.js';
import { runProgram } from './process.js';
import { testFolder } from './temp.js';

/**
 * What `openssl …` writes, of input files given by name: `@name` in an argument (or after a `file:`) stands for the file's
 * path. For a running test.
 */
export async function opensslFile(
  args: readonly string[],
  input: Readonly<Record<string, string | Uint8Array>>,
): Promise<Uint8Array> {
  const folder = await testFolder('openssl');
  for (const [name, content] of Object.entries(input)) await writeFile(join(folder, name), content);
  const named = args.map((arg) => arg.replace(/^(file:)?@/, (_, prefix = '') => `${prefix}${join(folder, '/')}`));
  const out = join(folder, 'out');
  const { stderr } = await runProgram(program('openssl'), [...named, '-out', out]);
  return readFile(out).catch(() => Promise.reject(new Error(stderr)));
}
