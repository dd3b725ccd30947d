import type { ProtocolVersion } from '../../model/hello.js';

/** A label and its value. */
export interface FlagEntry {
  readonly label: string;
  readonly value: string;
}

/** What a file's words for its flags mean. */
export interface FlagWords {
  readonly disabledVersions: (body: readonly FlagEntry[]) => readonly ProtocolVersion[];
  /** A flag of a TLS version whose value cannot be told; it counts as not set. Null: every one can. */
  readonly unclear: FlagEntry | null;
}

/** The names of versions are the same in every language; a flag of TLS without a number is that of the legacy versions. */
const VERSIONS: readonly (readonly [label: RegExp, versions: readonly ProtocolVersion[]])[] = [
  [/TLS\s?1\.2/i, ['TLSv1.2']],
  [/TLS\s?1\.3/i, ['TLSv1.3']],
  [/TLS(?![\s-]?\d)/i, ['TLSv1.1', 'TLSv1']],
];
/** Flags that have the same two words. */
const FLAG = /TLS|HTTP\/?2|QUIC|OCSP/i;
const SET: ReadonlySet<string> = new Set(['Set', 'Enabled']);
const NOT_SET: ReadonlySet<string> = new Set(['Not Set', 'Disabled', '(null)', '']);

/**
 * Flags are `Set` or `Not Set`, in the language of the machine. Of two words the longer one is the negation where it
 * contains the other (`Nicht festgelegt`, `No establecido`, `未设置`). A single word for TLS 1.2 and 1.3 alike is the
 * negation too: with both switched off a row could serve nobody.
 */
export function flagWords(entries: readonly FlagEntry[]): FlagWords {
  const foreign = entries.filter(({ label, value }) => FLAG.test(label) && !SET.has(value) && !NOT_SET.has(value));
  const values = [...new Set(foreign.map(({ value }) => value.toLowerCase()))].toSorted((a, b) => a.length - b.length);
  const [short, long, third] = values;
  const isPair = short !== undefined && long !== undefined && third === undefined && long.includes(short);
  const ofBoth = VERSIONS.slice(0, 2).every(([label]) => foreign.some((entry) => label.test(entry.label)));
  const isClear = values.length === 0 || isPair || (values.length === 1 && ofBoth);
  const set = isPair ? short : null;
  const isSet = ({ value }: FlagEntry): boolean => SET.has(value) || value.toLowerCase() === set;
  return {
    disabledVersions: (body) => {
      const labels = body.filter(isSet).map(({ label }) => label);
      return VERSIONS.flatMap(([pattern, versions]) => (labels.some((label) => pattern.test(label)) ? versions : []));
    },
    unclear: isClear ? null : (foreign.find(({ label }) => VERSIONS.some(([pattern]) => pattern.test(label))) ?? null),
  };
}
