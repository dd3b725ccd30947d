import type { BindingRow, MachineExport, StoreCertificate } from '../model/bindings.js';

/** A row's certificate in the exported list. Null: there is no list, or the row's store is not in it. */
export function storeCertificate(row: BindingRow, machine: MachineExport): StoreCertificate | 'missing' | null {
  const { certificates } = machine;
  if (certificates === null || row.thumbprint === null) return null;
  const found = certificates.find(({ thumbprint }) => thumbprint === row.thumbprint);
  if (found !== undefined) return found;
  return isListed(row, certificates) ? 'missing' : null;
}

/** `unusable`: the list shows that the certificate or its private key is missing. `unknown`: nothing can be said. */
export function certificateOf(row: BindingRow, machine: MachineExport): 'usable' | 'unusable' | 'unknown' {
  const found = storeCertificate(row, machine);
  if (found === null) return 'unknown';
  return found === 'missing' || found.hasPrivateKey === false ? 'unusable' : 'usable';
}

/** A list that names its stores is complete for these; one that does not is taken for the one of `MY`. */
function isListed(row: BindingRow, certificates: readonly StoreCertificate[]): boolean {
  const store = (row.store ?? 'my').toLowerCase();
  const named = certificates.flatMap((certificate) => certificate.store?.toLowerCase() ?? []);
  return named.length > 0 ? named.includes(store) : store === 'my';
}
