import type { TypedOption } from '../../model/typed-option.js';

/** Options as a POSIX shell takes them back, each with a blank before it. One that would break the line is left out. */
export function shellOptions(options: readonly TypedOption[]): string {
  return options
    .filter(({ value }) => value === null || !CONTROL.test(value))
    .map(({ option, value }) => ` ${option}${value === null ? '' : ` ${shellWord(value)}`}`)
    .join('');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Plain words stay as they are; the rest is quoted (IEEE 1003.1 XCU 2.2.2). */
function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
