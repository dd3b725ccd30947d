/**
 * What a terminal or a reader could be misled by: controls (C0, C1, DEL), formats (bidirectional controls, zero-width
 * characters, tags), lone surrogates, private use, line and paragraph separators, and piles of combining marks.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?<=\p{M}{3})\p{M}/gu;

/**
 * The only way out for text that a peer controls: certificate names, server headers, aliases, and sentences that quote
 * them. Unsafe characters become visible: `\n`, `\x1b`, `\u{202e}`. Everything else, of any script, stays.
 *
 * ```ts
 * escapePeerText('CN=\u001b[31mred')  // 'CN=\\x1b[31mred'
 * ```
 */
export function escapePeerText(value: string): string {
  return value.replace(UNSAFE, visible);
}

/** The same, cut to `length` characters with an ellipsis. */
export function escapeAndCut(value: string, length: number): string {
  const characters = [...value.slice(0, length * 4)];
  if (characters.length <= length) return escapePeerText(value);
  return `${escapePeerText(characters.slice(0, Math.max(0, length - 1)).join(''))}…`;
}

function visible(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}

/** JSON in ASCII controls only: what JSON.stringify leaves raw and a terminal would act on becomes `\uXXXX`. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
