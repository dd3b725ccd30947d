import type { Attachment, Fallback, Listener, NameRow, SelectionTable } from '../model/selection.js';

/** A virtual host: `*.example.com` is a wildcard, which spans labels as nginx and Apache do. */
export interface NamedHost {
  readonly host: string;
  readonly attachments: readonly Attachment[];
}

/** A listener of a by-name server, with its own name table (nginx `listen 192.0.2.1:443`, Apache `<VirtualHost 192.0.2.1:443>`). */
export interface NamedListener {
  /** null: every address that no other listener has. */
  readonly address: string | null;
  readonly port: number;
  readonly hosts: readonly NamedHost[];
  readonly fallback: Fallback;
  /** For connections without a name, where they differ (Hitch abort, Cloudflare); absent: as `fallback`. */
  readonly fallbackWithoutName?: Fallback;
}

/** A server that selects by name and whose listeners never pass a connection on: nginx, Apache, HAProxy and most others. */
export function namedTable(
  listeners: readonly NamedListener[],
  acknowledges: SelectionTable['acknowledges'],
): SelectionTable {
  return { listeners: listeners.map(listenerOf), acknowledges, filtered: [], mints: false };
}

function listenerOf({ address, port, hosts, fallback, fallbackWithoutName }: NamedListener): Listener {
  return {
    id: `${address ?? '*'}:${port}`,
    address,
    port,
    selectsByName: true,
    rows: hosts.map(rowOf),
    fallback,
    fallbackWithoutName: fallbackWithoutName ?? null,
    fallbackIpv6: null,
  };
}

function rowOf({ host, attachments }: NamedHost): NameRow {
  const lower = host.toLowerCase();
  return lower.startsWith('*.')
    ? { id: lower, kind: 'wildcard', host: lower, attachments, spansLabels: true }
    : { id: lower, kind: 'exact', host: lower, attachments };
}
