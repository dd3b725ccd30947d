/**
 * Whether the worlds would notice: each fault is planted in a copy of the sources, and the worlds must fail there and nowhere
 * else. The working tree is not touched. When a fault's text is gone, the code has moved: plant it where it went.
 */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLANTED_FAULTS, type PlantedFault } from './planted-faults.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What the worlds run needs. */
const FOLDERS = ['src', 'probes', 'test/worlds', 'test/support'];
const DEADLINE = 300_000;

let folder = '';
let built = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whichcert-planted-'));
  built = join(folder, 'sound');
  for (const from of FOLDERS) await transpileFolder(join(ROOT, from), built);
  await writeFile(join(built, 'package.json'), '{"type":"module"}');
  await symlink(join(ROOT, 'node_modules'), join(built, 'node_modules'));
}, DEADLINE);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('planted faults', () => {
  it('are at least twenty, in the diagnosis and in the selection model', () => {
    expect(PLANTED_FAULTS.length).toBeGreaterThanOrEqual(20);
    expect(new Set(PLANTED_FAULTS.map(({ file }) => file.split('/')[1]))).toEqual(new Set(['diagnosis', 'bindings']));
  });

  it('without one, nothing fails where they show', { timeout: DEADLINE }, async () => {
    const { code, output } = await runWorlds(built, ['expired-by-name', '', '60']);
    expect(code, output).toBe(0);
  });

  for (const [index, fault] of PLANTED_FAULTS.entries()) {
    it(`${fault.name}: the worlds fail`, { timeout: DEADLINE }, async () => {
      const copy = join(folder, `fault-${index}`);
      await cp(built, copy, { recursive: true, verbatimSymlinks: true });
      await plant(fault, copy);
      const { code, output } = await runWorlds(copy, [
        fault.shows,
        fault.focus?.source ?? '',
        fault.focus === undefined ? '3' : '1',
      ]);
      await rm(copy, { recursive: true, force: true });
      expect(code, output).toBe(1);
      expect(output).not.toMatch(/^(TypeError|ReferenceError|SyntaxError)/m);
    });
  }
});

async function plant({ file, find, put }: PlantedFault, copy: string): Promise<void> {
  const source = await readFile(join(ROOT, file), 'utf8');
  expect(source.split(find).length - 1, `${file} holds exactly once: ${find}`).toBe(1);
  await writeTranspiled(
    join(copy, file),
    source.replace(find, () => put),
  );
}

async function transpileFolder(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) continue;
    const path = join(entry.parentPath, entry.name);
    await writeTranspiled(join(to, relative(ROOT, path)), await readFile(path, 'utf8'));
  }
}

async function writeTranspiled(path: string, source: string): Promise<void> {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path.replace(/\.ts$/, '.js'), outputText);
}

function runWorlds(root: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'test/worlds/planted-run.js'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8');
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
