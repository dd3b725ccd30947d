import { UsageError } from '../errors.js';
import { parseFingerprint } from '../expectation/fingerprint.js';
import { type Expectation, PLAIN_EXPECTATION } from '../model/expectation.js';
import { type BadLine, STARTTLS_PROTOCOLS, type Target } from '../model/target.js';
import { canonicalAddress } from './address.js';
import type { Column } from './columns.js';
import type { CsvRecord } from './csv.js';
import { makeTargets, parseAddresses, type TargetDefaults } from './parse-target.js';
import { TargetProblem } from './problem.js';
import { splitTarget, type TargetParts } from './split-target.js';

/** The targets of one CSV record; a BadLine when it holds none that can be read. */
export function csvTargets(
  record: CsvRecord,
  columns: readonly (Column | null)[],
  source: string,
  defaults: TargetDefaults,
): readonly (Target | BadLine)[] {
  const at = `${source}:${record.number}`;
  try {
    if (record.problem !== null) throw new TargetProblem(record.problem);
    const cells = cellsOf(record.fields, columns);
    const label = cells.label === '' ? {} : { label: cells.label };
    const targets = makeTargets(partsOf(cells), {
      source: at,
      defaults: {
        ...defaults,
        expectation:
          cells.fingerprint === '' ? (defaults.expectation ?? null) : expectFingerprint(cells.fingerprint, at),
        labels: { ...defaults.labels, ...label },
      },
    });
    return NO_STARTTLS.has(cells.starttls.toLowerCase()) && !cells.host.includes('://')
      ? targets.map((target) => ({ ...target, starttls: null }))
      : targets;
  } catch (error) {
    if (!(error instanceof TargetProblem || error instanceof UsageError)) throw error;
    return [badLine(at, record.fields.join(' '), error.message)];
  }
}

/** A line that is no target, with its text cut to what a message can carry. */
export function badLine(source: string, text: string, reason: string): BadLine {
  return { source, text: text.slice(0, 200), reason };
}

/** Words of the starttls column for TLS from the start. */
const NO_STARTTLS: ReadonlySet<string> = new Set(['no', 'none', 'false', '-', 'tls', 'https']);

type Cells = Readonly<Record<Column, string>>;

function cellsOf(fields: readonly string[], columns: readonly (Column | null)[]): Cells {
  const cells = { host: '', port: '', address: '', starttls: '', fingerprint: '', label: '' };
  columns.forEach((column, index) => {
    if (column !== null) cells[column] = fields[index] ?? '';
  });
  return cells;
}

/** A record without a host is its address (zgrab2); beside a host the addresses stand in for DNS. */
function partsOf(cells: Cells): TargetParts {
  const addresses = cells.address
    .split(/[\s,|]+/)
    .filter((each) => each !== '')
    .map((each) => (canonicalAddress(each)?.includes(':') ? `[${each}]` : each));
  if (cells.host === '' && addresses.length === 0) throw new TargetProblem('the host is missing');
  if (cells.host === '' && addresses.length > 1) throw new TargetProblem('several addresses need a host');
  const parts = splitTarget(cells.host === '' ? (addresses[0] ?? '') : cells.host);
  if (cells.port !== '' && parts.ports !== null && parts.ports !== cells.port) {
    throw new TargetProblem(`the host says port ${parts.ports}, the port column ${cells.port}`);
  }
  if (cells.host !== '' && addresses.length > 0 && parts.addresses !== null) {
    throw new TargetProblem('addresses stand in the host column and in the address column');
  }
  const scheme = cells.starttls === '' ? parts.scheme : starttlsScheme(cells.starttls, parts.scheme);
  const joined = cells.host === '' || addresses.length === 0 ? parts.addresses : addresses.join(',');
  if (joined !== null) parseAddresses(joined);
  return { scheme, host: parts.host, ports: cells.port === '' ? parts.ports : cells.port, addresses: joined };
}

function starttlsScheme(word: string, scheme: string | null): string | null {
  const wanted = word.toLowerCase();
  if (NO_STARTTLS.has(wanted)) return scheme;
  const known = STARTTLS_PROTOCOLS.find((each) => each === wanted);
  if (known === undefined) {
    throw new TargetProblem(`the starttls column says "${word}"; known are ${STARTTLS_PROTOCOLS.join(', ')}`);
  }
  return known;
}

function expectFingerprint(text: string, source: string): Expectation {
  return { ...PLAIN_EXPECTATION, certificates: [{ digest: parseFingerprint(text), der: null, source }] };
}
