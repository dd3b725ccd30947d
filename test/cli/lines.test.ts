import { describe, expect, it } from 'vitest';
import { readLines } from '../../src/cli/lines.js';

async function lines(...chunks: readonly Buffer[]): Promise<string[]> {
  async function* bytes() {
    yield* chunks;
  }
  const found: string[] = [];
  for await (const line of readLines(bytes())) found.push(line);
  return found;
}

describe('readLines', () => {
  it('puts lines and characters together that are torn between chunks', async () => {
    const bytes = Buffer.from('{"a":"ü"}\r\n\n{"b":1}');
    const torn = [...bytes].map((byte) => Buffer.of(byte));
    expect(await lines(...torn)).toEqual(['{"a":"ü"}', '', '{"b":1}']);
    expect(await lines(bytes)).toEqual(['{"a":"ü"}', '', '{"b":1}']);
    expect(await lines()).toEqual([]);
  });
});
