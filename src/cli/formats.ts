import { UsageError } from '../errors.js';
import type { Renderer } from '../report/renderer.js';
import type { CliIo } from './io.js';

/** The report formats there are. */
export const FORMATS = ['text', 'jsonl'] as const;
export type Format = (typeof FORMATS)[number];

/** Throws UsageError `bad-option`. */
export function readFormat(word: string, option: string): Format {
  const format = FORMATS.find((each) => each === word);
  if (format !== undefined) return format;
  throw new UsageError('bad-option', `${option} ${JSON.stringify(word)}: one of ${FORMATS.join(', ')} was expected`);
}

export interface RendererOptions {
  readonly onlyProblems: boolean;
  /** Whether it goes to the terminal: width and colour are the terminal's then. */
  readonly toTerminal: boolean;
}

/** Loads one format and nothing of the others. */
export async function createRenderer(format: Format, options: RendererOptions, io: CliIo): Promise<Renderer> {
  if (format === 'jsonl') {
    const { createJsonlRenderer } = await import('../report/jsonl.js');
    return createJsonlRenderer({ onlyProblems: options.onlyProblems });
  }
  const { createTextRenderer } = await import('../report/text.js');
  return createTextRenderer({
    columns: options.toTerminal ? (io.columns ?? 80) : 120,
    colour: options.toTerminal && (io.env.NO_COLOR ?? '') === '' && io.env.TERM !== 'dumb',
    onlyProblems: options.onlyProblems,
  });
}
