/** Twenty faults to plant: a swapped rule, a dropped alternative, a raised certainty. Each must make the worlds fail. */

export interface PlantedFault {
  readonly name: string;
  /** Below the repository's root. */
  readonly file: string;
  /** Text that stands there exactly once, and what is put in its place. */
  readonly find: string;
  readonly put: string;
  /** Where it shows soonest: a universe of `universes.ts`, or `rotation`. */
  readonly shows: string;
  /** Which vectors show it; default: every third. */
  readonly focus?: RegExp;
}

const STAND = 'src/diagnosis/hypotheses/stand.ts';
const FRAME = 'src/diagnosis/hypotheses/frame.ts';
const FRAMES = 'src/diagnosis/hypotheses/frames.ts';
const ROWS = 'src/diagnosis/hypotheses/rows.ts';
const RANK = 'src/diagnosis/rank.ts';
const CAUSES_AT = 'src/diagnosis/causes-at.ts';
const SELECT = 'src/bindings/select.ts';

export const PLANTED_FAULTS: readonly PlantedFault[] = [
  {
    name: 'a server that ignores names is taken for one without the row',
    file: STAND,
    find: "return ['sni-not-supported'];",
    put: "return ['missing-sni-host-match'];",
    shows: 'fingerprint-alone',
    focus: /^F0 .* F0 F0 F0/,
  },
  {
    name: 'an address-specific listener is no conflict',
    file: STAND,
    find: "frame.selector === 'specific-listener' ? ['ip-binding-conflict']",
    put: "frame.selector === 'specific-listener' ? ['missing-sni-host-match']",
    shows: 'expired',
  },
  {
    name: 'a filter is taken for an unusable key',
    file: STAND,
    find: "if (state.kind === 'filtered') return ['backend-unavailable'];",
    put: "if (state.kind === 'filtered') return ['private-key-unusable'];",
    shows: 'fingerprint-alone',
  },
  {
    name: 'a key that falls through is forgotten',
    file: ROWS,
    find: "[unusable(UNSEEN, 'resets'), unusable(UNSEEN, 'falls-through')]",
    put: "[unusable(UNSEEN, 'resets')]",
    shows: 'expired',
  },
  {
    name: 'a machine that is not meant is forgotten',
    file: FRAME,
    find: "  'stranger',\n",
    put: '',
    shows: 'fingerprint-alone',
    focus: /^F0 .* F0 F0 F0/,
  },
  {
    name: "a machine that serves a neighbour its own certificate may be another's",
    file: FRAMES,
    find: "if (selector === 'stranger' && clues.holdsCurrent) continue;",
    put: '',
    shows: 'expired',
    focus: /^B0\S* \( #40\) B0\S* \( #40\) \| B0/,
  },
  {
    name: 'acknowledgements are never evidence',
    file: FRAMES,
    find: "if (showsMatches === 'no') return true;",
    put: 'if (showsMatches !== undefined) return true;',
    shows: 'expired',
  },
  {
    name: 'silence is never a filter',
    file: ROWS,
    find: "(['reset', 'close', 'silence'] as const)",
    put: "(['reset', 'close'] as const)",
    shows: 'fingerprint-alone',
    focus: /^#silence/,
  },
  {
    name: 'where every hello fails a row is blamed',
    file: STAND,
    find: 'if (!everythingAskedFails(frame, clues)) return',
    put: 'if (frame !== undefined) return',
    shows: 'expired',
    focus: /^#(112|80|close) \S+ \S+ #(112|80|close) \S+ \S+ \| #\S+ #\S+ #/,
  },
  {
    name: 'a foreign wildcard row counts as an own row',
    file: STAND,
    find: 'if (!serves || reply.row === FALLBACK_ROW || isForeign) {',
    put: 'if (!serves || reply.row === FALLBACK_ROW) {',
    shows: 'expired',
  },
  {
    name: 'the alternatives are dropped',
    file: RANK,
    find: 'alternatives: isNamesOwn(one, pattern) ? ownRowFirst(alternatives) : alternatives,',
    put: 'alternatives: [],',
    shows: 'expired',
  },
  {
    name: 'two causes that stand are as certain as one',
    file: RANK,
    find: "if (causes.length === 1) return [only, 'certain'];",
    put: "if (causes.length <= 2) return [only, 'certain'];",
    shows: 'fingerprint-alone',
    focus: /^#/,
  },
  {
    name: 'nothing is ever certain',
    file: RANK,
    find: "? 'certain' : 'likely';",
    put: "? 'likely' : 'likely';",
    shows: 'expired',
  },
  {
    name: 'an unusable key is likely without a sign of Windows',
    file: RANK,
    find: "yield ['private-key-unusable', onWindows(pattern) ? 'likely' : 'possible'];",
    put: "yield ['private-key-unusable', 'likely'];",
    shows: 'fingerprint-alone',
  },
  {
    name: 'the fallback never leads',
    file: RANK,
    find: "    yield ['fallback-certificate', 'possible'];\n",
    put: '',
    shows: 'fingerprint',
    focus: /^F0\S* \( #40\) F0\S* \( #40\) \| F0 F0\S* F0/,
  },
  {
    name: 'stale without an expectation is certain',
    file: RANK,
    find: "if (cause === 'stale-certificate' && !one.judge.explicit) return 'likely';",
    put: '',
    shows: 'expired-by-name',
  },
  {
    name: 'earlier and later editions are swapped',
    file: 'src/diagnosis/right.ts',
    find: "if (relations.includes('later-edition')) return 'later';",
    put: "if (relations.includes('later-edition')) return 'earlier';",
    shows: 'expired',
  },
  {
    name: 'a right certificate with a wrong key is the certificate’s fault',
    file: CAUSES_AT,
    find: "if (answer.signature === 'fails') return conclude(['private-key-unusable']);",
    put: '',
    shows: 'expired',
  },
  {
    name: 'what came back is told as a change',
    file: 'src/diagnosis/series.ts',
    find: "return runs.length === 2 ? 'changed-once' : 'came-back';",
    put: "return 'changed-once';",
    shows: 'rotation',
  },
  {
    name: 'a wildcard row outranks the exact one',
    file: SELECT,
    find: '{ exact: 0, wildcard: 1, ccs: 2 }',
    put: '{ exact: 1, wildcard: 0, ccs: 2 }',
    shows: 'expired',
  },
  {
    name: 'a key that falls through resets',
    file: SELECT,
    find: "suitable.find(({ key }) => key !== 'falls-through')",
    put: 'suitable[0]',
    shows: 'expired',
  },
  {
    name: 'a filter in the path is not seen',
    file: SELECT,
    find: 'const filter = table.filtered.find(({ host }) => host.toLowerCase() === serverName?.toLowerCase());',
    put: 'const filter = table.filtered.find(({ host }) => host === null);',
    shows: 'fingerprint-alone',
  },
];
