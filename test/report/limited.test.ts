import { describe, expect, it } from 'vitest';
import { createHtmlRenderer } from '../../src/report/html/html.js';
import { createJunitRenderer } from '../../src/report/junit.js';
import { isLimited, limitedStory, limitedWords } from '../../src/report/limited.js';
import { createMarkdownRenderer } from '../../src/report/markdown.js';
import { createNagiosRenderer } from '../../src/report/nagios.js';
import { createTextRenderer } from '../../src/report/text.js';
import { renderAll } from '../support/render.js';
import { aDiagnosis, aFinding, anEndpoint, anObservation, aReport, GOOD } from '../support/reports.js';

const stopped = anObservation('no-name', null, { outcome: 'interrupted', reason: 'limited' });
const unasked = anObservation('target-name', null, { outcome: 'skipped', reason: 'stopped-answering', attempt: 0 });
const control = anObservation('target-name', GOOD);

describe('an endpoint that stopped answering', () => {
  it('is one whose status is unknown for that alone', () => {
    const endpoint = anEndpoint('203.0.113.5', GOOD, { status: 'unknown', observations: [control, stopped] });
    expect(isLimited(endpoint)).toBe(true);
    expect(isLimited({ ...endpoint, observations: [unasked] })).toBe(true);
    expect(isLimited({ ...endpoint, observations: [control] })).toBe(false);
    expect(isLimited({ ...endpoint, status: 'critical', diagnosis: aDiagnosis() })).toBe(false);
  });

  it('is told with its own answers counted, and with what to do', () => {
    const shared = anObservation('unknown-name', GOOD);
    const observations = [control, { ...control, attempt: 2 }, shared, stopped, unasked];
    const endpoint = anEndpoint('203.0.113.5', GOOD, { status: 'unknown', observations });
    expect(limitedWords(endpoint)).toBe('it stopped answering after 2 answers, as a limit on connections does');
    expect(limitedStory(endpoint)).toBe(
      '203.0.113.5: it stopped answering after 2 answers, as a limit on connections does, and was left alone. ' +
        'What it serves now is not known. Ask again more slowly: --rate 10/m --per-address 1',
    );
  });
});

describe('every format tells why the result is unknown, and what was found before', () => {
  const endpoint = anEndpoint('203.0.113.5', GOOD, { status: 'unknown', observations: [control, stopped] });
  const report = aReport({ status: 'unknown', endpoints: [endpoint], findings: [aFinding()] });
  const nagios = { warning: null, critical: null, now: () => 0, verbose: true };
  const texts: Readonly<Record<string, () => Promise<string> | string>> = {
    text: async () =>
      renderAll(await createTextRenderer({ columns: 400, colour: false, onlyProblems: false }), [report]),
    JUnit: () => renderAll(createJunitRenderer(), [report]),
    Nagios: () => renderAll(createNagiosRenderer(nagios), [report]),
    Markdown: () => renderAll(createMarkdownRenderer(), [report]),
    HTML: () => renderAll(createHtmlRenderer({ title: 'whichcert', startedAt: '2026-11-20T06:00:00Z' }), [report]),
  };

  it.each(Object.keys(texts))('%s', async (format) => {
    const told = (await texts[format]?.()) ?? '';
    expect(told).toMatch(/\[limited\]|type="limited"/);
    expect(told).toContain('it stopped answering after 1 answer');
    expect(told).toContain('--rate 10/m --per-address 1');
    expect(told).toContain('identifier-mismatch');
  });
});
