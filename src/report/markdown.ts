import type { TargetReport } from '../model/report.js';
import { acceptedFindings, acceptedWords, leadingCode, openFindings, targetWords, worstEndpoints } from './codes.js';
import { escapePeerText } from './escape.js';
import { FindingGroups } from './finding-groups.js';
import { isLimited, limitedStory } from './limited.js';
import { platformTitle } from './platforms.js';
import type { Renderer, RunSummary } from './renderer.js';
import { resolutionWords } from './resolution-words.js';
import { firstToEnd, leavesAt } from './served.js';
import { readSteps, type StepPart } from './steps.js';
import { enumerate } from './wrap.js';

const MOST_ROWS = 200;
const MOST_CHANGES = 100;
const MOST_NAMES = 12;

/** GitHub-flavoured Markdown: the problems first as sections, then what has changed, and a table of all targets (at most 200 rows of those that are well). */
export function createMarkdownRenderer(): Renderer {
  const rows: string[] = [];
  const problems: string[] = [];
  const accepted: string[] = [];
  const changes = new FindingGroups(MOST_CHANGES);
  let well = 0;
  return {
    begin: () => '',
    report: (report) => {
      if (report.status !== 'ok') problems.push(problem(report));
      else well += 1;
      if (report.status !== 'ok' || well <= MOST_ROWS) rows.push(row(report));
      accepted.push(...acceptedItems(report));
      for (const change of report.changes) changes.add(report, change);
      return '';
    },
    end: (summary) =>
      [
        `# whichcert: ${verdict(summary)}\n\n`,
        ...problems,
        ...changeSection(changes),
        ...(accepted.length === 0 ? [] : ['## Accepted until a date\n\n', ...accepted, '\n']),
        rows.length === 0 ? '' : '| target | status | served | until | code |\n|---|---|---|---|---|\n',
        ...rows,
        well > MOST_ROWS ? `\n…and ${well - MOST_ROWS} more that are well.\n` : '',
        summary.interrupted ? '\nEnded before every target was asked.\n' : '',
      ].join(''),
  };
}

/** `3 of 12 targets critical, 1 unknown`. */
export function verdict(summary: RunSummary): string {
  const { critical, unknown, warning, ok } = summary.statuses;
  const parts = [
    critical > 0 ? `${critical} critical` : null,
    unknown > 0 ? `${unknown} unknown` : null,
    warning > 0 ? `${warning} warning` : null,
    ok > 0 ? `${ok} ok` : null,
  ].filter((part) => part !== null);
  return `${summary.targets} ${summary.targets === 1 ? 'target' : 'targets'}: ${parts.join(', ') || 'nothing asked'}`;
}

/** What has changed since a baseline, also where all is well. */
function changeSection(changes: FindingGroups): readonly string[] {
  const items = [...changes].map(({ code, message, names, more }) =>
    message === null
      ? `- \`${code}\`: ${more} more\n`
      : `- ${inline(enumerate(names, MOST_NAMES))} \`${code}\`: ${inline(message)}\n`,
  );
  return items.length === 0 ? [] : ['## Changes since the baseline\n\n', ...items, '\n'];
}

/** What is known and accepted: shown, and no problem. */
function acceptedItems(report: TargetReport): readonly string[] {
  return acceptedFindings(report).map(
    (finding) => `- ${inline(targetWords(report.target))}: ${inline(acceptedWords(finding))}\n`,
  );
}

function problem(report: TargetReport): string {
  const { diagnosis } = report;
  const lines = [`## ${inline(targetWords(report.target))} \`[${leadingCode(report) ?? report.status}]\`\n\n`];
  if (diagnosis !== null) {
    lines.push(`**${inline(diagnosis.title)}** (${diagnosis.certainty})\n\n${inline(diagnosis.explanation)}\n\n`);
    lines.push(...diagnosis.evidence.map((item) => `- ${inline(item)}\n`));
    lines.push(
      ...diagnosis.alternatives.map(
        (other) => `- or \`${other.cause}\` (${other.certainty}): ${inline(other.tellApart)}\n`,
      ),
    );
    lines.push('\n');
  }
  if (report.resolution.reason !== null)
    lines.push(`No address: ${inline(resolutionWords(report.resolution.reason))}\n\n`);
  for (const endpoint of report.endpoints.filter(isLimited)) lines.push(`${inline(limitedStory(endpoint))}\n\n`);
  for (const finding of openFindings(report))
    lines.push(`- ${finding.severity} \`${finding.code}\`: ${inline(finding.message)}\n`);
  for (const remedy of diagnosis?.remedies ?? []) {
    lines.push(
      `\n<details><summary>${inline(platformTitle(remedy.platform))}</summary>\n\n${numbered(remedy.steps)}\n</details>\n`,
    );
  }
  return `${lines.join('')}\n`;
}

function row(report: TargetReport): string {
  const served = worstEndpoints(report).map((endpoint) => {
    const certificate = endpoint.served === null ? undefined : report.certificates[endpoint.served];
    return certificate?.subject ?? (endpoint.served === null ? 'nothing' : endpoint.served.slice(0, 12));
  });
  const until = firstToEnd(report, report.endpoints.flatMap(leavesAt));
  const cells = [
    targetWords(report.target),
    report.status,
    [...new Set(served)].join(' / '),
    until === null ? '' : new Date(until.end).toISOString().slice(0, 10),
    leadingCode(report) ?? '',
  ];
  return `| ${cells.map(inline).join(' | ')} |\n`;
}

// Escaped by numeric reference, not by backslash: that also holds inside tables and raw HTML. GitHub makes links of bare addresses.
function inline(text: string): string {
  return escapePeerText(text)
    .replace(/[\\`*_{}[\]<>#|&~$@]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/^\s*::/, (start) => start.replace('::', '&#58;:'))
    .replaceAll('://', '&#58;//')
    .replace(/\bwww\./gi, (start) => start.replace('.', '&#46;'));
}

/** A numbered list whose commands are fenced blocks without prompts: GitHub puts a copy button on each. */
function numbered(steps: readonly string[]): string {
  return readSteps(steps)
    .map((parts, index) => {
      const number = `${index + 1}. `;
      const lines = parts.flatMap((part) => (part.kind === 'words' ? [inline(part.text)] : fenced(part)));
      return lines.map((line, at) => `${at === 0 ? number : ' '.repeat(number.length)}${line}\n`).join('');
    })
    .join('');
}

function fenced({ shell, lines }: Extract<StepPart, { kind: 'code' }>): readonly string[] {
  const escaped = lines.map(escapePeerText);
  const longest = Math.max(2, ...[...escaped.join('\n').matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${shell ?? ''}`, ...escaped, fence];
}
