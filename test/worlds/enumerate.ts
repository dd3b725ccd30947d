/**
 * Every machine that can stand behind one address, pure data. A *universe* fixes what a run can see of the outside: what is
 * expected and which certificates exist. Inside it the product is whole, so that a class of look-alikes misses nobody.
 *
 * What a combination must be to be a world (issue 3), and where it is decided here:
 * - keys that fall through, and a reset for an unusable key, only with http.sys; its fallback is a certificate or a reset and
 *   the same with an unknown name and without one (facts/http-sys.md section 9): `httpSys`.
 * - elsewhere an unusable key is an alert 40/80, a close (Dovecot), or a signature that does not verify (Tomcat); the answers
 *   to no name and to an unknown name are independent: `byName`.
 * - acknowledgement: all three families by name; Schannel's is "no evidence" (facts/http-sys.md section 4): always or never,
 *   no source has seen it depend on a match.
 * - warning 112 beside a certificate: by name, not in an address-specific listener (seen with nginx 1.22 and Apache 2.4 alone).
 * - a machine that is not meant answers every name alike: one certificate that is nobody's current one, one alert, or a reset.
 * - a filter or dead backend closes a name; behind it that name is in order. It stands in front of any machine that is meant.
 * - names ignored: one answer for everything (2008 R2, single-certificate servers).
 *
 * Left out because it is the same world under another name: a central store file (an exact row), 2012 beside 2016 without a
 * wildcard row, the hidden rows below a listener that takes the address (their absence or presence changes neither answer nor
 * cause; one of each is kept for http.sys).
 */
import { A_RANDOM_NAME, A_RANDOM_SIBLING } from './cause.js';
import { HOST_B, HOSTS, type HostLetter } from './certificates.js';
import type { Acknowledgement, Fallback, Key, Machine, Refusal, Row, Served } from './machine.js';
import { answer, bareCodeOf, plain } from './machine.js';
import type { Universe } from './universes.js';

export const NOTHING: Machine = {
  port: 'tls',
  meant: true,
  mints: false,
  selector: 'by-name',
  exactRow: null,
  specific: false,
  a: null,
  b: null,
  c: null,
  wildcard: null,
  unknown: 'reset',
  none: 'reset',
  acknowledges: 'never',
  named: false,
  warns: false,
  filters: [],
};

/** Every machine of the universe, each once. */
export function* machines(universe: Universe): Generator<Machine> {
  yield { ...NOTHING, port: 'closed' };
  yield { ...NOTHING, port: 'plaintext' };
  yield* notMeant(universe);
  yield* intercepted(universe);
  for (const machine of namesIgnored(universe)) if (isSampled(machine, universe)) yield machine;
  for (const machine of httpSys(universe)) if (isSampled(machine, universe)) yield machine;
  yield* byName(universe);
}

/** "Answers every name alike (one certificate, one alert or a reset) and holds no row for a name of the run." */
function* notMeant(universe: Universe): Generator<Machine> {
  const current = universe.hosts.flatMap((letter) => universe.expected[letter]);
  const held = single(universe.fallback).filter((one) => !current.includes(one.certificate));
  for (const what of [...held, 112, 80, 'reset'] as const) {
    for (const acknowledges of ['always', 'never'] as const) {
      yield { ...NOTHING, meant: false, selector: 'ignored', unknown: what, none: what, acknowledges };
    }
  }
}

function* intercepted(universe: Universe): Generator<Machine> {
  const noName: readonly Fallback[] = [plain('mint:gateway.invalid'), ...universe.fallback.slice(0, 2), 'reset', 80];
  for (const none of noName) {
    for (const acknowledges of ['always', 'never'] as const) {
      yield { ...NOTHING, mints: true, unknown: 'reset', none, acknowledges };
    }
  }
}

function* namesIgnored(universe: Universe): Generator<Machine> {
  for (const filters of filtersFor(universe)) {
    for (const what of [...universe.fallback, ...REFUSALS]) {
      for (const acknowledges of ['always', 'never'] as const) {
        yield { ...NOTHING, selector: 'ignored', unknown: what, none: what, acknowledges, filters };
      }
    }
  }
}

