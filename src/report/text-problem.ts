import type { Alternative, Remedy } from '../model/diagnosis.js';
import type { Finding } from '../model/finding.js';
import type { EndpointReport, TargetReport } from '../model/report.js';
import { targetWords, unresolvedCode } from './codes.js';
import { escapeAndCut, escapePeerText } from './escape.js';
import { isLimited, limitedStory } from './limited.js';
import { platformTitle, relevantRemedies } from './platforms.js';
import type { Problem } from './problems.js';
import { resolutionWords } from './resolution-words.js';
import { outcomeWords } from './served.js';
import { promptOf, readSteps } from './steps.js';
import type { Style } from './style.js';
import { counted, enumerate, hang, wrap } from './wrap.js';

/** Prose wider than this is tiring; commands are never broken. */
const WIDEST = 100;
const MOST_NAMES = 12;

/** One thing wrong, told in full: cause, evidence, what else it could be, what to do. Lines without line ends. */
export function renderProblem(problem: Problem, columns: number, style: Style): readonly string[] {
  const width = Math.min(columns, WIDEST);
  const lines = [heading(problem, style), ...others(problem, width)];
  if (problem.kind === 'unresolved') return [...lines, ...unresolved(problem, width)];
  if (problem.diagnosis !== null) lines.push(...diagnosisLines(problem, width, style));
  else lines.push(...undiagnosed(problem, width, style));
  return lines;
}

function heading(problem: Problem, style: Style): string {
  const first = problem.reports[0];
  const name = first === undefined ? '' : escapeAndCut(targetWords(first.target), 120);
  const code =
    problem.kind === 'unresolved' && first !== undefined
      ? unresolvedCode(first)
      : (problem.diagnosis?.cause ?? (problem.endpoints.some(isLimited) ? 'limited' : null));
  const at = problem.endpoints.map((endpoint) => escapePeerText(endpoint.address));
  const where = at.length === 0 ? '' : ` at ${enumerate(at, 6)}`;
  const status = style.status(problem.status, problem.status);
  return `${status} ${style.bold(name)}${where}${code === null ? '' : ` [${code}]`}`;
}

/** The other names with the same story. */
function others(problem: Problem, width: number): readonly string[] {
  const elsewhere = problem.diagnosis?.cause === 'unreachable';
  const names = problem.reports.slice(1).map((report) => {
    const name = escapeAndCut(targetWords(report.target), 120);
    return elsewhere ? `${name} at ${wrongAddresses(report)}` : name;
  });
  if (names.length === 0) return [];
  return hang('  ', `The same with ${counted(names.length, 'other name')}: ${enumerate(names, MOST_NAMES)}.`, width);
}

function wrongAddresses(report: TargetReport): string {
  const wrong = report.endpoints.filter((endpoint) => endpoint.status !== 'ok');
  return enumerate(
    wrong.map((endpoint) => escapePeerText(endpoint.address)),
    3,
  );
}

function unresolved(problem: Problem, width: number): readonly string[] {
  const [first] = problem.reports;
  if (first === undefined) return [];
  const told = problem.findings.map((finding) => finding.message);
  const source = first.target.source;
  const what = told.length > 0 ? told.join(' ') : `${resolutionWords(first.resolution.reason)}.`;
  const where = source === null || source === 'argument' || what.startsWith(`${source}: `) ? '' : `${source}: `;
  return hang('  ', escapePeerText(`${where}${what}`), width);
}

