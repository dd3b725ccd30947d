import { nearWord } from './near-word.js';

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
  ipaddress: 'address',
  ipaddresses: 'address',
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
  /** The names that are not known, as written. */
  readonly unknown: readonly string[];
  /** Of these, one that was meant to be a column without which the wrong servers are asked, or for the wrong thing. */
  readonly mistyped: { readonly written: string; readonly meant: string } | null;
}

/** The columns, as a message lists them. */
export const KNOWN_COLUMNS = 'host, port, address, starttls, fingerprint and label';

/** The order of zgrab2's input, which has no header as a rule. */
export const ZGRAB_COLUMNS: readonly Column[] = ['address', 'host', 'label', 'port'];

/**
 * Reads a header line; null when the line is none: it needs the name of a column for hosts or addresses, and a second column
 * that is known or a name that no target has.
 */
export function readHeader(line: string, delimiter: string | null): Header | null {
  for (const candidate of delimiter === null ? [',', ';', '\t'] : [delimiter]) {
    const names = line.split(candidate).map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    );
    const columns = names.map((name) => NAMES[plainName(name)] ?? null);
    const unknown = names.filter((name, index) => columns[index] === null && name !== '');
    const header = { delimiter: candidate, columns, unknown, mistyped: mistypedOf(unknown, columns) };
    if (isHeader(names, header)) return header;
  }
  return null;
}

function isHeader(names: readonly string[], { columns, unknown, mistyped }: Header): boolean {
  const known = columns.filter((column) => column !== null);
  if (new Set(known).size !== known.length) return false;
  if (names.length === 1) return /^(?:host|hostname|domain)$/i.test(names[0] ?? '');
  const leads = known.includes('host') || known.includes('address') || mistyped !== null;
  if (!leads) return false;
  // A target has a dot, a colon or a digit, or stands alone on its line.
  const words = unknown.length > 0 && unknown.every((name) => /^\p{L}[^.:@\d]*$/u.test(name));
  return known.length + (mistyped === null ? 0 : 1) >= 2 || (known.length === 1 && words);
}

/** A column that is only told, or one that stands there under its right name as well, is not asked after. */
function mistypedOf(unknown: readonly string[], columns: readonly (Column | null)[]): Header['mistyped'] {
  const wanted = Object.keys(NAMES).filter((name) => NAMES[name] !== 'label' && !columns.includes(NAMES[name] ?? null));
  for (const written of unknown) {
    const near = nearWord(plainName(written), wanted);
    if (near !== null) return { written, meant: NAMES[near] ?? near };
  }
  return null;
}

/** `IP Address`, `ip_address` and `ip-address` are one name. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}