/** facts/http-sys.md section 9; one certificate a row. */
function* httpSys(universe: Universe): Generator<Machine> {
  const base: Machine = { ...NOTHING, selector: 'http-sys' };
  const hidden: Row = { holds: plain(universe.expected.a[0] ?? 'A0'), key: 'good' };
  for (const filters of filtersFor(universe)) {
    for (const acknowledges of ['always', 'never'] as const) {
      for (const exactRow of [...single(universe.fallback), 'reset'] as const) {
        yield { ...base, exactRow, acknowledges, filters };
        yield { ...base, exactRow, acknowledges, filters, a: hidden };
      }
    }
  }
  for (const rows of rowsFor(universe, ['reset', 'falls-through'], false)) {
    for (const wildcard of [null, ...single(universe.wildcard)]) {
      for (const what of [...single(universe.fallback), 'reset'] as const) {
        const machine: Machine = { ...base, ...rows, wildcard: asRow(wildcard), unknown: what, none: what };
        for (const named of holdsX(machine) ? [false, true] : [false]) {
          for (const acknowledges of ['always', 'never'] as const) yield { ...machine, acknowledges, named };
        }
      }
    }
  }
}

const STYLES: readonly { acknowledges: Acknowledgement; named: boolean; warns: boolean; specific: boolean }[] = [
  { acknowledges: 'always', named: false, warns: false, specific: false },
  { acknowledges: 'always', named: false, warns: false, specific: true },
  { acknowledges: 'never', named: false, warns: false, specific: false },
  { acknowledges: 'never', named: false, warns: false, specific: true },
  { acknowledges: 'never', named: false, warns: true, specific: false },
  { acknowledges: 'on-match', named: false, warns: false, specific: false },
  { acknowledges: 'on-match', named: false, warns: false, specific: true },
  { acknowledges: 'on-match', named: false, warns: true, specific: false },
  { acknowledges: 'on-match', named: true, warns: false, specific: false },
  { acknowledges: 'on-match', named: true, warns: false, specific: true },
  { acknowledges: 'on-match', named: true, warns: true, specific: false },
];

/** facts/servers.md sections 1 and 2: rows by name and a default, with and without a listener for this address alone. */
function* byName(universe: Universe): Generator<Machine> {
  for (const rows of rowsFor(universe, [80, 'close'], true)) {
    for (const wildcard of [null, ...universe.wildcard]) {
      for (const { unknown, none } of fallbacks(universe)) {
        const machine: Machine = { ...NOTHING, ...rows, wildcard: asRow(wildcard), unknown, none };
        if (!isSampled(machine, universe)) continue;
        const isPlain = none !== unknown;
        const isNamed = holdsX(machine);
        for (const style of STYLES) {
          if (isPlain && (style.acknowledges === 'on-match' || style.warns)) continue;
          yield { ...machine, ...style };
          if (isNamed && style.acknowledges !== 'on-match') yield { ...machine, ...style, named: true };
        }
      }
    }
  }
}

/** Whether X is served at all: only then it can be seen whether its name has a row. */
function holdsX({ a, b, c, wildcard }: Machine): boolean {
  return [a, b, c, wildcard].some((row) => row?.holds.certificate === 'X0');
}

/**
 * The sample, by what can be seen, so that whole classes of look-alikes stay or go:
 * - no two hosts are answered each in a wrong way of its own;
 * - host A alone is served any partition in a way of its own; the others are answered as an unknown name, as the sibling, with
 *   what is expected, and in two universes with an unrelated certificate, an earlier edition or a failure of their own;
 * - no name is answered otherwise than an unknown name only where the sibling is answered as an unknown name, host B as an
 *   unknown name or with its own certificate, and acknowledgements do not depend on a match;
 * - every control is silent only in the universes where a hello without a name may be answered on its own.
 */
function isSampled(machine: Machine, universe: Universe): boolean {
  const unknown = bareCodeOf(answer(machine, A_RANDOM_NAME, 'any'));
  const sibling = bareCodeOf(answer(machine, A_RANDOM_SIBLING, 'any'));
  const wrong = new Set<string>();
  for (const letter of universe.hosts) {
    const given = bareCodeOf(answer(machine, HOSTS[letter], 'any'));
    if (given === unknown || given === sibling || universe.expected[letter].includes(given)) continue;
    if (
      letter !== 'a' &&
      !(universe.neighbours === 'any' && (given.startsWith('#') || given === 'X0' || given === 'B-'))
    ) {
      return false;
    }
    wrong.add(given);
  }
  if (wrong.size > 1) return false;
  // Where every control is silent nothing else is asked, so nothing may be left out that would be seen otherwise.
  if (
    !universe.wide &&
    universe.hosts.every((letter) => bareCodeOf(answer(machine, HOSTS[letter], 'any')) === '#silence')
  ) {
    return false;
  }
  if (machine.none === machine.unknown) return true;
  if (!universe.hosts.includes('b')) return sibling === unknown;
  const b = bareCodeOf(answer(machine, HOST_B, 'any'));
  return sibling === unknown && (b === unknown || universe.expected.b.includes(b));
}

