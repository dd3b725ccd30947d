import type { Measurement } from './measure.js';
import { TECHNIQUES } from './techniques.js';

export interface Results {
  readonly server: string;
  readonly rounds: number;
  readonly measured: ReadonlyMap<string, readonly Measurement[]>;
  readonly skipped: readonly string[];
}

/** The ratios, as Markdown tables. */
export function summarise(results: Results): string {
  const { server, rounds, skipped } = results;
  return [
    `CPU time against ${server} on loopback, medians of ${rounds}, Node ${process.version}`,
    '',
    ...table(results, ['a unit', 'a connection'], 'floor', (each) => each.connections > 0),
    '',
    ...table(results, ['a certificate'], 'own-reader', (each) => each.connections === 0),
    '',
    ...skipped.map((each) => `not measured: ${each}`),
  ].join('\n');
}

/** Each technique of a kind against one of them, which is 1. */
function table(
  { measured }: Results,
  columns: readonly string[],
  base: string,
  isOfKind: (each: Measurement) => boolean,
): readonly string[] {
  const rows = [...measured].filter(([, each]) => each.some(isOfKind));
  const [first] = rows;
  if (first === undefined) return [];
  const [baseId, baseRounds] = rows.find(([id]) => id === base) ?? first;
  const unit = median(baseRounds.map(perUnit));
  return [
    `| CPU time, against ${baseId} | ${columns.join(' | ')} |`,
    `| - |${' - |'.repeat(columns.length)}`,
    ...rows.map(([id, each]) => {
      const cells = [median(each.map(perUnit)), median(each.map(perConnection))].slice(0, columns.length);
      return `| ${TECHNIQUES[id]?.title ?? id} | ${cells.map((cell) => ratio(cell / unit)).join(' | ')} |`;
    }),
  ];
}

/** Whether memory grows with the list. Megabytes are the machine's and Node's; the ratio is ours. */
export function summariseMemory(few: Measurement, many: Measurement): string {
  const [start, end] = [few.peakMegabytes, many.peakMegabytes];
  return `peak memory of the lean check: ${start} MB for ${few.units} targets, ${ratio(end / start)} times that for ${many.units}`;
}

function perUnit({ micros, units }: Measurement): number {
  return micros / units;
}

function perConnection({ micros, connections }: Measurement): number {
  return micros / connections;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[sorted.length - 1 - middle], sorted[middle]];
  return (low + high) / 2;
}

function ratio(value: number): string {
  return value >= 20 ? value.toFixed(0) : value >= 2 ? value.toFixed(1) : value.toFixed(2);
}
