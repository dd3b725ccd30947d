import type { Status } from '../model/report.js';

/** Emphasis for a terminal; the identity where there is none. Applied after escaping, never before. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  status(status: Status, text: string): string;
}

const COLOURS: Readonly<Record<Status, number>> = { critical: 31, unknown: 35, warning: 33, ok: 32 };

export function styleOf(colour: boolean): Style {
  const paint = (code: number, text: string): string => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
  return {
    bold: (text) => paint(1, text),
    dim: (text) => paint(2, text),
    status: (status, text) => paint(COLOURS[status], text),
  };
}
