import { describe, expect, it } from 'vitest';
import { PLACEHOLDERS } from '../../../src/diagnosis/causes/facts.js';
import { seenFirst } from '../../../src/diagnosis/remedies/order.js';

const remedies = ['windows-iis', 'nginx', 'apache', 'kubernetes-ingress', 'any'].map((platform) => ({
  platform,
  steps: [],
}));

describe('the platform that was seen comes first', () => {
  it.each([
    [{ server: 'microsoft-iis/10.0' }, 'windows-iis'],
    [{ server: 'nginx/1.25.3' }, 'nginx'],
    [{ server: 'nginx/1.25.3', knownProduct: 'ingress-nginx' }, 'kubernetes-ingress'],
    [{ server: 'apache/2.4.62 (debian)' }, 'apache'],
    [{ server: 'apache-coyote/1.1' }, 'any'],
    [{ server: 'somebody else' }, 'windows-iis'],
    [{}, 'windows-iis'],
  ])('%j', (seen, first) => {
    expect(seenFirst(remedies, { ...PLACEHOLDERS, ...seen })[0]?.platform).toBe(first);
  });
});
