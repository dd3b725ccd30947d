import type { BindingRow, MachineExport } from '../../model/bindings.js';
import type { Cause, Certainty } from '../../model/diagnosis.js';
import { isRowOf } from '../findings/site-without-row.js';
import type { HttpSysSystem } from '../http-sys-table.js';
import { rowIndex } from '../machine-table.js';
import { isWildcardAddress } from '../row-words.js';
import { certificateOf } from '../store.js';
import type { Location } from './locate.js';

/** Which row answered for the target's name, and which cause that makes. */
export interface Blame {
  /** Null: no row answers for this name. */
  readonly row: BindingRow | null;
  /** Null: the row is the name's own, and what was found from outside stands. */
  readonly cause: Cause | null;
  readonly certainty: Certainty;
}

/** The cause that the table and the answers together name; null where the target's name was not answered. */
export function blameAt(
  location: Location,
  { host, port }: { readonly host: string; readonly port: number },
  machine: MachineExport,
  system: HttpSysSystem,
): Blame | null {
  const target = location.compared.find(({ observed }) => observed.serverName === host);
  if (target === undefined || target.agreement === 'silent' || target.agreement === 'differs') return null;
  const { reply } = target.selection;
  const row = machine.rows[rowIndex(reply.row) ?? -1] ?? null;
  const othersServed =
    location.compared.some(({ observed }) => observed.answer?.kind === 'certificate') ||
    hasOtherNames(row, machine, system, port);
  if (target.agreement === 'key') {
    return { row, cause: othersServed ? 'private-key-unusable' : 'no-certificate-served', certainty: 'likely' };
  }
  if (reply.kind === 'reset') return blameForReset(row, machine, othersServed);
  if (row === null || reply.kind !== 'certificate') return null;
  // An address that was only inferred, or a store whose files are not known, bounds what can be said.
  const certainty: Certainty = location.how === 'inferred' || row.kind === 'ccs' ? 'likely' : 'certain';
  if (row.kind !== 'ipport') return { row, cause: foreignWildcard(row, host, machine), certainty };
  if (system === '2008r2') return { row, cause: 'sni-not-supported', certainty };
  const own = isOwnRow(row, host, machine, system);
  if (isWildcardAddress(row)) return { row, cause: own ? null : 'missing-sni-host-match', certainty };
  // The served thumbprint stands on an exact row: whoever's address it is, this is the row.
  return { row, cause: own ? null : 'ip-binding-conflict', certainty: 'certain' };
}

/** An address row is a name's own only where its site, and no other, is stored there. */
function isOwnRow(row: BindingRow, host: string, machine: MachineExport, system: HttpSysSystem): boolean {
  const users = machine.sites.filter((site) => site.sslFlags !== null && isRowOf(site, row, system));
  return users.length > 0 && users.every((site) => site.host === host);
}

function blameForReset(row: BindingRow | null, machine: MachineExport, othersServed: boolean): Blame {
  if (row === null) {
    return { row, cause: othersServed ? 'missing-sni-host-match' : 'no-certificate-served', certainty: 'certain' };
  }
  const shown = row.hash === 'blank' || certificateOf(row, machine) === 'unusable';
  return {
    row,
    cause: othersServed ? 'private-key-unusable' : 'no-certificate-served',
    certainty: shown ? 'certain' : 'likely',
  };
}

/** Rows of other names that can be served: then it is this name alone that fails, even if no other name was asked. */
function hasOtherNames(own: BindingRow | null, machine: MachineExport, system: HttpSysSystem, port: number): boolean {
  if (system === '2008r2' || own?.kind === 'ipport') return false;
  return machine.rows.some(
    (row) =>
      row !== own &&
      row.kind === 'hostnameport' &&
      row.port === port &&
      row.hash !== 'blank' &&
      certificateOf(row, machine) !== 'unusable',
  );
}

/** A wildcard row answers a name that its certificate does not cover: it is not the name's own. */
function foreignWildcard(row: BindingRow, host: string, machine: MachineExport): Cause | null {
  if (row.kind !== 'hostnameport' || row.host?.startsWith('*.') !== true) return null;
  const names = machine.certificates?.find(({ thumbprint }) => thumbprint === row.thumbprint)?.dnsNames ?? [];
  const parent = host.slice(host.indexOf('.'));
  return names.length === 0 || names.includes(host) || names.includes(`*${parent}`) ? null : 'missing-sni-host-match';
}
