import type { TargetReport } from '../model/report.js';
import { STATUSES } from '../model/report.js';
import { acceptedFindings, leadingCode, sourceLocation, targetWords } from './codes.js';
import { escapePeerText } from './escape.js';
import { FindingGroups } from './finding-groups.js';
import { leadingSentence } from './leading-sentence.js';
import type { Renderer } from './renderer.js';

// GitHub shows ten annotations of each level for a step, and fifty a job.
const MOST_ANNOTATIONS = 9;
const MOST_NAMES = 20;
const MOST_CHANGES = 10;

interface Group {
  readonly status: TargetReport['status'];
  readonly code: string;
  readonly sentence: string;
  readonly location: { readonly file: string; readonly line: number } | null;
  readonly names: string[];
  count: number;
}

/**
 * GitHub's workflow commands: one annotation for each code, at the list's line of its first target, under the platform's
 * limit of ten a step. The step summary is the Markdown report: the caller appends it to `GITHUB_STEP_SUMMARY`.
 */
export function createGithubRenderer(): Renderer {
  const groups = new Map<string, Group>();
  const accepted = new Map<string, number>();
  const changes = new FindingGroups(MOST_CHANGES);
  return {
    begin: () => '',
    report: (report) => {
      if (report.status !== 'ok') collect(groups, report);
      for (const { code } of acceptedFindings(report)) accepted.set(code, (accepted.get(code) ?? 0) + 1);
      // Under --expect-change a change is critical, and has its annotation.
      if (report.status === 'ok') for (const change of report.changes) changes.add(report, change);
      return '';
    },
    end: () => {
      const sorted = [...groups.values()].sort(
        (a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) || b.count - a.count,
      );
      const shown = sorted.slice(0, MOST_ANNOTATIONS).map(annotation);
      const left = sorted.slice(MOST_ANNOTATIONS);
      if (left.length > 0) shown.push(overflow(left));
      if (accepted.size > 0) shown.push(acceptedNotice(accepted));
      if ([...changes].length > 0) shown.push(changeNotice(changes));
      return shown.join('');
    },
  };
}

function collect(groups: Map<string, Group>, report: TargetReport): void {
  const code = leadingCode(report) ?? report.status;
  const key = `${report.status} ${code}`;
  const group = groups.get(key) ?? {
    status: report.status,
    code,
    sentence: leadingSentence(report) ?? report.status,
    location: sourceLocation(report.target.source),
    names: [],
    count: 0,
  };
  group.count += 1;
  if (group.names.length < MOST_NAMES) group.names.push(targetWords(report.target));
  groups.set(key, group);
}

function annotation(group: Group): string {
  const level = group.status === 'critical' ? 'error' : 'warning';
  const where = group.location === null ? [] : [`file=${property(group.location.file)}`, `line=${group.location.line}`];
  const properties = [...where, `title=${property(`whichcert: ${group.code}`)}`].join(',');
  const more = group.count > group.names.length ? ` and ${group.count - group.names.length} more` : '';
  const names = group.count === 1 ? '' : ` (${group.count} targets: ${group.names.join(', ')}${more})`;
  return `::${level} ${properties}::${data(`${group.sentence}${names}`)}\n`;
}

function overflow(groups: readonly Group[]): string {
  const level = groups.some((group) => group.status === 'critical') ? 'error' : 'warning';
  const text = groups.map((group) => `${group.code}: ${group.count}`).join(', ');
  return `::${level} title=${property('whichcert: more')}::${data(`${groups.length} more codes, see the step summary: ${text}`)}\n`;
}

function acceptedNotice(accepted: ReadonlyMap<string, number>): string {
  const text = [...accepted].map(([code, count]) => `${code}: ${count}`).join(', ');
  return `::notice title=${property('whichcert: accepted until a date')}::${data(`${text}; the step summary says until when and why`)}\n`;
}

/** One notice for all that has changed where it is well: the messages while there is room. */
function changeNotice(changes: FindingGroups): string {
  const parts = [...changes].map(
    ({ code, message, more }) => message ?? `${more} more of ${code}, see the step summary`,
  );
  return `::notice title=${property('whichcert: changed since the baseline')}::${data(parts.join('; '))}\n`;
}

// The toolkit's escapes (actions/toolkit, command.ts): % first, then line ends; properties also : and ,
function data(text: string): string {
  return escapePeerText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