type Rows = Pick<Machine, 'a' | 'b' | 'c' | 'filters'>;

/** Rows for the hosts; a filter stands in front of a good row. */
function* rowsFor(universe: Universe, deadKeys: readonly Key[], everyKind: boolean): Generator<Rows> {
  const anyRow = [...universe.fallback, ...universe.wildcard];
  const forA = statesOf('a', distinct([...universe.rowA, ...anyRow]), everyKind ? universe.badSignature : []);
  const forB = statesOf('b', distinct([...universe.rowB, ...anyRow]), []);
  const forC = universe.hosts.includes('c')
    ? statesOf('c', distinct([plain('C0'), ...anyRow]), [])
    : [{ row: null, filters: [] }];
  for (const c of forC) {
    for (const b of forB) {
      for (const a of forA) yield { a: a.row, b: b.row, c: c.row, filters: [...a.filters, ...b.filters, ...c.filters] };
    }
  }

  function statesOf(
    letter: HostLetter,
    held: readonly Served[],
    unproved: readonly Served[],
  ): readonly { readonly row: Row | null; readonly filters: Machine['filters'] }[] {
    const own = asRow(plain(universe.expected[letter][0] ?? 'F0'));
    // A host that the run does not ask for: it has its row, or none.
    const rows: readonly (Row | null)[] = universe.hosts.includes(letter)
      ? [
          null,
          ...(everyKind ? held : single(held)).map((holds): Row => ({ holds, key: 'good' })),
          ...deadKeys.map((key): Row => ({ holds: held[0] ?? plain('F0'), key })),
          ...unproved.map((holds): Row => ({ holds, key: 'bad-signature' })),
        ]
      : [null, own];
    return [
      ...rows.map((row) => ({ row, filters: [] })),
      ...(universe.hosts.includes(letter) ? ENDS : []).map((how) => ({
        row: own,
        filters: [{ host: HOSTS[letter], how }],
      })),
    ];
  }
}

/** How a filter or a router with a dead backend ends a connection. */
const ENDS: readonly Refusal[] = ['reset', 'close', 'silence', 80];

/** No filter, or one for one host of the run. */
function filtersFor(universe: Universe): readonly Machine['filters'][] {
  return [[], ...universe.hosts.flatMap((letter) => ENDS.map((how) => [{ host: HOSTS[letter], how }]))];
}

const REFUSALS: readonly Refusal[] = [112, 80, 'reset', 'close', 'silence'];

function fallbacks(universe: Universe): readonly { unknown: Fallback; none: Fallback }[] {
  const either: readonly Fallback[] = [...universe.fallback, ...REFUSALS];
  const alike = either.map((what) => ({ unknown: what, none: what }));
  if (!universe.wide) return alike;
  const others: readonly Fallback[] = [plain('G0'), plain('F0'), 112, 80, 'reset', 'silence'];
  return either.flatMap((unknown) => [
    { unknown, none: unknown },
    ...others
      .filter((none) => none !== unknown && (typeof unknown === 'object' ? !isWord(none, 'F0') : !isWord(none, 'G0')))
      .map((none) => ({ unknown, none })),
  ]);
}

function isWord(what: Fallback, word: string): boolean {
  return typeof what === 'object' && what.certificate === word;
}

function asRow(holds: Served | null): Row | null {
  return holds === null ? null : { holds, key: 'good' };
}

function single(held: readonly Served[]): readonly Served[] {
  return held.filter((one) => one.second === null);
}

function distinct(list: readonly Served[]): readonly Served[] {
  const seen = new Map<string, Served>();
  for (const one of list) {
    const key = `${one.certificate}/${one.second ?? ''}`;
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}
