/** Renders rows as the many netsh versions and languages print them: what the reader must read back. */

export interface RenderedRow {
  /** `10.0.0.5:443`, `[::]:443`, `shop.example:443`; `443` for the central store. */
  readonly key: string;
  readonly kind: 'ipport' | 'hostnameport' | 'ccs';
  /** 40 hex digits; null: none. */
  readonly hash: string | null;
  readonly appId: string;
  readonly store: string | null;
}

export interface Layout {
  readonly language: 'english' | 'german' | 'french' | 'spanish' | 'chinese' | 'japanese';
  /** How the old and the new ones end. */
  readonly age: 'old' | '2016' | '2019' | '2022';
  readonly newline: '\n' | '\r\n';
  /** Blank lines between the rows, or collapsed. */
  readonly blank: boolean;
  readonly indent: number;
  /** Columns to the colon: misaligned where it is small. */
  readonly width: number;
  readonly centralForm: 'port' | 'star' | 'ccs';
  readonly upperHash: boolean;
  readonly prompt: boolean;
  readonly missing: '(null)' | '';
}

type Labels = readonly [
  ip: string,
  host: string,
  central: string,
  hash: string,
  id: string,
  store: string,
  heading: string,
];

const LABELS: Readonly<Record<Layout['language'], Labels>> = {
  english: [
    'IP:port',
    'Hostname:port',
    'Central Certificate Store',
    'Certificate Hash',
    'Application ID',
    'Certificate Store Name',
    'SSL Certificate bindings:',
  ],
  german: [
    'IP:Port',
    'Hostname:Port',
    'Zentraler Zertifikatspeicher',
    'Zertifikathash',
    'Anwendungs-ID',
    'Zertifikatspeichername',
    'SSL-Zertifikatbindungen:',
  ],
  french: [
    'IP:port',
    'Nom d’hôte:port',
    'Magasin central',
    'Hachage du certificat',
    "ID d'application",
    'Nom du magasin de certificats',
    'Liaisons de certificat SSL :',
  ],
  spanish: [
    'IP:puerto',
    'Nombre de host:puerto',
    'Almacén central',
    'Hash de certificado',
    'Id. de aplicación',
    'Nombre del almacén',
    'Enlaces de certificado SSL:',
  ],
  chinese: ['IP:端口', '主机名:端口', '中央证书存储', '证书哈希', '应用程序 ID', '证书存储名称', 'SSL 证书绑定:'],
  japanese: [
    'IP:ポート',
    'ホスト名:ポート',
    '集中証明書ストア',
    '証明書ハッシュ',
    'アプリケーション ID',
    '証明書ストア名',
    'SSL 証明書のバインド:',
  ],
};

const WORDS: Readonly<Record<Layout['language'], readonly [on: string, off: string, unset: string]>> = {
  english: ['Enabled', 'Disabled', 'Not Set'],
  german: ['Aktiviert', 'Deaktiviert', 'Nicht festgelegt'],
  french: ['Activé', 'Désactivé', 'Non défini'],
  spanish: ['Habilitado', 'Deshabilitado', 'No establecido'],
  chinese: ['已启用', '已禁用', '未设置'],
  japanese: ['有効', '無効', '未設定'],
};

export function renderNetsh(rows: readonly RenderedRow[], layout: Layout): string {
  const [ip, host, central, hash, id, store, heading] = LABELS[layout.language];
  const line = (label: string, value: string): string =>
    `${' '.repeat(layout.indent)}${label.padEnd(layout.width)}${label.length >= layout.width ? ' ' : ''}: ${value}`;
  const lines = layout.prompt ? ['C:\\Users\\Administrator>netsh http show sslcert ipport=0.0.0.0:443', ''] : [''];
  lines.push(heading, '-'.repeat(25), '');
  for (const row of rows) {
    const begin = row.kind === 'ipport' ? ip : row.kind === 'hostnameport' ? host : central;
    if (row.kind !== 'ccs') lines.push(line(begin, row.key));
    else if (layout.centralForm === 'star') lines.push(line(host, `*:${row.key}`));
    else if (layout.centralForm === 'ccs') lines.push(line('CCS', row.key));
    else lines.push(line(central, row.key));
    if (row.hash !== null || row.kind !== 'ccs') {
      const shown = row.hash ?? layout.missing;
      lines.push(line(hash, layout.upperHash ? shown.replace(/[a-f]/g, (digit) => digit.toUpperCase()) : shown));
    }
    lines.push(line(id, `{${row.appId}}`), line(store, row.store ?? layout.missing));
    lines.push(...tail(layout, line));
    if (layout.blank) lines.push('');
  }
  if (layout.prompt) lines.push('', 'C:\\Users\\Administrator>');
  return lines.join(layout.newline);
}

function tail(layout: Layout, line: (label: string, value: string) => string): readonly string[] {
  const [on, off, unset] = WORDS[layout.language];
  const common = [
    line('Verify Client Certificate Revocation', on),
    line('Revocation Freshness Time', '0'),
    line('URL Retrieval Timeout', '0'),
    line('Ctl Identifier', layout.missing),
    line('Ctl Store Name', layout.missing),
    line('DS Mapper Usage', off),
    line('Negotiate Client Certificate', off),
  ];
  if (layout.age === 'old') return common;
  const newer = [...common, line('Reject Connections', off), line('Disable HTTP2', unset)];
  if (layout.age === '2016') return newer;
  const newest = [...newer, line('Disable QUIC', unset), line('Disable TLS1.2', unset), line('Disable TLS1.3', unset)];
  if (layout.age === '2019') return newest;
  const block = (property: number, name: string, value: number): readonly string[] => [
    `${' '.repeat(layout.indent)}Extended Properties:`,
    line('PropertyId', String(property)),
    line(name, String(value)),
  ];
  return [
    ...newest,
    line('Disable Session ID', unset),
    line('Enable Caching Client Hello', unset),
    ...block(0, 'Receive Window', 1_048_576),
    ...block(1, 'Max Settings Per Frame', 2_796_202),
    ...block(4, 'Max Something', 443),
  ];
}

/** A file of `reg export`: the same rows as the registry holds them. */
export function renderRegistry(rows: readonly RenderedRow[]): string {
  const root = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';
  const table = { ipport: 'SslBindingInfo', hostnameport: 'SslSniBindingInfo', ccs: 'SslCcsBindingInfo' };
  const lines = ['Windows Registry Editor Version 5.00', ''];
  for (const row of rows) {
    lines.push(`[${root}\\${table[row.kind]}\\${row.key}]`);
    lines.push(`"AppId"=hex:${guidBytes(row.appId)}`);
    if (row.hash !== null) lines.push(wrapped(`"SslHash"=hex:${(row.hash.match(/../g) ?? []).join(',')}`));
    if (row.store !== null) lines.push(`"SslCertStoreName"="${row.store}"`);
    lines.push('"DefaultFlags"=dword:00000000', '');
  }
  return lines.join('\r\n');
}

function guidBytes(guid: string): string {
  const [a = '', b = '', c = '', d = '', e = ''] = guid.split('-');
  const pairs = (hex: string): string[] => hex.match(/../g) ?? [];
  return [...pairs(a).reverse(), ...pairs(b).reverse(), ...pairs(c).reverse(), ...pairs(d), ...pairs(e)].join(',');
}

/** regedit breaks long lines behind a comma. */
function wrapped(line: string): string {
  const cut = line.indexOf(',', 40);
  return cut === -1 ? line : `${line.slice(0, cut + 1)}\\\r\n  ${line.slice(cut + 1)}`;
}
