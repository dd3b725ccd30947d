import { UsageError } from '../errors.js';
import type { BindingRow } from '../model/bindings.js';
import { IIS_APP_ID, ownerOf } from './owners.js';
import { parsePort, parseRowKey, type RowKey } from './read/endpoint.js';

const ASSIGNMENT = /(\w+)=(?:"([^"]*)"|'([^']*)'|(\S+))/g;

/**
 * A row as netsh's `add` and `delete` commands spell it: `hostnameport=shop.example:443 certhash=… appid={…}
 * certstorename=MY`, with or without the command before it. Throws UsageError `bad-option`.
 */
export function parseRowCommand(text: string, source: string): BindingRow {
  const words = new Map<string, string>();
  for (const [, name = '', value = ''] of [...text.matchAll(ASSIGNMENT)].map(unquote)) {
    words.set(name.toLowerCase(), value);
  }
  const key = keyOf(words);
  if (key === null) {
    throw new UsageError(
      'bad-option',
      `${source} ${JSON.stringify(text)}: ipport=ADDRESS:PORT, hostnameport=NAME:PORT or ccs=PORT was expected`,
      'As in netsh http add sslcert hostnameport=shop.example:443 certhash=…',
    );
  }
  const hash =
    words
      .get('certhash')
      ?.replace(/[^0-9a-f]/gi, '')
      .toLowerCase() ?? null;
  if (hash !== null && hash.length !== 40) {
    throw new UsageError(
      'bad-option',
      `${source} ${JSON.stringify(text)}: certhash is the 40 hex digits of a thumbprint`,
    );
  }
  const appId = words.get('appid')?.replace(/[{}]/g, '').toLowerCase() ?? IIS_APP_ID;
  return {
    kind: key.kind,
    address: key.kind === 'ipport' ? key.address : null,
    host: key.kind === 'hostnameport' ? key.host : null,
    port: key.port,
    thumbprint: hash,
    hash: key.kind === 'ccs' ? 'none' : hash === null ? 'blank' : 'given',
    appId,
    owner: ownerOf(appId, key.port),
    store: words.get('certstorename') ?? (key.kind === 'ccs' ? null : 'MY'),
    disabledVersions: [],
    source,
  };
}

function unquote([whole = '', name = '', double, single, bare]: RegExpExecArray): readonly [string, string, string] {
  return [whole, name, double ?? single ?? bare ?? ''];
}

function keyOf(words: ReadonlyMap<string, string>): RowKey | null {
  const port = parsePort(words.get('ccs') ?? '');
  if (port !== null) return { kind: 'ccs', port };
  for (const kind of ['ipport', 'hostnameport'] as const) {
    const key = parseRowKey(words.get(kind) ?? '');
    if (typeof key === 'object' && key.kind === kind) return key;
  }
  return null;
}
