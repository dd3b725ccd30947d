import type { ProtocolVersion } from '../model/hello.js';
import type { Attachment, Fallback, Listener, NameRow, SelectionTable } from '../model/selection.js';
import { canonicalAddress } from './address.js';

/** Which Windows: what http.sys knows of names. `2012` is IIS 8.0 and 8.5, `2016+` IIS 10 (wildcard host names). */
export const HTTP_SYS_SYSTEMS = ['2008r2', '2012', '2016+'] as const;
export type HttpSysSystem = (typeof HTTP_SYS_SYSTEMS)[number];

/** What every kind of row carries. */
interface RowContent {
  /** Empty: the row exists and has nothing to serve (blank hash, deleted certificate); for `ccs` the file is missing. */
  readonly attachments: readonly Attachment[];
  readonly disabledVersions?: readonly ProtocolVersion[];
}

/** A row of `netsh http show sslcert`, with what it would serve. */
export type HttpSysRow =
  | (RowContent & { readonly kind: 'ipport'; readonly address: string; readonly port: number; readonly id?: string })
  | (RowContent & { readonly kind: 'hostnameport'; readonly host: string; readonly port: number; readonly id?: string })
  /** One file of the Central Certificate Store: `host` is a name, or `*.parent` for `_.parent.pfx`. */
  | (RowContent & { readonly kind: 'ccs'; readonly host: string; readonly port: number; readonly id?: string });

export interface HttpSysMachine {
  readonly system: HttpSysSystem;
  readonly rows: readonly HttpSysRow[];
  /** `netsh http show iplisten`; null or empty: every address. */
  readonly ipListen: readonly string[] | null;
}

/** How netsh names the row: `10.0.0.5:443`, `[::]:443`, `shop.example:443`, `ccs:443/shop.example`. */
export function rowId(row: HttpSysRow): string {
  if (row.id !== undefined) return row.id;
  if (row.kind === 'ccs') return `ccs:${row.port}/${row.host}`;
  if (row.kind === 'hostnameport') return `${row.host}:${row.port}`;
  return row.address.includes(':') ? `[${row.address}]:${row.port}` : `${row.address}:${row.port}`;
}

/**
 * An http.sys table as a selection table: one listener without names for each exact address, and one for all others
 * that knows names (Server 2012 and later), with `0.0.0.0` as its fallback and `[::]` before it on IPv6.
 * Sources: Microsoft's AD FS SSO article (precedence), sdk-api HTTP_SERVICE_CONFIG_SSL_KEY (`0.0.0.0` covers IPv6 too).
 */
export function httpSysTable(machine: HttpSysMachine): SelectionTable {
  const ports = [...new Set(machine.rows.map(({ port }) => port))];
  return {
    listeners: ports.flatMap((port) => listenersOn(port, machine)),
    // Whether Schannel acknowledges is not known well enough to be evidence: "never" claims nothing.
    acknowledges: 'never',
    filtered: [],
    mints: false,
    listensOn: machine.ipListen === null || machine.ipListen.length === 0 ? null : machine.ipListen,
  };
}

function listenersOn(port: number, machine: HttpSysMachine): readonly Listener[] {
  const rows = machine.rows.filter((row) => row.port === port);
  const addresses = new Map(
    rows.filter((row) => row.kind === 'ipport').map((row) => [canonicalAddress(row.address), row] as const),
  );
  const wildcard4 = addresses.get('0.0.0.0');
  const wildcard6 = addresses.get('::');
  const exact = [...addresses].filter(([address]) => address !== '0.0.0.0' && address !== '::');
  const selectsByName = machine.system !== '2008r2';
  return [
    ...exact.map(
      ([address, row]): Listener => ({
        id: rowId(row),
        address,
        port,
        selectsByName: false,
        rows: [],
        fallback: served(row),
        fallbackWithoutName: null,
        fallbackIpv6: null,
      }),
    ),
    {
      id: `*:${port}`,
      address: null,
      port,
      selectsByName,
      rows: rows.flatMap((row) => nameRow(row, machine.system)),
      fallback: wildcard4 === undefined ? { kind: 'reset' } : served(wildcard4),
      fallbackWithoutName: null,
      fallbackIpv6: wildcard6 === undefined ? null : served(wildcard6),
    },
  ];
}

function served(row: HttpSysRow): Fallback {
  return { kind: 'attachments', id: rowId(row), ...content(row) };
}

/** Wildcard host names are IIS 10's; an older http.sys holds such a row as a name that no client sends. */
function nameRow(row: HttpSysRow, system: HttpSysSystem): readonly NameRow[] {
  if (row.kind === 'ipport') return [];
  const host = row.host.toLowerCase();
  const isWildcard = host.startsWith('*.');
  if (row.kind === 'ccs') return [{ id: rowId(row), kind: 'ccs', host, ...content(row) }];
  if (isWildcard && system === '2012') return [];
  return [{ id: rowId(row), kind: isWildcard ? 'wildcard' : 'exact', host, ...content(row) }];
}

function content(row: HttpSysRow): RowContent {
  return row.disabledVersions === undefined
    ? { attachments: row.attachments }
    : { attachments: row.attachments, disabledVersions: row.disabledVersions };
}
