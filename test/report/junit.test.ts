import { describe, expect, it } from 'vitest';
import { createJunitRenderer } from '../../src/report/junit.js';
import { checkJunit } from '../support/junit-checker.js';
import { renderAll } from '../support/render.js';
import { aChanged, aConflict, aDiagnosis, anUnresolved, aReport, HOSTILE } from '../support/reports.js';

const good = renderAll(createJunitRenderer(), [aReport(), aConflict(), anUnresolved(), aReport({ status: 'warning' })]);

describe('JUnit', () => {
  it('holds to the form', () => {
    expect(checkJunit(good)).toEqual([]);
  });

  it('calls a wrong certificate a failure and what could not be observed an error', () => {
    expect(good).toContain('tests="4" failures="1" errors="1"');
    expect(good).toMatch(
      /name="shop\.example"[^>]*><failure message="shop\.example is served &quot;CN=legacy&quot;[^>]* type="ip-binding-conflict"/,
    );
    expect(good).toMatch(
      /name="gone\.example"[^>]*><error message="gone\.example: DNS does not know the name" type="unresolved"/,
    );
  });

  it('remarks what has changed where all is well', () => {
    const xml = renderAll(createJunitRenderer(), [aChanged('blog.example')]);
    expect(xml).toContain('blog.example: changed, replaced: blog.example is served a newer certificate');
    expect(checkJunit(xml)).toEqual([]);
  });

  it('stays an error when --unreachable made it critical', () => {
    const closed = aConflict({ diagnosis: aDiagnosis({ cause: 'unreachable' }) });
    expect(renderAll(createJunitRenderer(), [closed])).toContain('failures="0" errors="1"');
  });

  it('keeps hostile text text', () => {
    const xml = renderAll(createJunitRenderer(), [
      aConflict({ diagnosis: aDiagnosis({ title: HOSTILE, explanation: HOSTILE }) }),
    ]);
    expect(checkJunit(xml)).toEqual([]);
    expect(xml).not.toContain('<script>');
  });

  it.each([
    ['a missing suite attribute', good.replace(' hostname="localhost"', '')],
    ['a time stamp with a zone', good.replace('06:00:00"', '06:00:00Z"')],
    ['a wrong count of cases', good.replace('tests="4"', 'tests="5"')],
    ['a wrong count of failures', good.replace('failures="1"', 'failures="0"')],
    ['a wrong count of errors', good.replace('errors="1"', 'errors="2"')],
    ['a failure without a type', good.replace(' type="ip-binding-conflict"', '')],
    ['properties missing', good.replace('<properties/>', '')],
    ['system-err before system-out', good.replace('<properties/>', '<system-err/><properties/>')],
    ['an unknown element in a case', good.replace('<failure', '<flaky/><failure')],
    ['an open element', good.replace('</testsuite>', '')],
    ['a control character', good.replace('legacy', 'leg\u0001acy')],
    ['another root', good.replaceAll('testsuites>', 'suites>')],
  ])('its checker rejects %s', (_, broken) => {
    expect(broken).not.toBe(good);
    expect(checkJunit(broken)).not.toEqual([]);
  });
});
