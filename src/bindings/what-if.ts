import type { BindingRow, MachineExport, PredictedChange, Prediction } from '../model/bindings.js';
import { type PredictionOptions, predict } from './predict.js';

/** A planned change of the table: `--with` sets rows, `--without` removes them. */
export interface PlannedChange {
  readonly add: readonly BindingRow[];
  /** Rows by their key; the rest of them does not matter. */
  readonly remove: readonly BindingRow[];
}

/** The machine as it would be. */
export function withChange(machine: MachineExport, { add, remove }: PlannedChange): MachineExport {
  const kept = machine.rows.filter((row) => ![...add, ...remove].some((each) => isSameKey(each, row)));
  return { ...machine, rows: [...kept, ...add] };
}

/** Rows that `--without` names and the export does not have. */
export function notFound(machine: MachineExport, { remove }: PlannedChange): readonly BindingRow[] {
  return remove.filter((each) => !machine.rows.some((row) => isSameKey(each, row)));
}

/** Which names change their certificate. Rows are counted in their own table: `before` in the old one, `after` in the new. */
export function whatIf(
  machine: MachineExport,
  change: PlannedChange,
  options: PredictionOptions,
): readonly PredictedChange[] {
  const changed = withChange(machine, change);
  // Names that only one of the two tables has are asked of both.
  const hosts = [...options.hosts, ...[...machine.rows, ...changed.rows].flatMap(hostOf)];
  const addresses =
    options.addresses.length > 0
      ? options.addresses
      : [...new Set([...machine.rows, ...changed.rows].flatMap(({ address }) => address ?? ['0.0.0.0']))];
  const before = predict(machine, { ...options, hosts, addresses });
  const after = new Map(predict(changed, { ...options, hosts, addresses }).map((each) => [keyOf(each), each]));
  return before.flatMap((each) => {
    const now = after.get(keyOf(each));
    return now === undefined || isSameAnswer(each, now) ? [] : [{ before: each, after: now }];
  });
}

function hostOf({ host, port }: BindingRow): readonly string[] {
  return host === null || host.startsWith('*') ? [] : [`${host}:${port}`];
}

function keyOf({ host, address, port, question }: Prediction): string {
  return `${host} ${address} ${port} ${question}`;
}

function isSameAnswer(a: Prediction, b: Prediction): boolean {
  return (
    a.outcome === b.outcome &&
    a.thumbprint === b.thumbprint &&
    (a.thumbprint !== null || a.outcome !== 'served' || a.row === b.row)
  );
}

function isSameKey(a: BindingRow, b: BindingRow): boolean {
  return a.kind === b.kind && a.address === b.address && a.host === b.host && a.port === b.port;
}
