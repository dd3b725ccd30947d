import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoEstate } from '../../src/lab/demo-estate.js';
import { type RunningLab, startLab } from '../../src/lab/start-lab.js';
import { ask } from './client.js';

describe('the demo estate, asked by node:tls', () => {
  let lab: RunningLab;
  beforeAll(async () => {
    lab = await startLab(demoEstate());
  });
  afterAll(() => lab.stop());

  /** [name asked, address, the word of the certificate or how it ends] */
  const cases: readonly (readonly [string | null, string, string])[] = [
    ['shop.example', '203.0.113.10', 'shop'],
    ['SHOP.example', '203.0.113.10', 'shop'],
    ['shop.example', '2001:db8::10', 'shop'],
    ['api.example', '203.0.113.10', 'api'],
    ['store.example', '203.0.113.10', 'web01'],
    [null, '203.0.113.10', 'web01'],
    ['pay.example', '203.0.113.10', 'ECONNRESET'],
    ['portal.example', '203.0.113.20', 'portal'],
    ['portal.example', '203.0.113.21', 'leftover'],
    ['status.example', '203.0.113.21', 'leftover'],
    ['intranet.example', '203.0.113.30', 'legacy'],
    ['edge.example', '203.0.113.60', 'edge'],
    [null, '203.0.113.60', 'ECONNRESET'],
    ['unknown.invalid', '203.0.113.60', 'ECONNRESET'],
    ['news.example', '198.51.100.40', 'news'],
    ['news.example', '198.51.100.41', 'news-earlier'],
    ['old.example', '198.51.100.50', 'expired'],
    ['wiki.example', '198.51.100.50', 'forum'],
    ['docs.example', '198.51.100.70', 'docs'],
    ['blog.example', '198.51.100.70', 'ingress-fake'],
  ];
  for (const [serverName, address, word] of cases) {
    it(`${serverName ?? 'no name'} at ${address} → ${word}`, async () => {
      const { answer } = await ask(lab, { address, serverName });
      expect(answer).toBe(lab.certificates.get(word)?.sha256 ?? word);
    });
  }
});
