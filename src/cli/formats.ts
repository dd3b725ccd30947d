import { UsageError } from '../errors.js';
import type { Renderer } from '../report/renderer.js';
import type { CliIo } from './io.js';
import { toolName } from './version.js';

/** The report formats there are. */
const FORMATS = ['text', 'jsonl', 'csv', 'markdown', 'html', 'junit', 'sarif', 'github', 'nagios'] as const;
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
  /** When the run began, ISO 8601. */
  readonly startedAt: string;
  /** `--at`, in milliseconds since 1970. */
  readonly at: number | undefined;
}

/** Loads one format and nothing of the others. */
export async function createRenderer(format: Format, options: RendererOptions, io: CliIo): Promise<Renderer> {
  const renderer = await load(format, options, io);
  if (!options.onlyProblems || format === 'text') return renderer;
  return { ...renderer, report: (report) => (report.status === 'ok' ? '' : renderer.report(report)) };
}

async function load(format: Format, options: RendererOptions, io: CliIo): Promise<Renderer> {
  switch (format) {
    case 'text':
      return (await import('../report/text.js')).createTextRenderer({
        columns: options.toTerminal ? (io.columns ?? 80) : 160,
        colour: options.toTerminal && (io.env.NO_COLOR ?? '') === '' && io.env.TERM !== 'dumb',
        onlyProblems: options.onlyProblems,
        judgedAt: options.at === undefined ? null : new Date(options.at).toISOString(),
      });
    case 'jsonl':
      return (await import('../report/jsonl.js')).createJsonlRenderer();
    case 'csv':
      return (await import('../report/csv.js')).createCsvRenderer();
    case 'markdown':
      return (await import('../report/markdown.js')).createMarkdownRenderer();
    case 'html':
      return (await import('../report/html/html.js')).createHtmlRenderer({
        title: 'whichcert',
        startedAt: options.startedAt,
      });
    case 'junit':
      return (await import('../report/junit.js')).createJunitRenderer();
    case 'sarif':
      return (await import('../report/sarif.js')).createSarifRenderer({ version: toolName().split('/')[1] ?? '' });
    case 'nagios':
      return (await import('../report/nagios.js')).createNagiosRenderer({
        warning: null,
        critical: null,
        now: () => options.at ?? io.now().getTime(),
        verbose: true,
      });
    case 'github':
      return (await import('../report/github.js')).createGithubRenderer();
  }
}
