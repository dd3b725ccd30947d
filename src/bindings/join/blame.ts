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
export function blameAt(location: Location, host: string, machine: MachineExport, system: HttpSysSystem): Blame | null {
  const target = location.compared.find(({ observed }) => observed.serverName === host);
  if (target === undefined || target.agreement === 'silent' || target.agreement === 'differs') return null;
  const { reply } = target.selection;
  const row = machine.rows[rowIndex(reply.row) ?? -1] ?? null;
  const othersServed = location.compared.some(({ observed }) => observed.answer?.kind === 'certificate');
  if (target.agreement === 'key') {
    return { row, cause: othersServed ? 'private-key-unusable' : 'no-certificate-served', certainty: 'likely' };
  }
  if (reply.kind === 'reset') return blameForReset(row, machine, othersServed);
  if (row === null || reply.kind !== 'certificate') return null;
  // An address that was only inferred, or a store whose files are not known, bounds what can be said.
  const certainty: Certainty = location.how === 'inferred' || row.kind === 'ccs' ? 'likely' : 'certain';
  if (row.kind !== 'ipport') return { row, cause: foreignWildcard(row, host, machine), certainty };
  if (system === '2008r2') return { row, cause: 'sni-not-supported', certainty };
  const ownSite = machine.sites.some(
    (site) => site.host === host && site.sslFlags !== null && isRowOf(site, row, system),
  );
  if (isWildcardAddress(row)) return { row, cause: ownSite ? null : 'missing-sni-host-match', certainty };
  // The served thumbprint stands on an exact row: whoever's address it is, this is the row.
  return { row, cause: ownSite ? null : 'ip-binding-conflict', certainty: 'certain' };
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

/** A wildcard row answers a name that its certificate does not cover: it is not the name's own. */
function foreignWildcard(row: BindingRow, host: string, machine: MachineExport): Cause | null {
  if (row.kind !== 'hostnameport' || row.host?.startsWith('*.') !== true) return null;
  const names = machine.certificates?.find(({ thumbprint }) => thumbprint === row.thumbprint)?.dnsNames ?? [];
  const parent = host.slice(host.indexOf('.'));
  return names.length === 0 || names.includes(host) || names.includes(`*${parent}`) ? null : 'missing-sni-host-match';
}
