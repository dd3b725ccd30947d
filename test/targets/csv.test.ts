import { describe, expect, it } from 'vitest';
import { type CsvRecord, readCsv, splitRecord } from '../../src/targets/csv.js';

async function* numbered(texts: readonly string[]) {
  for (const [index, text] of texts.entries()) yield { number: index + 1, text, cut: text.startsWith('long') };
}

async function records(texts: readonly string[]): Promise<CsvRecord[]> {
  const found: CsvRecord[] = [];
  for await (const record of readCsv(numbered(texts), ',')) found.push(record);
  return found;
}

describe('splitRecord', () => {
  it.each([
    ['a,b', ',', ['a', 'b']],
    [' a ;; b ', ';', ['a', '', 'b']],
    ['a\t\tb', '\t', ['a', '', 'b']],
    ['"a,b","c ""d"""', ',', ['a,b', 'c "d"']],
    ['"a" , b', ',', ['a', 'b']],
    ['a,', ',', ['a', '']],
    ['', ',', ['']],
    ['a"b,c', ',', ['a"b', 'c']],
    ['"open,b', ',', null],
  ])('%j by %j', (text, delimiter, fields) => {
    expect(splitRecord(text, delimiter)).toEqual(fields);
  });
});

describe('readCsv', () => {
  it('lets a quoted field run over lines and numbers records by their first', async () => {
    expect(await records(['a,"one', '', 'two"', '', 'b,c'])).toEqual([
      { number: 1, fields: ['a', 'one\n\ntwo'], problem: null },
      { number: 5, fields: ['b', 'c'], problem: null },
    ]);
  });

  it('gives a record up whose quote never closes, and goes on behind it', async () => {
    const [first, ...rest] = await records(['"a', ...Array(60).fill('b,c')]);
    expect(first).toEqual(expect.objectContaining({ number: 1, problem: 'a quote is not closed' }));
    expect(rest).toHaveLength(11);
  });

  it('says of a line that was cut that it is too long', async () => {
    expect(await records(['long,line'])).toEqual([
      { number: 1, fields: ['long,line'], problem: 'the line is too long' },
    ]);
  });
});
