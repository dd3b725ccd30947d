import type { Probe } from '../../src/model/question.js';

/** The README's table of what is asked, generated from the probes themselves. */
export function probeTable(probes: readonly Probe[]): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = probes.map(({ id, asks, change, round, citation }) => [`\`${id}\``, asks, change, round, citation]);
  const lines = [
    ['question', 'asks', 'the one change to the control hello', 'when', 'source'],
    ['-', '-', '-', '-', '-'],
    ...rows,
  ];
  return lines.map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
}
