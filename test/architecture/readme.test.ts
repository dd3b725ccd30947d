import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { probes } from '../../probes/index.js';
import { CAUSES, CERTAINTIES } from '../../src/model/diagnosis.js';
import { STARTTLS_PROTOCOLS } from '../../src/model/target.js';
import { probeTable } from '../support/probe-table.js';
import { runProgram } from '../support/process.js';
import { root, textOf } from '../support/sources.js';

const readme = textOf('README.md');

function between(name: string): string {
  const [, rest = ''] = readme.split(`<!-- ${name} -->`);
  return (rest.split(`<!-- /${name} -->`)[0] ?? '').trim();
}

/** Dates, ages, times and fingerprints differ from run to run. */
function timeless(line: string): string {
  return line
    .replaceAll(/\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?/g, 'DATE')
    .replaceAll(/\((in )?\d+ days( ago)?\)/g, '(DAYS)')
    .replaceAll(/\d+ days/g, 'DAYS')
    .replaceAll(/[0-9a-f]{16,}/g, 'HEX')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

describe('the README', () => {
  it('shows the table of questions that the probes make', () => {
    expect(between('probes')).toBe(probeTable(probes));
  });

  it('lists every cause, in the order of the design, and every certainty', () => {
    const rows = [...readme.matchAll(/^\| `([a-z-]+)` \| [^|]+ \|$/gm)].map(([, word]) => word);
    expect(rows).toEqual([...CAUSES, ...CERTAINTIES]);
  });

  it('names every STARTTLS protocol', () => {
    for (const protocol of STARTTLS_PROTOCOLS) expect(readme).toContain(`\`${protocol}\``);
  });

  it('leads to files and chapters that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    const chapters = [...readme.matchAll(/^##? (.+)$/gm)].map(
      ([, title = '']) =>
        `#${title
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-')}`,
    );
    const dead = links.filter((link) =>
      link.startsWith('#') ? !chapters.includes(link) : !existsSync(join(root, link)),
    );
    expect(dead).toEqual([]);
  });

  it('shows what the demo prints', async () => {
    const shown = between('demo')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('```') && line.trim() !== '…')
      .map(timeless);
    expect(shown.length).toBeGreaterThan(15);
    const main = join(root, 'dist', 'src', 'cli', 'main.js');
    const { code, stdout } = await runProgram(process.execPath, [main, 'demo'], {
      timeoutMs: 60_000,
      env: { COLUMNS: '120' },
    });
    expect(code).toBe(0);
    const printed = stdout.split('\n').map(timeless);
    let at = 0;
    for (const line of shown) {
      const found = printed.indexOf(line, at);
      expect(found, `the demo does not print (any more, or in this order): ${line}`).toBeGreaterThanOrEqual(0);
      at = found + 1;
    }
  });
});
