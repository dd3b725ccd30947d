import { describe, expect, it } from 'vitest';
import { transcriptLine } from '../../src/cli/transcript.js';

describe('transcriptLine', () => {
  it('says when, whom, which question and what, escaped', () => {
    const entry = {
      at: 1_000,
      target: 'shop.example:443',
      dialled: null,
      probe: null,
      event: 'resolved' as const,
      detail: 'a\nb',
    };
    expect(transcriptLine(entry)).toBe('00:00:01.000 shop.example:443 - resolved: a\\nb');
    expect(transcriptLine({ ...entry, dialled: '127.0.0.1:1', probe: 'no-name' })).toBe(
      '00:00:01.000 shop.example:443 127.0.0.1:1 no-name resolved: a\\nb',
    );
  });
});
