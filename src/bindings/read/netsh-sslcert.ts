import type { BindingRow, ExportProblem } from '../../model/bindings.js';
import { ownerOf } from '../owners.js';
import { parsePort, parseRowKey, type RowKey } from './endpoint.js';
import { type FlagEntry, type FlagWords, flagWords } from './netsh-flags.js';

/** A line of the form `label : value`. */
interface Entry extends FlagEntry {
  readonly line: number;
}

const HASH = /^[0-9a-f]{40}$/i;
const GUID = /^\{([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}$/i;
const EMPTY = /^(?:\(null\))?$/i;
const ZEROS = /^0+$/;
/** netsh's lines are short; a longer one is something else. */
const LONGEST_LINE = 1000;
/** How far from a row's key its hash and its application id stand. */
const NEAR = 3;

/**
 * Reads `netsh http show sslcert` by the shape of its values: labels are localised and layouts differ between versions.
 * A key (`ip:port`, `[v6]:port`, `host:port`) begins a row, 40 hex digits are its hash, a GUID its application id.
 * What stands around it (prompts, remarks, headings, extended properties) is passed over.
 */
export function readNetshSslcert(
  text: string,
  source: string,
): { readonly rows: readonly BindingRow[]; readonly problems: readonly ExportProblem[] } {
  const entries = entriesOf(text);
  const starts = entries.flatMap((entry, index) => startAt(entries, index, entry));
  const rows: BindingRow[] = [];
  const problems: ExportProblem[] = [];
  const words = flagWords(entries.slice(starts[0]?.index ?? entries.length));
  if (words.unclear !== null) {
    const { label, value } = words.unclear;
    problems.push({
      source: `${source}:${starts[0]?.line ?? 1}`,
      reason: `whether "${value}" of "${label}" means set cannot be told in this language: TLS versions that rows switch off are not known`,
      lost: false,
    });
  }
  for (const [index, start] of starts.entries()) {
    const where = `${source}:${start.line}`;
    if (start.key === 'bad-key') {
      problems.push({
        source: where,
        reason: `${start.text} is no address or name with a port: this row was left out`,
        lost: true,
      });
      continue;
    }
    const body = entries.slice(start.index + 1, starts[index + 1]?.index ?? entries.length);
    const row = rowOf(start.key, body, where, words);
    if (row.hash === 'unreadable') {
      problems.push({ source: where, reason: `the hash of ${start.text} is not 40 hex digits`, lost: true });
    }
    rows.push(row);
  }
  return { rows, problems };
}

/** Whether a text looks like this export: it has at least one row, readable or not. */
export function looksLikeNetshSslcert(text: string): boolean {
  const entries = entriesOf(text);
  return entries.some((entry, index) => startAt(entries, index, entry).length > 0);
}

function entriesOf(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  let line = 0;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    line += 1;
    if (raw.length > LONGEST_LINE) continue;
    const entry = split(
      raw
        .replaceAll('\u0000', '')
        .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
        .trim(),
    );
    if (entry !== null) entries.push({ line, ...entry });
  }
  return entries;
}

/** Labels contain colons (`IP:port`): the separator is the first colon with blanks before it, else the first before blanks. */
function split(line: string): { readonly label: string; readonly value: string } | null {
  const match =
    /^(\S.*?)\s+[:：](?:\s+(.*))?$/u.exec(line) ??
    /^(\S.*?)[:：]\s+(.*)$/u.exec(line) ??
    /^(\S.*?)\s+[:：](.*)$/u.exec(line) ??
    /^(\S.*?)[:：]()$/u.exec(line);
  return match === null ? null : { label: match[1] ?? '', value: (match[2] ?? '').trim() };
}

interface Start {
  readonly index: number;
  readonly line: number;
  readonly text: string;
  readonly key: RowKey | 'bad-key';
}

function startAt(entries: readonly Entry[], index: number, { value, line }: Entry): readonly Start[] {
  const key = parseRowKey(value);
  const near = entries.slice(index + 1, index + 1 + NEAR);
  if (key !== 'not-a-key') {
    const next = near.findIndex((entry) => parseRowKey(entry.value) !== 'not-a-key');
    const own = next === -1 ? near : near.slice(0, next);
    return own.some(({ value: each }) => isHashOrId(each)) || own.length >= 2
      ? [{ index, line, text: value, key }]
      : [];
  }
  const port = parsePort(value);
  const [first, second] = near;
  if (port === null || first === undefined) return [];
  const isCentral = GUID.test(first.value) || (EMPTY.test(first.value) && GUID.test(second?.value ?? ''));
  return isCentral ? [{ index, line, text: value, key: { kind: 'ccs', port } }] : [];
}

function isHashOrId(value: string): boolean {
  return HASH.test(value) || GUID.test(value);
}

function rowOf(key: RowKey, body: readonly Entry[], source: string, words: FlagWords): BindingRow {
  const near = body.slice(0, NEAR);
  const found = near.find(({ value }) => HASH.test(value))?.value.toLowerCase() ?? null;
  const idAt = body.findIndex(({ value }) => GUID.test(value));
  const appId = GUID.exec(body[idAt]?.value ?? '')?.[1]?.toLowerCase() ?? null;
  const hash = hashState(key, found, body[0]);
  const store = idAt === -1 ? null : (body[idAt + 1]?.value ?? null);
  return {
    kind: key.kind,
    address: key.kind === 'ipport' ? key.address : null,
    host: key.kind === 'hostnameport' ? key.host : null,
    port: key.port,
    thumbprint: hash === 'given' ? found : null,
    hash,
    appId,
    owner: ownerOf(appId, key.port),
    store: store === null || EMPTY.test(store) ? null : store,
    disabledVersions: words.disabledVersions(body),
    source,
  };
}

function hashState(key: RowKey, found: string | null, first: Entry | undefined): BindingRow['hash'] {
  if (found !== null && !ZEROS.test(found)) return 'given';
  if (key.kind === 'ccs') return 'none';
  if (found !== null || first === undefined || EMPTY.test(first.value) || GUID.test(first.value)) return 'blank';
  return ZEROS.test(first.value) ? 'blank' : 'unreadable';
}
