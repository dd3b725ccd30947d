import { UsageError } from '../errors.js';
import type { BadLine, ConnectTo, GivenAddress, Target } from '../model/target.js';
import { escapePeerText } from '../report/escape.js';
import { parseAddressOption, parseTarget, type TargetDefaults } from '../targets/parse-target.js';
import { readTargetList } from '../targets/read-target-list.js';
import type { CheckFlags } from './check-flags.js';
import { isCommand } from './commands.js';
import { Expecting } from './expecting.js';
import type { CliIo } from './io.js';
import { type OpenedList, openList } from './target-lists.js';

/** How many targets there are, as far as the lists have been read. */
export interface TargetCount {
  /** Targets read so far. */
  read: number;
  /** Bytes read so far. */
  bytesRead: number;
  /** Bytes of all lists together; null where one does not say how long it is. */
  readonly bytes: number | null;
  /** True when `read` is all. */
  complete: boolean;
}

/** What a run asks about. */
export interface CheckTargets {
  /** Arguments first, then manifests, then lists as they are read. */
  readonly targets: AsyncIterable<Target | BadLine>;
  readonly count: TargetCount;
  /** Of the manifests. */
  readonly connectTo: readonly ConnectTo[];
  /** Of the manifests: the most that one asks for. */
  readonly samples: number | null;
  /** The hosts that are asked about; null where a list is still to be read, or DNS names the hosts. */
  readonly hosts: ReadonlySet<string> | null;
  /** Lists that were read to their end and held no target. */
  empty(): readonly string[];
  /** Why a list could not be read to its end; null while all is well. What was read of it is asked. */
  fault(): UsageError | null;
}

/**
 * The targets of a run. Arguments, manifests and the files that they name are read before anything is asked; lists as they
 * are needed. What a list has to say besides goes to `say`. Throws UsageError.
 */
export async function checkTargets(
  words: readonly string[],
  flags: CheckFlags,
  io: CliIo,
  say: (line: string) => void = () => undefined,
): Promise<CheckTargets> {
  const paths = flags.file ?? [];
  refuseNothing(words, paths);
  const addresses = flags.address === undefined ? null : parseAddressOption(flags.address.join(','), '--address');
  const defaults: TargetDefaults = { addresses };
  const named = words.flatMap((word) => parseTarget(word, { source: 'argument', defaults }));
  const expecting = await Expecting.open(flags, io);
  const first: Target[] = [];
  for (const target of named) first.push(await expecting.complete(target));

  const opened: OpenedList[] = [];
  for (const path of paths) opened.push(await openList(path, io));
  const manifests = opened.filter((list) => list.kind === 'manifest');
  const lists = opened.filter((list) => list.kind === 'list');
  for (const { path, manifest } of manifests) {
    for (const each of manifest.targets) {
      const target = underAddresses(each.target, addresses);
      first.push(await expecting.completeManifest({ ...each, target }, path));
    }
  }

  const count = countOf(lists, first.length);
  const samples = manifests.flatMap(({ manifest }) => manifest.samples ?? []);
  let fault: UsageError | null = null;
  const empty = manifests.filter(({ manifest }) => manifest.targets.length === 0).map(({ path }) => path);
  const reading: Reading = {
    defaults,
    expecting,
    count,
    failed: (error) => (fault ??= error),
    wasEmpty: (source) => empty.push(source),
    say,
  };
  return {
    targets: allTargets(first, lists, reading),
    hosts:
      lists.length > 0 || first.some(({ lookup }) => lookup !== undefined)
        ? null
        : new Set(first.map(({ host }) => host)),
    empty: () => empty,
    count,
    connectTo: manifests.flatMap(({ manifest }) => manifest.connectTo),
    samples: samples.length === 0 ? null : Math.max(...samples),
    fault: () => fault,
  };
}

function refuseNothing(words: readonly string[], paths: readonly string[]): void {
  if (words.length === 0 && paths.length === 0) {
    throw new UsageError(
      'bad-target',
      'there is nothing to check',
      'Give names (whichcert example.com), a list (whichcert -f hosts.txt), or try whichcert demo.',
    );
  }
  const misplaced = words.find(isCommand);
  if (misplaced !== undefined) {
    throw new UsageError(
      'bad-target',
      `"${misplaced}" is a command and stands first`,
      `A host of that name is written ${misplaced}:443.`,
    );
  }
}

function underAddresses(target: Target, addresses: readonly GivenAddress[] | null): Target {
  return target.hostKind === 'name' && target.addresses === null ? { ...target, addresses } : target;
}

type TextList = Extract<OpenedList, { kind: 'list' }>;

function countOf(lists: readonly TextList[], read: number): TargetCount {
  const sizes = lists.map(({ size }) => size);
  const bytes = sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  return { read, bytes, bytesRead: 0, complete: lists.length === 0 };
}

interface Reading {
  readonly defaults: TargetDefaults;
  readonly expecting: Expecting;
  readonly count: TargetCount;
  readonly failed: (error: UsageError) => void;
  readonly wasEmpty: (source: string) => void;
  readonly say: (line: string) => void;
}

async function* allTargets(
  first: readonly Target[],
  lists: readonly TextList[],
  { defaults, expecting, count, failed, wasEmpty, say }: Reading,
): AsyncGenerator<Target | BadLine> {
  yield* first;
  try {
    for (const { chunks, source } of lists) {
      const before = count.read;
      const warn = (message: string): void => say(escapePeerText(`whichcert: ${message}.`));
      for await (const line of readTargetList(counted(chunks, count), source, defaults, warn)) {
        count.read += 1;
        yield await expecting.completeLine(line);
      }
      if (count.read === before) wasEmpty(source);
    }
  } catch (error) {
    // What was read is asked and reported; the run says at its end that this is not all.
    if (!(error instanceof UsageError)) throw error;
    failed(error);
  }
  count.complete = true;
}

async function* counted(chunks: AsyncIterable<Uint8Array>, count: TargetCount): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    count.bytesRead += chunk.length;
    yield chunk;
  }
}
