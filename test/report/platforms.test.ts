import { describe, expect, it } from 'vitest';
import { platformTitle, relevantRemedies } from '../../src/report/platforms.js';

const remedies = ['windows-iis', 'nginx', 'apache', 'any'].map((platform) => ({ platform, steps: [] }));
const shownFor = (server: string | null): string[] =>
  relevantRemedies(remedies, server).shown.map((each) => each.platform);

describe('relevantRemedies', () => {
  it.each([
    ['Microsoft-IIS/10.0', ['windows-iis', 'any']],
    ['Microsoft-HTTPAPI/2.0', ['windows-iis', 'any']],
    ['nginx/1.22.1', ['nginx', 'any']],
    ['openresty', ['nginx', 'any']],
    ['Apache/2.4.62 (Debian)', ['apache', 'any']],
    ['Apache-Coyote/1.1', ['nginx', 'any']],
    ['Caddy', ['nginx', 'any']],
    [null, ['windows-iis', 'any']],
  ])('%s shows %j', (server, platforms) => {
    expect(shownFor(server)).toEqual(platforms);
  });

  it('leaves the others to the page', () => {
    expect(relevantRemedies(remedies, 'nginx').others.map((each) => each.platform)).toEqual(['windows-iis', 'apache']);
    expect(relevantRemedies([], 'nginx')).toEqual({ shown: [], others: [] });
  });
});

describe('platformTitle', () => {
  it('says a name, or the word itself', () => {
    expect([platformTitle('windows-iis'), platformTitle('hitch')]).toEqual(['Windows / IIS', 'hitch']);
  });
});
