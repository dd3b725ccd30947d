/** A measured value with its labels. Label values are safe to show: whoever makes a sample escapes peer text. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric as plain data: pure code makes these, `expose.ts` writes them. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly samples: readonly Sample[];
}

/** A metric without labels. */
export function single(name: string, help: string, value: number, type: Family['type'] = 'gauge'): Family {
  return { name, help, type, samples: [{ labels: {}, value }] };
}
