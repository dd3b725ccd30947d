/** By-name worlds as configurations of real servers: one address a world, on one port. */
import { certificateOf, FALLBACK_NAME, HOST_A, HOST_B, OTHER_NAME, PARENT } from './certificates.js';
import type { Machine, Row, Served } from './machine.js';

export interface Placed {
  readonly machine: Machine;
  readonly address: string;
}

/** How one server kind writes worlds, and which it can be. */
export interface Software {
  can(machine: Machine): boolean;
  /** For many worlds at once. `files`: what the configuration names beside certificates. */
  configure(
    worlds: readonly Placed[],
    port: number,
  ): { readonly config: string; readonly files: Readonly<Record<string, string>> };
}

/** The file of a certificate word, without its ending. */
export function fileOf(word: string): string {
  return word.replace('+', 'later').replace('-', 'earlier');
}

const isPlainTls = (machine: Machine): boolean =>
  machine.port === 'tls' &&
  machine.meant &&
  !machine.mints &&
  machine.selector === 'by-name' &&
  machine.filters.length === 0 &&
  machine.none === machine.unknown;

const held = ({ certificate, second }: Served): readonly string[] => [
  certificate,
  ...(second === null ? [] : [second]),
];

const isRsa = (holds: Served): boolean => held(holds).every((word) => certificateOf(word).keyType === 'rsa');

/** The rows of a world with their names, exact ones first: Apache takes the first virtual host that matches. */
function namedRows(machine: Machine): readonly (readonly [name: string, row: Row])[] {
  const rows: [string, Row | null][] = [
    [HOST_A, machine.a],
    [HOST_B, machine.b],
    [OTHER_NAME, machine.named ? { holds: { certificate: 'X0', second: null }, key: 'good' } : null],
    [`*.${PARENT}`, machine.wildcard],
  ];
  return rows.flatMap(([name, row]) => (row === null ? [] : [[name, row] as const]));
}

/** A name that nobody asks for: the default's, where it is not configured under the name in its certificate. */
const NOBODY = 'default.nobody.example';

const defaultName = (machine: Machine): string => (machine.named ? FALLBACK_NAME : NOBODY);

/**
 * facts/servers.md section 2: always acknowledges; the default serves or rejects with 112; a certificate path with the name in it
 * that leads nowhere is alert 80. A wildcard listener stands below every address of these worlds, with host A's row.
 */
export const nginx: Software = {
  can: (machine) =>
    isPlainTls(machine) &&
    machine.acknowledges === 'always' &&
    (typeof machine.unknown === 'object' || machine.unknown === 112 || machine.unknown === 80) &&
    [machine.a, machine.b, machine.wildcard].every((row) => row === null || row.key === 'good' || row.key === 80),
  configure(worlds, port) {
    const block = (listen: string, name: string, lines: string): string =>
      `server { listen ${listen}; server_name ${name}; ${lines} return 200 "ok"; }`;
    const certificates = (holds: Served): string =>
      held(holds)
        .map((word) => `ssl_certificate ${fileOf(word)}.pem; ssl_certificate_key ${fileOf(word)}.key;`)
        .join(' ');
    const dead =
      'ssl_certificate {folder}/none-$ssl_server_name.pem; ssl_certificate_key {folder}/none-$ssl_server_name.key;';
    const blocks = worlds.flatMap(({ machine, address }) => {
      const { unknown } = machine;
      const fallback =
        typeof unknown === 'object' ? certificates(unknown) : unknown === 112 ? 'ssl_reject_handshake on;' : dead;
      return [
        block(`${address}:${port} ssl default_server`, defaultName(machine), fallback),
        ...namedRows(machine).map(([name, row]) =>
          block(`${address}:${port} ssl`, name, row.key === 'good' ? certificates(row.holds) : dead),
        ),
      ];
    });
    return {
      config: [block(`${port} ssl`, HOST_A, certificates({ certificate: 'A0', second: null })), ...blocks].join('\n'),
      files: {},
    };
  },
};

/** Acknowledges on a match; the first virtual host of the address is its default. */
export const apache: Software = {
  can: (machine) =>
    isPlainTls(machine) &&
    machine.acknowledges === 'on-match' &&
    !machine.warns &&
    typeof machine.unknown === 'object' &&
    [machine.a, machine.b, machine.wildcard].every((row) => row === null || row.key === 'good'),
  configure(worlds, port) {
    const host = (address: string, name: string, holds: Served): string =>
      [
        `<VirtualHost ${address}:${port}>`,
        name.startsWith('*') ? `  ServerName wildcard.nobody.example\n  ServerAlias ${name}` : `  ServerName ${name}`,
        '  SSLEngine on',
        ...held(holds).map(
          (word) =>
            `  SSLCertificateFile {folder}/${fileOf(word)}.pem\n  SSLCertificateKeyFile {folder}/${fileOf(word)}.key`,
        ),
        '</VirtualHost>',
      ].join('\n');
    const hosts = worlds.flatMap(({ machine, address }) => {
      const { unknown } = machine;
      if (typeof unknown !== 'object') return [];
      return [
        host(address, defaultName(machine), unknown),
        ...namedRows(machine).map(([name, row]) => host(address, name, row.holds)),
      ];
    });
    const below = host('*', HOST_A, { certificate: 'A0', second: null });
    return { config: [`Listen ${port} https`, below, ...hosts].join('\n'), files: {} };
  },
};

/**
 * Always acknowledges; the first certificate is the default, or `strict-sni` refuses with 112. RSA only: for a hello that cannot use
 * the exact row's key type HAProxy 2.6 goes on to the wildcard row and the default (observed), which these worlds do not model.
 */
export const haproxy: Software = {
  can: (machine) =>
    isPlainTls(machine) &&
    machine.acknowledges === 'always' &&
    (typeof machine.unknown === 'object' ? isRsa(machine.unknown) : machine.unknown === 112) &&
    [machine.a, machine.b, machine.wildcard].every((row) => row === null || (row.key === 'good' && isRsa(row.holds))),
  configure(worlds, port) {
    const files: Record<string, string> = {};
    const frontends = worlds.map(({ machine, address }, index) => {
      const { unknown } = machine;
      const rows = namedRows(machine).map(
        ([name, row]) => `{folder}/${fileOf(row.holds.certificate)}.bundle.pem ${name}`,
      );
      const name = typeof unknown === 'object' ? defaultName(machine) : NOBODY;
      const first = typeof unknown === 'object' ? unknown.certificate : 'G0';
      files[`list-${index}`] = [`{folder}/${fileOf(first)}.bundle.pem ${name}`, ...rows, ''].join('\n');
      const strict = typeof unknown === 'object' ? '' : 'strict-sni';
      return `frontend world-${index}\n  bind ${address}:${port} ssl crt-list {folder}/list-${index} ${strict}\n  http-request return status 200`;
    });
    return { config: frontends.join('\n'), files };
  },
};
