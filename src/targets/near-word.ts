/**
 * The known word that somebody meant by one that is not known: a slip of the keyboard (a letter too many, too few, or two
 * exchanged; from six letters on also a wrong one, from eight on two slips), a plural, or a beginning. The first letter is
 * right. Null where nothing is near.
 */
export function nearWord(word: string, known: readonly string[]): string | null {
  const written = word.toLowerCase();
  if (known.includes(written)) return null;
  const near = known
    .map((each) => ({ each, slips: slipsBetween(written, each) }))
    .filter(({ each, slips }) => slips <= mostSlips(written, each))
    .sort((a, b) => a.slips - b.slips);
  return near[0]?.each ?? known.find((each) => isForm(written, each)) ?? null;
}

function mostSlips(written: string, known: string): number {
  if (written[0] !== known[0] || Math.min(written.length, known.length) < 3) return -1;
  if (known.length >= 8) return 2;
  // "cost" is no "host", and "part" no "port".
  return known.length >= 6 || written.length !== known.length || isExchange(written, known) ? 1 : 0;
}

function isExchange(written: string, known: string): boolean {
  return [...written].sort().join('') === [...known].sort().join('');
}

/** `hosts`, `address2`, `ipv4` of a known word; `addr` and `thumb`, which are its beginning. */
function isForm(written: string, known: string): boolean {
  if (written.startsWith(known)) return /^(?:e?s|v?\d)$/.test(written.slice(known.length));
  return written.length >= 4 && written.length < known.length && known.startsWith(written);
}

/** How many slips apart two words are: letters added, left out, replaced, or exchanged with their neighbour. */
function slipsBetween(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(exchanged ? Math.min(least, (before[j - 2] ?? 0) + 1) : least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
