import { expect, it } from 'vitest';
import { expose } from '../../../src/serve/metrics/expose.js';
import { single } from '../../../src/serve/metrics/family.js';

it('writes the text format, labels escaped, empty families left out', async () => {
  const { text, contentType } = await expose([
    single('a_total', 'how many', 3, 'counter'),
    { name: 'b', help: 'an info', type: 'gauge', samples: [{ labels: { x: 'q"\\\n' }, value: 1.5 }] },
    { name: 'c', help: 'nothing', type: 'gauge', samples: [] },
  ]);
  expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(text.trim().split(/\n+/)).toEqual([
    '# HELP a_total how many',
    '# TYPE a_total counter',
    'a_total 3',
    '# HELP b an info',
    '# TYPE b gauge',
    'b{x="q\\"\\\\\\n"} 1.5',
  ]);
});
