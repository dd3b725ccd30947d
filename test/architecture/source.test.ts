import { describe, expect, it } from 'vitest';
import { sources, textOf } from '../support/sources.js';
import { faultsOf } from '../support/syntax.js';

/** `process` belongs to the file that binds the command to it. */
const BINDS_PROCESS = 'src/cli/main.ts';

/** Where the clock and randomness come in; everything else is handed them. */
const AMBIENT: readonly (readonly [path: string, reason: string])[] = [
  ['src/cli/main.ts', 'binds the command to the process, its clock included'],
  ['src/engine/ambient.ts', 'what a caller of check() gets who passes neither'],
  ['src/lab/ambient.ts', 'what a lab gets whose caller passes neither'],
];

function allowed(path: string, rule: string): boolean {
  if (path === BINDS_PROCESS) return ['no-process', 'no-work-at-import', 'no-ambient-clock'].includes(rule);
  return rule === 'no-ambient-clock' && AMBIENT.some(([file]) => file === path);
}

describe('every source', () => {
  it('keeps the rules of the house', () => {
    const faults = sources().flatMap((path) =>
      faultsOf(path, textOf(path))
        .filter(({ rule }) => !allowed(path, rule))
        .map(({ rule, line, text }) => `${path}:${line} ${rule}: ${text}`),
    );
    expect(faults).toEqual([]);
  });

  it('that may read the clock still does so', () => {
    const idle = AMBIENT.filter(
      ([path]) => !faultsOf(path, textOf(path)).some(({ rule }) => rule === 'no-ambient-clock'),
    );
    expect(idle).toEqual([]);
  });
});

describe('a planted violation is found', () => {
  it.each([
    ['no-default-export', 'export default 1;'],
    ['no-default-export', 'export default function f() {}'],
    ['no-default-export', 'const a = 1; export { a as default };'],
    ['no-export-star', "export * from './a.js';"],
    ['no-export-star', "export * as a from './a.js';"],
    ['no-process', 'export const a = () => process.env.HOME;'],
    ['no-process', 'export const a = () => globalThis.process;'],
    ['no-process', 'export const a = { b: process };'],
    ['no-work-at-import', 'start();'],
    ['no-work-at-import', 'if (true) { console.log(1); }'],
    ['no-work-at-import', "export const a = await import('./a.js');"],
    ['no-any', 'export const a: any = 1;'],
    ['no-any', 'export const a = b as any;'],
    ['no-non-null-assertion', 'export const a = b!;'],
    ['no-ambient-clock', 'export const a = () => Date.now();'],
    ['no-ambient-clock', 'export const a = () => new Date();'],
    ['no-ambient-clock', 'export const a = () => Math.random();'],
    ['no-ambient-clock', "import { randomBytes } from 'node:crypto';\nexport const a = () => randomBytes(4);"],
  ])('%s: %s', (rule, text) => {
    expect(faultsOf('planted.ts', text).map((fault) => fault.rule)).toContain(rule);
  });

  it.each([
    'export interface A { readonly process: string }',
    'export const a = (b: { process: number }) => b.process;',
    'export const a = { process: 1 };',
    'export const a = () => new Date(0);',
    'export async function a() { await b(); }',
    "export { a } from './a.js';",
  ])('nothing is found in: %s', (text) => {
    expect(faultsOf('planted.ts', text)).toEqual([]);
  });
});
