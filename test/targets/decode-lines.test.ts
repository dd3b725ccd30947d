import { describe, expect, it } from 'vitest';
import { decodeLines, type Line, LONGEST_LINE } from '../../src/targets/decode-lines.js';

async function lines(...chunks: readonly (string | Buffer)[]): Promise<Line[]> {
  async function* bytes() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const found: Line[] = [];
  for await (const line of decodeLines(bytes(), 'list')) found.push(line);
  return found;
}

describe('decodeLines', () => {
  it('knows LF, CRLF and CR, also torn between chunks, and a last line without an end', async () => {
    expect((await lines('a\r', '\nb\r', 'c\n\nd')).map((line) => `${line.number} ${line.text}`)).toEqual([
      '1 a',
      '2 b',
      '3 c',
      '4 ',
      '5 d',
    ]);
  });

  it('puts characters together that are torn between chunks', async () => {
    const bytes = Buffer.from('bücher 😀\n');
    const torn = await lines(...[...bytes].map((byte) => Buffer.of(byte)));
    expect(torn).toEqual([{ number: 1, text: 'bücher 😀', cut: false }]);
  });

  it('cuts what is longer than a line may be, and counts on', async () => {
    const [first, second] = await lines('x'.repeat(LONGEST_LINE), 'y\n', 'z');
    expect(first).toEqual({ number: 1, text: 'x'.repeat(LONGEST_LINE), cut: true });
    expect(second).toEqual({ number: 2, text: 'z', cut: false });
  });

  it('holds nothing for an empty file', async () => {
    expect(await lines()).toEqual([]);
    expect(await lines('')).toEqual([]);
  });
});
