import type { TranscriptEntry } from '../../engine/transcript.js';
import { escapePeerText } from '../../report/escape.js';

const MOST_LINES = 5_000;

/** Collects what `debug=true` shows: every step, then the metrics that would have been returned. */
export class DebugLog {
  readonly #lines: string[] = [];
  #left = 0;

  /** For `CheckOptions.onTranscript`. */
  add(entry: TranscriptEntry): void {
    if (this.#lines.length >= MOST_LINES) {
      this.#left += 1;
      return;
    }
    const { at, target, dialled, probe, event, detail } = entry;
    const words = [new Date(at).toISOString(), target, dialled, probe, event, detail].filter((word) => word !== null);
    this.#lines.push(escapePeerText(words.join(' ')));
  }

  /** The page, in the order of blackbox_exporter's. */
  text(metrics: string, module: string): string {
    const more = this.#left === 0 ? '' : `and ${this.#left} lines more\n`;
    return `Logs for the probe:\n${this.#lines.join('\n')}\n${more}\n\n\nMetrics that would have been returned:\n${metrics}\n\n\nModule:\n${module}\n`;
  }
}
