/** Servers that tests and benches start must not outlive them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../serve/support.js';
import { textOf } from './sources.js';
import { testFolder } from './temp.js';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe.skipIf(process.platform === 'win32')('a server that was started', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('ends with the process that started it, by %s', async (signal) => {
    const folder = await testFolder('process');
    const compiled = ts.transpileModule(textOf('test/support/process.ts'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    await writeFile(join(folder, 'process.mjs'), compiled.outputText);
    const script = [
      "import { startServer } from './process.mjs';",
      "import { writeFileSync } from 'node:fs';",
      "const { pid } = await startServer({ program: process.execPath, args: ['-e', 'setInterval(() => 0, 1e6)'], ports: [] });",
      "writeFileSync(new URL('pid', import.meta.url), String(pid));",
      'setInterval(() => 0, 1e6);',
    ];
    await writeFile(join(folder, 'main.mjs'), script.join('\n'));
    const child = spawn(process.execPath, [join(folder, 'main.mjs')], { stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    const exited = once(child, 'exit');
    const text = await eventually(
      () => readFile(join(folder, 'pid'), 'utf8').catch(() => ''),
      (pid) => pid !== '',
    );
    const pid = Number(text);
    onTestFinished(() => {
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    });
    expect(isAlive(pid)).toBe(true);
    child.kill(signal);
    expect(await exited).toEqual([null, signal]);
    await eventually(
      () => Promise.resolve(isAlive(pid)),
      (alive) => !alive,
      10_000,
    );
  });
});
