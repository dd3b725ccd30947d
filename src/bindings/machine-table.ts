import type { BindingRow, MachineExport } from '../model/bindings.js';
import type { Attachment, SelectionTable } from '../model/selection.js';
import { type HttpSysRow, type HttpSysSystem, httpSysTable } from './http-sys-table.js';
import { CENTRAL_STORE_FLAG } from './read/binding-information.js';
import { certificateOf } from './store.js';

/** The table that an export describes; a reply's row is `row <index into rows>`. */
export function machineTable(machine: MachineExport, system: HttpSysSystem): SelectionTable {
  return tableOf(machine, system, [...machine.rows.keys()], null);
}

/**
 * The part of the table that a name and port can meet, made for each as it is asked for: one question of thousands must
 * not look at thousands of rows.
 */
export function tablesByName(
  machine: MachineExport,
  system: HttpSysSystem,
): (host: string, port: number) => SelectionTable {
  const byHost = new Map<string, number[]>();
  for (const [index, { kind, host, port }] of machine.rows.entries()) {
    const key = kind === 'hostnameport' ? `${host} ${port}` : ` ${port}`;
    const group = byHost.get(key);
    if (group === undefined) byHost.set(key, [index]);
    else group.push(index);
  }
  return (host, port) => {
    const wildcard = `*${host.slice(host.indexOf('.'))}`;
    const keys = [` ${port}`, ...new Set([host, wildcard])].map((key, at) => (at === 0 ? key : `${key} ${port}`));
    return tableOf(
      machine,
      system,
      keys.flatMap((key) => byHost.get(key) ?? []),
      [host, wildcard],
    );
  };
}

/** `names`: only these of the central store's files; null: all of them. */
function tableOf(
  machine: MachineExport,
  system: HttpSysSystem,
  indices: readonly number[],
  names: readonly string[] | null,
): SelectionTable {
  const rows = indices.flatMap((index) => {
    const row = machine.rows[index];
    return row === undefined ? [] : httpSysRows(row, `row ${index}`, machine, names);
  });
  return httpSysTable({ system, rows, ipListen: machine.ipListen });
}

/** The index behind a reply's or a passed row's name; null: no row. */
export function rowIndex(id: string | null): number | null {
  const digits = /^row (\d+)$/.exec(id ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

function httpSysRows(
  row: BindingRow,
  id: string,
  machine: MachineExport,
  names: readonly string[] | null,
): readonly HttpSysRow[] {
  const { port, disabledVersions } = row;
  const common = { id, port, disabledVersions, attachments: attachmentsOf(row, id, machine) };
  if (row.kind === 'ccs') {
    const files = centralHosts(machine, port).filter(({ host }) => names === null || names.includes(host));
    return files.map(({ host, file }): HttpSysRow => {
      const attachments = [{ certificate: `file ${file}`, keyType: 'rsa', key: 'usable' }] as const;
      return { id, kind: 'ccs', host, port, attachments };
    });
  }
  return row.kind === 'ipport'
    ? [{ ...common, kind: 'ipport', address: row.address ?? '' }]
    : [{ ...common, kind: 'hostnameport', host: row.host ?? '' }];
}

/** Keys are not shown by their type: one attachment stands for whatever the row holds. */
function attachmentsOf(row: BindingRow, id: string, machine: MachineExport): readonly Attachment[] {
  if (row.hash === 'blank') return [];
  if (row.thumbprint === null) return [{ certificate: `unreadable ${id}`, keyType: 'rsa', key: 'usable' }];
  const key = certificateOf(row, machine) === 'unusable' ? 'resets' : 'usable';
  return [{ certificate: row.thumbprint, keyType: 'rsa', key }];
}

/** What the central store answers: its files where they are listed, else the names whose bindings say that they are there. */
function centralHosts(
  machine: MachineExport,
  port: number,
): readonly { readonly host: string; readonly file: string }[] {
  if (machine.centralFiles !== null) {
    return machine.centralFiles.map((file) => ({ host: file.replace(/^_\./, '*.'), file: `${file}.pfx` }));
  }
  return machine.sites.flatMap(({ host, sslFlags, port: on }) =>
    host !== null && on === port && ((sslFlags ?? 0) & CENTRAL_STORE_FLAG) !== 0 ? [{ host, file: `${host}.pfx` }] : [],
  );
}
