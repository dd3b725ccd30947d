import type { TargetReport } from '../model/report.js';
import { acceptedFindings, acceptedWords, couldNotObserve, leadingCode, openFindings, targetWords } from './codes.js';
import { leadingSentence } from './leading-sentence.js';
import { isLimited, limitedStory } from './limited.js';
import type { Renderer, RunSummary } from './renderer.js';
import { xmlAttribute, xmlText } from './xml.js';

/**
 * JUnit XML in windyroad's form: one suite, one test case a target. A wrong certificate is a `failure`, what could not
 * be observed is an `error`; warnings and changes since a baseline pass and are told in `system-out`. The counts stand in the first element, so the
 * cases are kept until the end, as text.
 */
export function createJunitRenderer(): Renderer {
  const cases: string[] = [];
  const remarks: string[] = [];
  let failures = 0;
  let errors = 0;
  let startedAt: string | null = null;
  return {
    begin: () => '',
    report: (report) => {
      startedAt ??= report.startedAt;
      const verdict = verdictElement(report);
      if (verdict.startsWith('<failure')) failures += 1;
      if (verdict.startsWith('<error')) errors += 1;
      if (report.status === 'warning') remarks.push(leadingSentence(report) ?? targetWords(report.target));
      remarks.push(
        ...acceptedFindings(report).map((finding) => `${targetWords(report.target)}: ${acceptedWords(finding)}`),
      );
      // A wrong target's changes stand in its element.
      if (report.status === 'ok')
        remarks.push(
          ...report.changes.map(({ code, message }) => `${targetWords(report.target)}: changed, ${code}: ${message}`),
        );
      const name = xmlAttribute('name', targetWords(report.target));
      const time = xmlAttribute('time', seconds(report.durationMs));
      cases.push(`    <testcase${name} classname="whichcert"${time}>${verdict}</testcase>\n`);
      return '';
    },
    end: (summary) => suite(summary, { cases, remarks, failures, errors, startedAt }),
  };
}

interface Suite {
  readonly cases: readonly string[];
  readonly remarks: readonly string[];
  readonly failures: number;
  readonly errors: number;
  readonly startedAt: string | null;
}

function suite(summary: RunSummary, content: Suite): string {
  // The form's timestamp has no zone and no fraction (ISO8601_DATETIME_PATTERN).
  const timestamp = (content.startedAt ?? '1970-01-01T00:00:00').slice(0, 19);
  const attributes =
    xmlAttribute('timestamp', timestamp) +
    xmlAttribute('tests', content.cases.length) +
    xmlAttribute('failures', content.failures) +
    xmlAttribute('errors', content.errors) +
    xmlAttribute('time', seconds(summary.durationMs));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n',
    `  <testsuite name="whichcert" package="whichcert" id="0" hostname="localhost"${attributes}>\n    <properties/>\n`,
    ...content.cases,
    `    <system-out>${xmlText(content.remarks.join('\u2028')).replaceAll('\\u{2028}', '\n')}</system-out>\n`,
    '    <system-err/>\n  </testsuite>\n</testsuites>\n',
  ].join('');
}

function verdictElement(report: TargetReport): string {
  if (report.status === 'ok' || report.status === 'warning') return '';
  const element = couldNotObserve(report) ? 'error' : 'failure';
  const message = xmlAttribute('message', leadingSentence(report) ?? report.status);
  const type = xmlAttribute('type', leadingCode(report) ?? report.status);
  return `<${element}${message}${type}>${story(report).map(xmlText).join('\n')}</${element}>`;
}

function story(report: TargetReport): readonly string[] {
  const { diagnosis } = report;
  const findings = openFindings(report).map((finding) => `${finding.severity} ${finding.code}: ${finding.message}`);
  if (diagnosis === null) return [...report.endpoints.filter(isLimited).map(limitedStory), ...findings];
  const others = diagnosis.alternatives.map((other) => `or ${other.cause} (${other.certainty}): ${other.tellApart}`);
  return [`${diagnosis.explanation} (${diagnosis.certainty})`, ...diagnosis.evidence, ...others, ...findings];
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}
