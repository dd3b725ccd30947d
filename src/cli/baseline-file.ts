import { collectBaseline, writeBaseline } from '../expectation/baseline.js';
import type { TargetReport } from '../model/report.js';
import type { CliIo } from './io.js';
import { toolName } from './version.js';

/** The file of `--save-baseline`: there only once the whole run is in it. */
export interface BaselineFile {
  add(report: TargetReport): void;
  /** Puts it in its place. Throws UsageError. */
  save(): Promise<void>;
  /** Leaves nothing behind, and an earlier one as it was. */
  discard(): Promise<void>;
}

/** Opens the file, so that a wrong path is known before anything is asked. Throws UsageError. */
export async function openBaselineFile(path: string | undefined, io: CliIo): Promise<BaselineFile | null> {
  if (path === undefined) return null;
  const file = await io.files.writeAtomically(path);
  const collector = collectBaseline();
  return {
    add: (report) => collector.add(report),
    save: async () => {
      try {
        await file.write(writeBaseline(collector.baseline(toolName(), io.now().toISOString())));
        await file.commit();
      } catch (error) {
        await file.discard();
        throw error;
      }
    },
    discard: () => file.discard(),
  };
}
