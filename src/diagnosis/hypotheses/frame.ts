import type { Attachment, Fallback, NameRow, SelectionTable } from '../../model/selection.js';

/**
 * The kinds of machine that can stand behind an address. Windows and the others differ in what an unusable key does:
 * only http.sys resets, or goes on to the next row (facts/http-sys.md §3); only the others answer with an alert.
 */
export const SELECTORS = [
  'stranger',
  'interceptor',
  'names-ignored',
  'http-sys-exact-row',
  'http-sys',
  'by-name',
  'specific-listener',
] as const;
export type Selector = (typeof SELECTORS)[number];

/** Selectors that choose by name, so that rows can exist. */
export function selectsByName(selector: Selector): boolean {
  return selector === 'http-sys' || selector === 'by-name' || selector === 'specific-listener';
}

/** One candidate machine without the rows of single names: those are independent of each other. */
export interface Frame {
  readonly selector: Selector;
  /** What answers a name without a row; for selectors without names, what answers everything. */
  readonly fallback: Fallback;
  /** null: as `fallback`. */
  readonly fallbackWithoutName: Fallback | null;
  /** A row for every name beside the target's; its host is `*.parent`. */
  readonly wildcard: NameRow | null;
}

export const FALLBACK_ROW = 'fallback';
export const WILDCARD_ROW = 'wildcard';

/** The machine's table with the rows of one name, at the address and port that are asked about. */
export function tableOf(
  frame: Frame,
  at: { readonly address: string; readonly port: number },
  rows: readonly NameRow[],
  filtered: SelectionTable['filtered'],
): SelectionTable {
  const byName = selectsByName(frame.selector);
  const specific = frame.selector === 'specific-listener' || frame.selector === 'http-sys-exact-row';
  return {
    listeners: [
      {
        id: frame.selector,
        address: specific ? at.address : null,
        port: at.port,
        selectsByName: byName,
        rows: byName ? [...rows, ...(frame.wildcard === null ? [] : [frame.wildcard])] : [],
        fallback: frame.fallback,
        fallbackWithoutName: frame.fallbackWithoutName,
        fallbackIpv6: null,
      },
    ],
    // What an acknowledgement means is settled before (clues.ts): the table is only asked whether a name row decided.
    acknowledges: 'on-match',
    filtered,
    mints: frame.selector === 'interceptor',
  };
}

/** A key that cannot be used, of a certificate that was not seen. */
export function unusable(certificate: string, key: Attachment['key'], alertCode?: number): Attachment {
  return alertCode === undefined
    ? { certificate, keyType: 'rsa', key }
    : { certificate, keyType: 'rsa', key, alertCode };
}
