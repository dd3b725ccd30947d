/** What a CSV column may hold. */
export type Column = 'host' | 'port' | 'address' | 'starttls' | 'fingerprint' | 'label';

/** The column names that are understood, in any case; `ip`, `domain` and `tag` are zgrab2's. */
const NAMES: Readonly<Record<string, Column>> = {
  host: 'host',
  hostname: 'host',
  name: 'host',
  domain: 'host',
  fqdn: 'host',
  target: 'host',
  port: 'port',
  address: 'address',
  addresses: 'address',
  ip: 'address',
  starttls: 'starttls',
  protocol: 'starttls',
  fingerprint: 'fingerprint',
  thumbprint: 'fingerprint',
  label: 'label',
  tag: 'label',
};

export interface Header {
  readonly delimiter: string;
  /** Column by position; null where the name is not known: such columns are passed over. */
  readonly columns: readonly (Column | null)[];
}

/** The order of zgrab2's input, which has no header as a rule. */
export const ZGRAB_COLUMNS: readonly Column[] = ['address', 'host', 'label', 'port'];

/** Reads a header line; null when the line is none (no two known columns, or neither host nor address). */
export function readHeader(line: string, delimiter: string | null): Header | null {
  for (const candidate of delimiter === null ? [',', ';', '\t'] : [delimiter]) {
    const cells = line.split(candidate).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const columns = cells.map((cell) => NAMES[cell.trim().toLowerCase()] ?? null);
    const known = columns.filter((column) => column !== null);
    const repeated = new Set(known).size !== known.length;
    const single = cells.length === 1 && /^(?:host|hostname|domain)$/i.test(cells[0] ?? '');
    if ((known.length >= 2 || single) && !repeated && (known.includes('host') || known.includes('address'))) {
      return { delimiter: candidate, columns };
    }
  }
  return null;
}
