import type { MachineExport } from '../model/bindings.js';
import type { HttpSysSystem } from './http-sys-table.js';

const BY_WORD: ReadonlyMap<string, HttpSysSystem> = new Map([
  ['2008r2', '2008r2'],
  ['2008', '2008r2'],
  ['2012', '2012'],
  ['2012r2', '2012'],
  ['2016', '2016+'],
  ['2016+', '2016+'],
  ['2019', '2016+'],
  ['2022', '2016+'],
  ['2025', '2016+'],
]);

/** The words that `--os` takes. */
export const SYSTEM_WORDS: readonly string[] = [...BY_WORD.keys()];

/** `2008r2`, `2012r2`, `2019` …; null for anything else. */
export function parseSystem(word: string): HttpSysSystem | null {
  return BY_WORD.get(word.toLowerCase().replace(/[\s-]/g, '')) ?? null;
}

/** What the export says of its Windows; without a word, a current one. Version numbers: 6.1 is 2008 R2, 6.2 and 6.3 are 2012. */
export function systemOf({ systemVersion }: MachineExport): HttpSysSystem {
  const [major, minor] = (systemVersion ?? '').split('.').map(Number);
  if (major === 6 && minor !== undefined && minor <= 1) return '2008r2';
  return major === 6 ? '2012' : '2016+';
}

/** For reports. */
export function systemTitle(system: HttpSysSystem): string {
  if (system === '2008r2') return 'Windows Server 2008 R2';
  return system === '2012' ? 'Windows Server 2012 or 2012 R2' : 'Windows Server 2016 or later';
}
