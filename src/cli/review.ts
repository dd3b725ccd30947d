import { UsageError } from '../errors.js';
import { targetKey } from '../expectation/baseline.js';
import type { TargetReport } from '../model/report.js';
import type { BadLine, Target } from '../model/target.js';
import { nearWord } from '../targets/near-word.js';
import { parseTarget } from '../targets/parse-target.js';
import { bindingsJoiner } from './bindings-joiner.js';
import type { CheckFlags } from './check-flags.js';
import type { CliIo } from './io.js';

/** What the command makes of a report before it is shown: the row to blame, changes since a baseline, what is accepted. */
export interface Review {
  readonly report: (report: TargetReport) => TargetReport;
  /** Told of every target that is asked. */
  readonly asked: (target: Target | BadLine) => void;
  /**
   * Hosts of `--expect-change` that are none of `hosts`, or, without these, none of those that were asked or reported: a
   * change of theirs could not be seen. As what is wrong with the command line.
   */
  readonly unasked: (hosts?: ReadonlySet<string>) => readonly UsageError[];
}

/** Reads the files of `--bindings`, `--baseline` and `--accept`. Throws UsageError. */
export async function openReview(flags: CheckFlags, io: CliIo): Promise<Review> {
  const alsoAsked = new Map<string, Set<string>>();
  const wanted = new Set(
    flags.expectChange?.flatMap((word) => parseTarget(word, { source: '--expect-change' })).map(({ host }) => host),
  );
  const seen = new Set<string>();
  const join = await bindingsJoiner(flags, io);
  const compare = await comparison(flags, wanted, alsoAsked, io);
  const accept = await acceptance(flags, io);
  return {
    report: (report) => {
      if (wanted.has(report.target.host)) seen.add(report.target.host);
      return accept(compare(join(report)));
    },
    asked: (target) => {
      if (flags.baseline === undefined || !('host' in target)) return;
      note(target, alsoAsked);
      if (wanted.has(target.host)) seen.add(target.host);
    },
    unasked: (hosts = seen) => [...wanted].filter((host) => !hosts.has(host)).map((host) => notAsked(host, hosts)),
  };
}

function notAsked(host: string, hosts: ReadonlySet<string>): UsageError {
  const near = nearWord(host, [...hosts]);
  return new UsageError(
    'bad-option',
    `--expect-change ${host}: this host is not among those that are asked`,
    near === null ? 'Write it as the list has it.' : `Was ${near} meant?`,
  );
}

/** A target may stand in a run several times, each with addresses of its own. */
function note(target: Target, alsoAsked: Map<string, Set<string>>): void {
  if (target.addresses === null) return;
  const key = targetKey(target);
  const addresses = alsoAsked.get(key) ?? new Set();
  for (const { address } of target.addresses) addresses.add(address);
  alsoAsked.set(key, addresses);
}

type Step = (report: TargetReport) => TargetReport;

async function comparison(
  flags: CheckFlags,
  wanted: ReadonlySet<string>,
  alsoAsked: ReadonlyMap<string, ReadonlySet<string>>,
  io: CliIo,
): Promise<Step> {
  if (flags.baseline === undefined) {
    if (flags.expectChange === undefined) return (report) => report;
    throw new UsageError('bad-option', '--expect-change goes with --baseline', 'Save one with --save-baseline FILE.');
  }
  const { readBaseline } = await import('../expectation/baseline.js');
  const { createComparison } = await import('../expectation/compare-baseline.js');
  const text = Buffer.from(await io.files.read(flags.baseline)).toString('utf8');
  const baseline = await readBaseline(text, flags.baseline);
  return createComparison({ baseline, expectChange: flags.expectChange === undefined ? null : [...wanted], alsoAsked });
}

async function acceptance(flags: CheckFlags, io: CliIo): Promise<Step> {
  const { accept: path } = flags;
  if (path === undefined) return (report) => report;
  const { acceptDeviations } = await import('../expectation/accept.js');
  const { readDeviations } = await import('../targets/read-deviations.js');
  const { textOf } = await import('../expectation/text.js');
  const deviations = readDeviations(textOf(await io.files.read(path)), path);
  const today = (flags.at === undefined ? io.now() : new Date(flags.at)).toISOString();
  return (report) => acceptDeviations(report, deviations, today);
}
