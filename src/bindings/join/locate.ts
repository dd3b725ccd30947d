import type { MachineExport } from '../../model/bindings.js';
import type { Selection, SelectionTable } from '../../model/selection.js';
import { canonicalAddress } from '../address.js';
import { localAddresses } from '../predict.js';
import { traceSelection } from '../select.js';
import type { Observed } from './observed.js';

/** How an answer stands to its prediction. */
export type Agreement = 'agrees' | 'key' | 'differs' | 'silent';

/** An endpoint of a report, found on the exported machine. */
export interface Location {
  readonly localAddress: string;
  /** `given` by --local-address, `same` address as in the export, or `inferred` by thumbprint. */
  readonly how: 'given' | 'same' | 'inferred';
  /** Nothing observed there contradicts the table; a row whose answer is a reset does not. */
  readonly explained: boolean;
  /** Question by question: what was predicted, and whether it came so. */
  readonly compared: readonly Compared[];
}

export interface Compared {
  readonly observed: Observed;
  readonly selection: Selection;
  readonly agreement: Agreement;
}

/** Where on the machine an endpoint is; null: it is not one of this machine's, as far as can be told. */
export function locate(
  machine: MachineExport,
  table: SelectionTable,
  endpoint: { readonly address: string; readonly port: number },
  observed: readonly Observed[],
  given: ReadonlyMap<string, string>,
): Location | null {
  const compare = (localAddress: string, how: Location['how']): Location => {
    const compared = observed.map((each) => comparedAt(table, localAddress, endpoint.port, each));
    return { localAddress, how, compared, explained: compared.every(({ agreement }) => agreement !== 'differs') };
  };
  const logical = canonicalAddress(endpoint.address);
  const told = given.get(logical);
  if (told !== undefined) return compare(told, 'given');
  const own = [
    ...machine.addresses,
    ...machine.rows.flatMap(({ address }) => address ?? []),
    ...(machine.ipListen ?? []),
  ];
  if (own.includes(logical)) return compare(logical, 'same');
  const known = new Set(machine.rows.flatMap(({ thumbprint }) => thumbprint ?? []));
  const isOurs = observed.some(({ answer }) => answer?.kind === 'certificate' && known.has(answer.thumbprint));
  if (!isOurs) return null;
  const candidates = localAddresses(machine).map((address) => compare(address, 'inferred'));
  return candidates.toSorted((a, b) => agreeing(b) - agreeing(a))[0] ?? null;
}

function agreeing({ compared }: Location): number {
  const count = (wanted: Agreement): number => compared.filter(({ agreement }) => agreement === wanted).length;
  return count('agrees') - 10 * count('differs') - count('key');
}

function comparedAt(table: SelectionTable, localAddress: string, port: number, observed: Observed): Compared {
  const { serverName, answer } = observed;
  const selection = traceSelection(table, { localAddress, port, serverName, keyTypes: 'any' });
  const { reply } = selection;
  if (answer === null) return { observed, selection, agreement: 'silent' };
  if (answer.kind === 'certificate') {
    // A central store's file and an unreadable hash may hold any certificate.
    const open = reply.kind === 'certificate' && !/^[0-9a-f]{40}$/.test(reply.certificate);
    const same = reply.kind === 'certificate' && (open || reply.certificate === answer.thumbprint);
    return { observed, selection, agreement: same ? 'agrees' : 'differs' };
  }
  if (answer.kind === reply.kind) return { observed, selection, agreement: 'agrees' };
  const key = answer.kind === 'reset' && reply.kind === 'certificate';
  return { observed, selection, agreement: key ? 'key' : 'differs' };
}
