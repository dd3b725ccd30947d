import type { BindingRow, MachineExport } from '../model/bindings.js';
import type { Connection, Selection } from '../model/selection.js';
import type { HttpSysSystem } from './http-sys-table.js';
import { rowIndex } from './machine-table.js';
import { endpointWords, isWildcardAddress, rowWords } from './row-words.js';

/** Why this row answers, and why the others do not. */
export function becauseOf(
  { reply, passed }: Selection,
  connection: Connection,
  machine: MachineExport,
  system: HttpSysSystem,
): string {
  if (reply.kind === 'refused') {
    return `the IP listen list has other addresses: nothing listens at ${connection.localAddress}`;
  }
  const index = rowIndex(reply.row);
  const row = index === null ? undefined : machine.rows[index];
  const first = row === undefined ? noRow(connection, system) : answers(row, connection, system);
  const unusable = row !== undefined && reply.kind === 'reset' ? [brokenWords(row)] : [];
  const others = passed.flatMap((each) => {
    const other = machine.rows[rowIndex(each.row) ?? -1];
    return other === undefined ? [] : [passedWords(other, each.why)];
  });
  return [first, ...unusable, ...new Set(others)].join('; ');
}

function answers(row: BindingRow, { serverName, localAddress, port }: Connection, system: HttpSysSystem): string {
  const words = rowWords(row);
  if (row.kind === 'hostnameport') {
    return row.host?.startsWith('*.') ? `${words} covers this name by its wildcard` : `${words} has exactly this name`;
  }
  if (row.kind === 'ccs') return `${words}: the central store looks for a file of this name`;
  if (!isWildcardAddress(row)) {
    return `${words} is keyed on exactly ${endpointWords(localAddress, port)} and answers whatever the name`;
  }
  const family =
    row.address === '::' ? 'every IPv6 connection that no other row takes' : 'every connection that no other row takes';
  if (serverName === null) return `there is no name to go by: ${words} answers ${family}`;
  if (system === '2008r2') return `Windows Server 2008 R2 does not look at names: ${words} answers ${family}`;
  return `no row has this name: ${words} answers ${family}`;
}

function noRow({ serverName, port }: Connection, system: HttpSysSystem): string {
  if (serverName === null) return `no row answers on port ${port} without a name: http.sys resets the connection`;
  return system === '2008r2'
    ? `Windows Server 2008 R2 does not look at names, and no row has this address: http.sys resets the connection`
    : `no row on port ${port} has this name or this address: http.sys resets the connection`;
}

function brokenWords(row: BindingRow): string {
  if (row.hash === 'blank') return 'its hash is blank, so there is nothing to serve: the connection is reset';
  return 'its certificate or private key is missing in the store: the connection is reset';
}

function passedWords(row: BindingRow, why: Selection['passed'][number]['why']): string {
  const words = rowWords(row);
  switch (why) {
    case 'names-ignored':
      return `${words} is not looked at`;
    case 'file-missing':
      return `${words} has no file for this name`;
    case 'key-unusable':
      return `${words} was passed over, as its key cannot be used`;
    case 'ranks-lower':
      return `${words} ranks lower`;
  }
}
