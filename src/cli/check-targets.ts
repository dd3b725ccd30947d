import { UsageError } from '../errors.js';
import { type Expectation, type ExpectedCertificate, PLAIN_EXPECTATION } from '../model/expectation.js';
import type { BadLine, Target } from '../model/target.js';
import { parseAddressOption, parseTarget, type TargetDefaults } from '../targets/parse-target.js';
import { readTargetList } from '../targets/read-target-list.js';
import type { CheckFlags } from './check-flags.js';
import { isCommand } from './commands.js';
import type { CliIo } from './io.js';

/** The targets of a run: arguments first, then lists as they are read. Throws UsageError for a wrong argument at once. */
export async function checkTargets(
  words: readonly string[],
  flags: CheckFlags,
  io: CliIo,
): Promise<AsyncIterable<Target | BadLine>> {
  const lists = flags.file ?? [];
  if (words.length === 0 && lists.length === 0) {
    throw new UsageError(
      'bad-target',
      'there is nothing to check',
      'Give names (whichcert example.com), a list (whichcert -f hosts.txt), or try whichcert demo.',
    );
  }
  const defaults = await targetDefaults(flags, io);
  const misplaced = words.find(isCommand);
  if (misplaced !== undefined) {
    throw new UsageError(
      'bad-target',
      `"${misplaced}" is a command and stands first`,
      `A host of that name is written ${misplaced}:443.`,
    );
  }
  const named = words.flatMap((word) => parseTarget(word, { source: 'argument', defaults }));
  return allTargets(named, lists, defaults, io);
}

async function* allTargets(
  named: readonly Target[],
  lists: readonly string[],
  defaults: TargetDefaults,
  io: CliIo,
): AsyncGenerator<Target | BadLine> {
  yield* named;
  for (const path of lists) {
    const [chunks, source] = path === '-' ? [io.stdin, 'stdin'] : [io.files.stream(path), path];
    yield* readTargetList(chunks, source, defaults);
  }
}

async function targetDefaults(flags: CheckFlags, io: CliIo): Promise<TargetDefaults> {
  const addresses = flags.address === undefined ? null : parseAddressOption(flags.address.join(','), '--address');
  const expectation = await expectationOf(flags, io);
  return { addresses, expectation };
}

async function expectationOf(flags: CheckFlags, io: CliIo): Promise<Expectation | null> {
  const certificates: ExpectedCertificate[] = [];
  if (flags.expectFingerprint !== undefined) {
    const { parseFingerprint } = await import('../expectation/fingerprint.js');
    for (const text of flags.expectFingerprint) {
      certificates.push({ digest: parseFingerprint(text), der: null, source: '--expect-fingerprint' });
    }
  }
  if (flags.expectCertificate !== undefined) {
    const { expectCertificateFile } = await import('../expectation/certificate-file.js');
    for (const path of flags.expectCertificate) {
      certificates.push(expectCertificateFile(await io.files.read(path), path));
    }
  }
  return certificates.length === 0 ? null : { ...PLAIN_EXPECTATION, certificates };
}
