/** The universes of worlds: what is expected, which certificates there are and how many hosts are asked for. Data. */
import type { Expected } from './cause.js';
import type { HostLetter } from './certificates.js';
import { plain, type Served } from './machine.js';

/**
 * `fallback` holds every certificate that can answer for all names at once (a fallback, a single certificate, an exact-address
 * row, a machine that is not meant). `rowA`, `rowB` and `wildcard` add what only a row can hold: every row can also hold what
 * the fallback and the wildcard row do ("the same as the fallback's"), so that no look-alike is missing.
 */
export interface Universe {
  readonly id: string;
  readonly by: 'fingerprint' | 'name';
  /** Words expected of host A and of host B; by name: the current ones, which a machine that is not meant cannot have. */
  readonly expected: Readonly<Record<HostLetter, readonly string[]>>;
  /** The named hosts of the run. A host that is not named may still have a row. */
  readonly hosts: readonly HostLetter[];
  readonly fallback: readonly Served[];
  readonly wildcard: readonly Served[];
  readonly rowA: readonly Served[];
  readonly rowB: readonly Served[];
  readonly badSignature: readonly Served[];
  /** Whether a hello without a name may be answered otherwise than one with an unknown name. */
  readonly wide: boolean;
  /** `usual`: hosts other than A are answered as expected, as an unknown name or as the sibling. */
  readonly neighbours: 'any' | 'usual';
}

const words = (...list: readonly string[]): readonly Served[] => list.map(plain);
const pair = (certificate: string, second: string): Served => ({ certificate, second });

const TWO_HOSTS: readonly Universe[] = [
  /** Partition of issue 3 in full: host A expects A0, host B expects B0. */
  {
    id: 'fingerprint',
    by: 'fingerprint',
    expected: { a: ['A0'], b: ['B0'], c: ['C0'] },
    hosts: ['a', 'b'],
    fallback: words('F0', 'A0', 'A-', 'A+', 'B0', 'AB0'),
    wildcard: words('W0', 'A-', 'X0', 'F0'),
    rowA: words('A0'),
    rowB: words('B0', 'B-'),
    badSignature: words('A0', 'X0'),
    neighbours: 'any',
    wide: true,
  },
  /** One certificate for both hosts and all their siblings; AB0 is another identity that covers both. */
  {
    id: 'shared',
    by: 'fingerprint',
    expected: { a: ['W0'], b: ['W0'], c: ['C0'] },
    hosts: ['a', 'b'],
    fallback: words('F0', 'W0', 'W-', 'W+', 'AB0'),
    wildcard: words('W0', 'W-', 'W+', 'X0', 'F0'),
    rowA: words('W0'),
    rowB: words('W0'),
    badSignature: words('W0', 'X0'),
    neighbours: 'usual',
    wide: true,
  },
  /** No certificate is named: the name must be covered. */
  {
    id: 'by-name',
    by: 'name',
    expected: { a: ['A0'], b: ['B0'], c: ['C0'] },
    hosts: ['a', 'b'],
    fallback: words('F0', 'A0', 'A-', 'B0', 'AB0'),
    wildcard: words('W0', 'A-', 'X0', 'F0'),
    rowA: words('A0'),
    rowB: words('B0'),
    badSignature: words('A0', 'X0'),
    neighbours: 'any',
    wide: true,
  },
  /** The expected certificate of host A has expired; its later edition has not. */
  {
    id: 'expired',
    by: 'fingerprint',
    expected: { a: ['A0x'], b: ['B0'], c: ['C0'] },
    hosts: ['a', 'b'],
    fallback: words('F0', 'A0x', 'A-x', 'B0'),
    wildcard: words('A0x', 'X0', 'F0'),
    rowA: words('A0x', 'A+'),
    rowB: words('B0'),
    badSignature: words('A0x'),
    neighbours: 'usual',
    wide: false,
  },
  {
    id: 'expired-by-name',
    by: 'name',
    expected: { a: ['A0'], b: ['B0'], c: ['C0'] },
    hosts: ['a', 'b'],
    fallback: words('F0', 'A0', 'A-x', 'B0'),
    wildcard: words('A-x', 'X0', 'F0'),
    rowA: words('A0'),
    rowB: words('B0'),
    badSignature: words('A0'),
    neighbours: 'usual',
    wide: false,
  },
  /** A second key type: absent, of the same edition, earlier; ECDSA is served first. */
  {
    id: 'key-types',
    by: 'fingerprint',
    expected: { a: ['A0e', 'A0'], b: ['B0'], c: ['C0'] },
    hosts: ['a', 'b'],
    fallback: [
      ...words('F0', 'A0e', 'A-e', 'B0'),
      ...[pair('A0e', 'A0'), pair('A0e', 'A-'), pair('A-e', 'A0'), pair('A-e', 'A-')],
    ],
    wildcard: [...words('X0', 'F0', 'A0e'), pair('A0e', 'A0'), pair('A0e', 'A-')],
    rowA: words('A0e', 'A0', 'A-'),
    rowB: words('B0'),
    badSignature: words('A0e'),
    neighbours: 'usual',
    wide: false,
  },
  {
    id: 'key-types-by-name',
    by: 'name',
    expected: { a: ['A0e', 'A0'], b: ['B0'], c: ['C0'] },
    hosts: ['a', 'b'],
    fallback: [...words('F0', 'A0e', 'B0'), pair('A0e', 'A0'), pair('A0e', 'A-x')],
    wildcard: [...words('X0', 'F0', 'A0e'), pair('A0e', 'A0'), pair('A0e', 'A-x')],
    rowA: words('A0e', 'A0', 'A-x'),
    rowB: words('B0'),
    badSignature: words('A0e'),
    neighbours: 'usual',
    wide: false,
  },
];

/** A third host, for the sample of three: its row is absent, its own, or like another answer. */
const THREE_HOSTS: Universe = {
  id: 'three-hosts',
  by: 'fingerprint',
  expected: { a: ['A0'], b: ['B0'], c: ['C0'] },
  hosts: ['a', 'b', 'c'],
  fallback: words('F0', 'A-', 'B0'),
  wildcard: words('X0', 'F0'),
  rowA: words('A0'),
  rowB: words('B0'),
  badSignature: words('A0'),
  neighbours: 'usual',
  wide: false,
};

/** A run for one host alone: what the others are served is not asked, but for names out of a served certificate. */
const ONE_HOST: readonly Universe[] = TWO_HOSTS.filter(({ id }) => !id.startsWith('expired')).map((universe) => ({
  ...universe,
  id: `${universe.id}-alone`,
  hosts: ['a'],
}));

export const UNIVERSES: readonly Universe[] = [...TWO_HOSTS, ...ONE_HOST, THREE_HOSTS];

/** What is expected of a host in a universe, when no other address says more. */
export function expectedOf(universe: Universe, host: HostLetter, newerElsewhere: string | null = null): Expected {
  return universe.by === 'name'
    ? { by: 'name', newerElsewhere }
    : { by: 'fingerprint', certificates: universe.expected[host] };
}
