import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/process.js';
import { root, sources, textOf } from '../support/sources.js';

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest: Manifest = JSON.parse(textOf('package.json'));
const main = join(root, 'dist', 'src', 'cli', 'main.js');

describe('what is published', () => {
  it('is the compiled sources, the licence and the texts, and nothing else', async () => {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { stdout } = await runProgram(npm, ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
    const [packed]: { readonly files: readonly { readonly path: string }[] }[] = JSON.parse(stdout);
    const paths = (packed?.files ?? []).map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md']),
    );
    expect(paths).toContain('dist/schema/report.schema.json');
    expect(paths).toContain('dist/schema/manifest.schema.json');
    const compiled = sources().map((path) => `dist/${path.replace(/\.ts$/, '.js')}`);
    expect(compiled.filter((path) => !paths.includes(path))).toEqual([]);
    const strays = paths.filter(
      (path) =>
        !/^(dist\/(src|probes|schema)\/.*|package\.json|README\.md|LICENSE|CHANGELOG\.md|SECURITY\.md)$/.test(path),
    );
    expect(strays).toEqual([]);
  });

  it('pins what it needs exactly', () => {
    const loose = Object.entries(manifest.dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  });
});

describe('the compiled command', () => {
  it('says its version', async () => {
    const { code, stdout, stderr } = await runProgram(process.execPath, [main, '--version']);
    expect({ code, stdout: stdout.trim(), stderr }).toEqual({
      code: 0,
      stdout: `whichcert ${manifest.version}`,
      stderr: '',
    });
  });

  it('helps', async () => {
    const { code, stdout, stderr } = await runProgram(process.execPath, [main, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Usage: whichcert');
    expect(stdout).toContain('Exit code');
  });

  it('is what package.json says to run, and begins as a program', () => {
    expect(existsSync(main)).toBe(true);
    expect(textOf('dist/src/cli/main.js').startsWith('#!/usr/bin/env node\n')).toBe(true);
  });

  it('can be imported as a library without doing anything', async () => {
    const script = 'const all = await import(process.argv[1]); console.log(Object.keys(all).sort().join(" "));';
    const library = join(root, 'dist', 'src', 'index.js');
    const { stdout, stderr } = await runProgram(process.execPath, ['--input-type=module', '-e', script, library]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/\bUsageError\b.*\bcheck\b.*\bprobes\b/);
  });
});
