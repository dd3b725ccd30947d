import type { BindingRow, ExportProblem } from '../../model/bindings.js';
import type { ProtocolVersion } from '../../model/hello.js';
import { canonicalAddress } from '../address.js';
import { ownerOf } from '../owners.js';
import { isAddress, parsePort, parseRowKey, type RowKey } from './endpoint.js';

/** What `reg export` of http.sys's parameters holds. */
export interface RegistryReading {
  readonly rows: readonly BindingRow[];
  /** `ListenOnlyList`; null where it is not in the export. */
  readonly ipListen: readonly string[] | null;
  readonly problems: readonly ExportProblem[];
}

/** The keys below `HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters` that hold rows. */
const TABLES: ReadonlyMap<string, RowKey['kind']> = new Map([
  ['sslbindinginfo', 'ipport'],
  ['sslsnibindinginfo', 'hostnameport'],
  ['sslccsbindinginfo', 'ccs'],
]);

export function looksLikeRegistry(text: string): boolean {
  return /^\s*(?:Windows Registry Editor Version|REGEDIT4)/i.test(text.slice(0, 200));
}

/** Reads a `.reg` file: `SslBindingInfo`, `SslSniBindingInfo`, `SslCcsBindingInfo` and `ListenOnlyList`. */
export function readRegistry(text: string, source: string): RegistryReading {
  const rows: BindingRow[] = [];
  const problems: ExportProblem[] = [];
  let ipListen: readonly string[] | null = null;
  for (const key of keysOf(text)) {
    const where = `${source}:${key.line}`;
    const list = multiString(key.values.get('listenonlylist'));
    if (list !== null && /\\http\\parameters$/i.test(key.path)) ipListen = list.filter(isAddress).map(canonicalAddress);
    const [, table = '', name = ''] = /\\(Ssl(?:Sni|Ccs)?BindingInfo)\\([^\\]+)$/i.exec(key.path) ?? [];
    const kind = TABLES.get(table.toLowerCase());
    if (kind === undefined) continue;
    const parsed = rowKey(kind, name);
    if (parsed === null)
      problems.push({
        source: where,
        reason: `${name} is no address or name with a port: this row was left out`,
        lost: true,
      });
    else {
      const row = rowOf(parsed, key.values, where);
      if (row.hash === 'unreadable')
        problems.push({ source: where, reason: `the hash of ${name} is not 20 bytes`, lost: true });
      rows.push(row);
    }
  }
  return { rows, ipListen, problems };
}

interface RegistryKey {
  readonly line: number;
  readonly path: string;
  /** By lower-case name, as written, continuation lines joined. */
  readonly values: ReadonlyMap<string, string>;
}

function keysOf(text: string): readonly RegistryKey[] {
  const keys: { line: number; path: string; values: Map<string, string> }[] = [];
  // The beginning of a value that goes on in the next line, behind a backslash.
  let begun: string[] = [];
  let line = 0;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    line += 1;
    const piece = raw.trim();
    if (piece.endsWith('\\') && (begun.length > 0 || /^"[^"]*"=hex/.test(piece))) {
      begun.push(piece.slice(0, -1));
      continue;
    }
    const trimmed = begun.length === 0 ? piece : begun.join('') + piece;
    begun = [];
    const path = /^\[(-?)(.+)\]$/.exec(trimmed);
    const value = /^"((?:[^"\\]|\\.)*)"=(.*)$/.exec(trimmed);
    if (path !== null && path[1] === '') keys.push({ line, path: path[2] ?? '', values: new Map() });
    else if (value !== null) keys.at(-1)?.values.set((value[1] ?? '').toLowerCase(), value[2] ?? '');
  }
  return keys;
}

function rowKey(kind: RowKey['kind'], name: string): RowKey | null {
  if (kind === 'ccs') {
    const port = parsePort(name.replace(/^.*:/, ''));
    return port === null ? null : { kind, port };
  }
  const parsed = parseRowKey(name);
  return typeof parsed === 'object' && parsed.kind === kind ? parsed : null;
}

const HASH_BYTES = 20;

function rowOf(key: RowKey, values: ReadonlyMap<string, string>, source: string): BindingRow {
  const bytes = binary(values.get('sslhash'));
  const blank = bytes === null || bytes.every((byte) => byte === 0);
  const hash = key.kind === 'ccs' ? 'none' : blank ? 'blank' : bytes.length === HASH_BYTES ? 'given' : 'unreadable';
  const appId = guid(values.get('appid'));
  return {
    kind: key.kind,
    address: key.kind === 'ipport' ? key.address : null,
    host: key.kind === 'hostnameport' ? key.host : null,
    port: key.port,
    thumbprint: hash === 'given' && bytes !== null ? Buffer.from(bytes).toString('hex') : null,
    hash,
    appId,
    owner: ownerOf(appId, key.port),
    store: string(values.get('sslcertstorename')),
    disabledVersions: disabledVersions(dword(values.get('defaultflags'))),
    source,
  };
}

/** HTTP_SERVICE_CONFIG_SSL_FLAG_* of sdk-api's http.h. */
const FLAGS: readonly (readonly [bit: number, versions: readonly ProtocolVersion[]])[] = [
  [0x1000, ['TLSv1.2']],
  [0x40, ['TLSv1.3']],
  [0x400, ['TLSv1.1', 'TLSv1']],
];

function disabledVersions(flags: number): readonly ProtocolVersion[] {
  return FLAGS.flatMap(([bit, versions]) => ((flags & bit) === 0 ? [] : versions));
}

/** `hex:ab,cd`, `hex(7):…`; null where it is something else. */
function binary(value: string | undefined): readonly number[] | null {
  const [, digits] = /^hex(?:\([0-9a-f]+\))?:([0-9a-f,\s]*)$/i.exec(value ?? '') ?? [];
  if (digits === undefined) return null;
  return digits
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => Number.parseInt(each, 16));
}

/** A GUID as text, or as its sixteen bytes: the first three groups are little-endian. */
function guid(value: string | undefined): string | null {
  const text = /\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?/i.exec(value ?? '')?.[1];
  if (text !== undefined) return text.toLowerCase();
  const bytes = binary(value);
  if (bytes === null || bytes.length !== 16) return null;
  const hex = (...indices: readonly number[]): string =>
    indices.map((index) => (bytes[index] ?? 0).toString(16).padStart(2, '0')).join('');
  return [hex(3, 2, 1, 0), hex(5, 4), hex(7, 6), hex(8, 9), hex(10, 11, 12, 13, 14, 15)].join('-');
}

function string(value: string | undefined): string | null {
  const text = /^"(.*)"$/.exec(value ?? '')?.[1]?.replace(/\\(.)/g, '$1');
  return text === undefined || text === '' ? null : text;
}

function dword(value: string | undefined): number {
  return Number.parseInt(/^dword:([0-9a-f]{1,8})$/i.exec(value ?? '')?.[1] ?? '0', 16);
}

/** REG_MULTI_SZ: UTF-16LE strings, each ended by a zero. */
function multiString(value: string | undefined): readonly string[] | null {
  if (value === undefined) return null;
  const bytes = binary(value);
  if (bytes === null) return null;
  return Buffer.from(bytes)
    .toString('utf16le')
    .split('\u0000')
    .filter((each) => each !== '');
}
