import type { HttpSysRow } from '../bindings/http-sys-table.js';
import { httpSysTable } from '../bindings/http-sys-table.js';
import { namedTable } from '../bindings/named-table.js';
import type { Attachment, Fallback } from '../model/selection.js';
import { DEMO_CERTIFICATES } from './demo-certificates.js';
import { DEMO_TARGETS } from './demo-targets.js';
import type { Estate, LabAddress, LabMachine } from './estate.js';

/**
 * The estate of `whichcert demo`: documentation names and addresses only (RFC 2606, RFC 5737, RFC 3849), each fault once,
 * beside names that are healthy.
 */
export function demoEstate(): Estate {
  return {
    title: 'The demo estate',
    certificates: DEMO_CERTIFICATES,
    machines: MACHINES,
    addresses: ADDRESSES,
    targets: DEMO_TARGETS,
  };
}

function rsa(certificate: string, key: Attachment['key'] = 'usable'): readonly Attachment[] {
  return [{ certificate, keyType: 'rsa', key }];
}

function ecdsa(certificate: string, key: Attachment['key'] = 'usable'): readonly Attachment[] {
  return [{ certificate, keyType: 'ecdsa', key }];
}

function named(host: string, attachments: readonly Attachment[]): HttpSysRow {
  return { kind: 'hostnameport', host, port: 443, attachments };
}

function addressed(address: string, attachments: readonly Attachment[]): HttpSysRow {
  return { kind: 'ipport', address, port: 443, attachments };
}

function falling(id: string, attachments: readonly Attachment[]): Fallback {
  return { kind: 'attachments', id, attachments };
}

const IIS_ROWS: readonly HttpSysRow[] = [
  named('shop.example', rsa('shop')),
  named('api.example', ecdsa('api')),
  named('www.example.com', rsa('example-com')),
  named('pay.example', rsa('pay', 'resets')),
  addressed('0.0.0.0', rsa('web01')),
];

const PORTAL_ROWS: readonly HttpSysRow[] = [
  named('portal.example', rsa('portal')),
  named('status.example', rsa('status')),
  addressed('0.0.0.0', rsa('web02')),
];

function windows(system: '2008r2' | '2012' | '2016+', rows: readonly HttpSysRow[], server: string): LabMachine {
  return { table: httpSysTable({ system, rows, ipListen: null }), server };
}

function linux(
  hosts: readonly { readonly host: string; readonly attachments: readonly Attachment[] }[],
  fallback: Fallback,
  server: string,
): LabMachine {
  const acknowledges = server.startsWith('nginx') ? 'always' : 'never';
  return { table: namedTable([{ address: null, port: 443, hosts, fallback }], acknowledges), server };
}

const NEWS_ROWS = (edition: string): LabMachine =>
  linux([{ host: 'news.example', attachments: ecdsa(edition) }], falling('default', ecdsa('balancer')), 'nginx/1.22.1');

const MACHINES: Readonly<Record<string, LabMachine>> = {
  iis: windows('2016+', IIS_ROWS, 'Microsoft-IIS/10.0'),
  portal: windows('2016+', [addressed('203.0.113.21', rsa('leftover')), ...PORTAL_ROWS], 'Microsoft-IIS/10.0'),
  old: {
    ...windows('2008r2', [addressed('0.0.0.0', rsa('legacy'))], 'Microsoft-IIS/7.5'),
    versions: ['TLSv1.2', 'TLSv1.1', 'TLSv1'],
  },
  sniOnly: windows('2016+', [named('edge.example', rsa('edge'))], 'Microsoft-IIS/10.0'),
  tomcat: linux(
    [{ host: 'vault.example', attachments: ecdsa('vault', 'wrong') }],
    falling('default host', ecdsa('tomcat')),
    'Apache-Coyote/1.1',
  ),
  newsNew: NEWS_ROWS('news'),
  newsOld: NEWS_ROWS('news-earlier'),
  nginx: linux(
    [
      { host: 'old.example', attachments: ecdsa('expired') },
      { host: 'forum.example', attachments: ecdsa('forum') },
      { host: 'wiki.example', attachments: ecdsa('forum') },
    ],
    falling('default_server', ecdsa('nginx-default')),
    'nginx/1.22.1',
  ),
  ingress: linux(
    [{ host: 'docs.example', attachments: ecdsa('docs') }],
    falling('fake certificate', rsa('ingress-fake')),
    'nginx/1.25.3',
  ),
};

const at = (address: string, machine: string): LabAddress => ({ address, port: 443, machines: [machine] });

const ADDRESSES: readonly LabAddress[] = [
  at('203.0.113.10', 'iis'),
  at('2001:db8::10', 'iis'),
  at('203.0.113.20', 'portal'),
  at('203.0.113.21', 'portal'),
  at('203.0.113.30', 'old'),
  at('203.0.113.60', 'sniOnly'),
  at('198.51.100.30', 'tomcat'),
  at('198.51.100.40', 'newsNew'),
  at('198.51.100.41', 'newsOld'),
  at('198.51.100.50', 'nginx'),
  at('198.51.100.70', 'ingress'),
];
