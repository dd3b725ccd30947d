import { UsageError } from '../../errors.js';
import type { Latest } from '../latest.js';
import type { Tallies } from '../metrics/tallies.js';
import type { ReportSink, ServeSettings } from '../settings.js';
import { entryOf, readSnapshots, readTimes, readTold, toldEntryOf } from './entries.js';
import { Journal } from './journal.js';

/** Reads what earlier runs knew into place, and goes on writing; null without a folder. Throws UsageError for one that cannot be used. */
export async function openState(
  settings: Pick<ServeSettings, 'stateFolder' | 'logger'>,
  latest: Latest,
  sink: ReportSink | null,
  tallies: Tallies,
): Promise<Journal | null> {
  const { stateFolder, logger } = settings;
  if (stateFolder === null) return null;
  const snapshot = function* (): Generator<unknown> {
    for (const each of latest.snapshots()) yield entryOf(each);
    for (const each of sink?.told() ?? []) yield toldEntryOf(each);
  };
  const { journal, recovered } = await Journal.open({
    folder: stateFolder,
    snapshot,
    onFailure: (code) => {
      tallies.count('whichcert_state_write_failures_total');
      logger.error({ code }, 'the state cannot be written; it is kept in memory and tried again');
    },
  }).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError('bad-file', `--state ${stateFolder}: the folder cannot be used (${code})`);
  });
  const snapshots = await readSnapshots(recovered.entries);
  for (const each of snapshots) latest.restore(each);
  for (const [id, at] of await readTimes(recovered.entries)) latest.seenAt(id, at);
  sink?.restore(await readTold(recovered.entries));
  logger.info({ targets: snapshots.length, lost: recovered.lost }, 'state read');
  return journal;
}
