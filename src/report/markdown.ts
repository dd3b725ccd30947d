import type { TargetReport } from '../model/report.js';
import { acceptedFindings, acceptedWords, leadingCode, openFindings, targetWords, worstEndpoints } from './codes.js';
import { escapePeerText } from './escape.js';
import { isLimited, limitedStory } from './limited.js';
import { platformTitle } from './platforms.js';
import type { Renderer, RunSummary } from './renderer.js';
import { resolutionWords } from './resolution-words.js';

const MOST_ROWS = 200;

/** GitHub-flavoured Markdown: the problems first as sections, then a table of all targets (at most 200 rows of those that are well). */
export function createMarkdownRenderer(): Renderer {
  const rows: string[] = [];
  const problems: string[] = [];
  const accepted: string[] = [];
  let well = 0;
  return {
    begin: () => '',
    report: (report) => {
      if (report.status !== 'ok') problems.push(problem(report));
      else well += 1;
      if (report.status !== 'ok' || well <= MOST_ROWS) rows.push(row(report));
      accepted.push(...acceptedItems(report));
      return '';
    },
    end: (summary) =>
      [
        `# whichcert: ${verdict(summary)}\n\n`,
        ...problems,
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
      `\n<details><summary>${inline(platformTitle(remedy.platform))}</summary>\n\n${fenced(remedy.steps)}\n</details>\n`,
    );
  }
  return `${lines.join('')}\n`;
}

function row(report: TargetReport): string {
  const served = worstEndpoints(report).map((endpoint) => {
    const certificate = endpoint.served === null ? undefined : report.certificates[endpoint.served];
    return certificate?.subject ?? (endpoint.served === null ? 'nothing' : endpoint.served.slice(0, 12));
  });
  const until = report.endpoints
    .map((endpoint) => (endpoint.served === null ? null : (report.certificates[endpoint.served]?.notAfter ?? null)))
    .filter((date) => date !== null)
    .sort()[0];
  const cells = [
    targetWords(report.target),
    report.status,
    [...new Set(served)].join(' / '),
    until?.slice(0, 10) ?? '',
    leadingCode(report) ?? '',
  ];
  return `| ${cells.map(inline).join(' | ')} |\n`;
}

// Escaped by numeric reference, not by backslash: that also holds inside tables and raw HTML. GitHub makes links of bare addresses.
function inline(text: string): string {
  return escapePeerText(text)
    .replace(/[\\`*_{}[\]<>#|&~$@]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll('://', '&#58;//')
    .replace(/\bwww\./gi, (start) => start.replace('.', '&#46;'));
}

function fenced(steps: readonly string[]): string {
  const text = steps.map(escapePeerText).join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}\n`;
}
