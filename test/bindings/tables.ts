import { type HttpSysRow, type HttpSysSystem, httpSysTable } from '../../src/bindings/http-sys-table.js';
import type { Attachment, Connection, Fallback, NameRow, Reply, SelectionTable } from '../../src/model/selection.js';

/**
 * Attachments in one word: `A` is an RSA certificate A with a usable key, `A/ecdsa`, `A!resets`, `A!falls-through`,
 * `A!alerts`, `A!wrong`; several joined by `+`; `blank` is a row with nothing to serve.
 */
export function attachments(text: string): readonly Attachment[] {
  if (text === 'blank') return [];
  return text.split('+').map((word) => {
    const [, certificate = '', keyType = 'rsa', key = 'usable'] =
      /^([^/!]+)(?:\/(\w+))?(?:!([\w-]+))?$/.exec(word) ?? [];
    const keys = ['usable', 'resets', 'alerts', 'wrong', 'falls-through'] as const;
    const found = keys.find((candidate) => candidate === key);
    if (found === undefined || certificate === '') throw new Error(`bad attachment ${word}`);
    return { certificate, keyType: keyType === 'ecdsa' ? 'ecdsa' : 'rsa', key: found };
  });
}

/** An http.sys row in netsh's words: `ipport=10.0.0.5:443 A`, `hostnameport=shop.example:443 B`, `ccs=443 shop.example C`. */
export function row(text: string): HttpSysRow {
  const words = text.split(' ');
  const [kind = '', key = ''] = (words[0] ?? '').split('=');
  const colon = key.lastIndexOf(':');
  const port = Number(key.slice(colon + 1));
  const head = key.slice(0, Math.max(colon, 0));
  const served = attachments(words.at(-1) ?? '');
  if (kind === 'ccs') return { kind, host: words[1] ?? '', port, attachments: served };
  if (kind === 'hostnameport') return { kind, host: head, port, attachments: served };
  if (kind === 'ipport') return { kind, address: head.replace(/[[\]]/g, ''), port, attachments: served };
  throw new Error(`bad row ${text}`);
}

export function windows(
  system: HttpSysSystem,
  rows: readonly string[],
  ipListen: readonly string[] | null = null,
): SelectionTable {
  return httpSysTable({ system, rows: rows.map(row), ipListen });
}

/** A by-name server's listener: `*:443` or an exact address; rows as `shop.example A`; fallback as `default A`, `default 112`, `default reset`. */
export interface NamedListener {
  readonly at: string;
  readonly rows: readonly string[];
  readonly fallback: string;
  readonly withoutName?: string;
}

export function byName(
  listeners: readonly NamedListener[],
  acknowledges: SelectionTable['acknowledges'] = 'always',
): SelectionTable {
  return {
    listeners: listeners.map(({ at, rows, fallback, withoutName }) => {
      const colon = at.lastIndexOf(':');
      const address = at.slice(0, colon).replace(/[[\]]/g, '');
      return {
        id: at,
        address: address === '*' ? null : address,
        port: Number(at.slice(colon + 1)),
        selectsByName: true,
        rows: rows.map(nameRow),
        fallback: fallbackOf(fallback, `${at} default`),
        fallbackWithoutName: withoutName === undefined ? null : fallbackOf(withoutName, `${at} without name`),
        fallbackIpv6: null,
      };
    }),
    acknowledges,
    filtered: [],
    mints: false,
  };
}

function nameRow(text: string): NameRow {
  const [host = '', served = 'blank', span] = text.split(' ');
  const base = {
    id: host,
    kind: host.startsWith('*.') ? 'wildcard' : 'exact',
    host,
    attachments: attachments(served),
  } as const;
  return span === 'spans' ? { ...base, spansLabels: true } : base;
}

function fallbackOf(text: string, id: string): Fallback {
  if (/^\d+$/.test(text)) return { kind: 'alert', code: Number(text) };
  if (text === 'reset' || text === 'close' || text === 'silence') return { kind: text };
  return { kind: 'attachments', id, attachments: attachments(text) };
}

/** `shop.example@10.0.0.5`, `-@10.0.0.5` without a name, `shop.example@[2001:db8::5]:8443`; then ` rsa` or ` ecdsa`. */
export function connection(text: string): Connection {
  const [where = '', keyTypes = 'any'] = text.split(' ');
  const [name = '', at = ''] = where.split('@');
  const [, address = '', port] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(at) ?? [];
  return {
    localAddress: address.replace(/[[\]]/g, ''),
    port: Number(port ?? 443),
    serverName: name === '-' ? null : name,
    keyTypes: keyTypes === 'rsa' || keyTypes === 'ecdsa' ? keyTypes : 'any',
  };
}

/** `A`, `A (signature fails)`, `alert 112`, `reset`, `close`, `silence`, `refused`. */
export function shown(reply: Reply): string {
  if (reply.kind === 'certificate')
    return reply.signature === 'fails' ? `${reply.certificate} (signature fails)` : reply.certificate;
  return reply.kind === 'alert' ? `alert ${reply.code}` : reply.kind;
}
