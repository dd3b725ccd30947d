/** Breaks text at blanks into lines of at most `width` characters; a word that is longer stands alone, whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** As {@link wrap}, and a longer word is broken: for a column that must not grow. */
export function fold(text: string, width: number): readonly string[] {
  return wrap(text, width).flatMap((line) => {
    const characters = [...line];
    const pieces: string[] = [];
    for (let at = 0; at < characters.length; at += width) pieces.push(characters.slice(at, at + width).join(''));
    return pieces;
  });
}

/** Wrapped text behind a first-line prefix; the other lines are indented as deep. */
export function hang(prefix: string, text: string, width: number): readonly string[] {
  const lines = wrap(text, Math.max(24, width - prefix.length));
  const indent = ' '.repeat(prefix.length);
  return lines.map((line, index) => (index === 0 ? prefix : indent) + line);
}

/** `a, b and c`; with more than `most`, `a, b and 7 more`. */
export function enumerate(words: readonly string[], most: number): string {
  const shown = words.length <= most ? words : [...words.slice(0, most - 1), `${words.length - most + 1} more`];
  if (shown.length <= 1) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

/** `1 name`, `3 names`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
