import { UsageError } from '../errors.js';
import type { AcceptedDeviation } from '../model/deviation.js';
import { splitRecord } from './csv.js';

const HINT = 'Expected are lines of code, target, until, reason: expired, old.example, 2026-12-31, moves in January';

/**
 * Accepted deviations out of a file of `code, target, until, reason` lines; `#` comments, blank lines and a header are
 * passed over, and commas may stand in the last field. Throws UsageError `bad-line` with file and line: a
 * mistake here would hide a fault.
 */
export function readDeviations(text: string, file: string): readonly AcceptedDeviation[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .flatMap((line, index) => {
      const trimmed = line.trim();
      if (trimmed === '' || trimmed.startsWith('#') || /^code\s*,\s*target\s*,/i.test(trimmed)) return [];
      return [readDeviation(trimmed, `${file}:${index + 1}`)];
    });
}

function readDeviation(line: string, source: string): AcceptedDeviation {
  const fields = splitRecord(line, ',');
  if (fields === null) throw new UsageError('bad-line', `${source}: a quote is not closed`, HINT);
  const [code = '', target = '', until = '', ...rest] = fields;
  const reason = rest.join(', ');
  if (!/^[a-z0-9-]+$/.test(code))
    throw new UsageError('bad-line', `${source}: ${JSON.stringify(code)} is not a code`, HINT);
  if (target === '') throw new UsageError('bad-line', `${source}: no target`, HINT);
  if (!isDay(until)) throw new UsageError('bad-line', `${source}: ${JSON.stringify(until)} is not a date`, HINT);
  if (reason === '') throw new UsageError('bad-line', `${source}: no reason`, HINT);
  return { code, target: target.toLowerCase(), until, reason, source };
}

function isDay(text: string): boolean {
  const moment = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return moment !== null && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}