function diagnosisLines(problem: Problem, width: number, style: Style): readonly string[] {
  const { diagnosis } = problem;
  if (diagnosis === null) return [];
  const page = `whichcert explain ${diagnosis.cause}`;
  const { shown, others } = relevantRemedies(diagnosis.remedies, serverOf(problem));
  const elsewhere = others.length === 0 ? [] : [`For ${enumerate(others.map(titleOf), 9)}: ${page}`];
  return [
    ...wrap(escapePeerText(`${diagnosis.title} (${diagnosis.certainty})`), width - 2).map(
      (line) => `  ${style.bold(line)}`,
    ),
    ...paragraphs(diagnosis.explanation, '  ', width),
    ...section(
      'Evidence',
      diagnosis.evidence.flatMap((each) => hang('    - ', escapePeerText(each), width)),
      style,
    ),
    ...section(
      'Findings',
      notIn(problem.findings, diagnosis.evidence).flatMap((each) => findingLines(each, width)),
      style,
    ),
    ...section(
      'It could also be',
      diagnosis.alternatives.flatMap((each) => alternativeLines(each, width)),
      style,
    ),
    ...shown.flatMap((remedy) => remedyLines(remedy, width, style)),
    ...elsewhere.flatMap((each) => ['', ...hang('  ', each, width)]),
  ];
}

/** Prose that may have paragraphs of its own. */
function paragraphs(text: string, indent: string, width: number): readonly string[] {
  return text.split('\n').flatMap((each) => hang(indent, escapePeerText(each), width));
}

function section(title: string, lines: readonly string[], style: Style): readonly string[] {
  return lines.length === 0 ? [] : ['', `  ${style.bold(title)}`, ...lines];
}

function alternativeLines(alternative: Alternative, width: number): readonly string[] {
  return hang(
    '    - ',
    escapePeerText(`${alternative.cause} (${alternative.certainty}): ${alternative.tellApart}`),
    width,
  );
}

/** Steps are numbered; commands stand alone and whole, ready to paste. */
function remedyLines(remedy: Remedy, width: number, style: Style): readonly string[] {
  const lines = readSteps(remedy.steps).flatMap((parts, index) =>
    parts.flatMap((part, at) => {
      if (part.kind === 'code') return part.lines.map((line) => `       ${codeLine(part.shell, line)}`);
      return hang(at === 0 ? `    ${index + 1}. ` : '       ', escapePeerText(part.text), width);
    }),
  );
  const title = remedy.platform === 'any' ? 'What to do' : `What to do on ${titleOf(remedy)}`;
  return section(title, lines, style);
}

function codeLine(shell: 'sh' | 'powershell' | null, line: string): string {
  return `${shell === null ? '  ' : promptOf(shell)}${escapePeerText(line)}`;
}

function titleOf(remedy: Remedy): string {
  return escapePeerText(platformTitle(remedy.platform));
}

/** A problem that is no cause: what was found, or how the questions ended. */
function undiagnosed(problem: Problem, width: number, style: Style): readonly string[] {
  const found = problem.findings.flatMap((finding) => findingLines(finding, width));
  const ended = problem.endpoints.flatMap((endpoint) => {
    if (isLimited(endpoint)) return hang('  ', escapePeerText(limitedStory(endpoint)), width);
    if (found.length > 0) return [];
    return hang('  ', `${escapePeerText(endpoint.address)}: ${ending(endpoint)}.`, width);
  });
  return [...ended, ...section('Findings', found, style)];
}

function ending({ observations }: EndpointReport): string {
  const ended = observations.find((each) => each.outcome !== 'served');
  return ended === undefined ? 'no finding says why' : outcomeWords(ended);
}

function findingLines(finding: Finding, width: number): readonly string[] {
  const citations = finding.citations.length === 0 ? '' : ` (${finding.citations.join('; ')})`;
  const accepted =
    finding.accepted === null ? '' : ` Accepted until ${finding.accepted.until}: ${finding.accepted.reason}`;
  const text = `${finding.severity} ${finding.code}: ${finding.message}${citations}${accepted}`;
  return hang('    - ', escapePeerText(text), width);
}

/** Findings that the evidence has not said in the same words. */
function notIn(findings: readonly Finding[], evidence: readonly string[]): readonly Finding[] {
  return findings.filter((finding) => !evidence.some((each) => each.includes(finding.message)));
}

/** What calls itself so where the name is served; http.sys has the port for every name. */
function serverOf(problem: Problem): string | null {
  const servers = problem.endpoints.flatMap(({ http, served }) =>
    http?.server != null && (served !== null || http.server.startsWith('Microsoft-')) ? [http.server] : [],
  );
  return servers[0] ?? null;
}
