import { usualOwnerWords } from '../bindings/known-ports.js';
import type { Certificate } from '../model/certificate.js';
import type { Certainty } from '../model/diagnosis.js';
import type { Case } from './case.js';
import type { Facts } from './causes/facts.js';
import type { Pattern } from './pattern.js';
import type { EndpointView } from './view.js';
import { answerText, list, nameCertificate, quote } from './words.js';

const MOST_NAMES = 4;

/** What speaks for the diagnosis: expected, requested, served, and every other answer that was compared. */
export function evidenceLines(
  one: Case,
  view: EndpointView,
  pattern: Pattern,
  facts: Facts,
  certainty: Certainty,
): readonly string[] {
  const { starttls } = one.evidence.target;
  const by = starttls === null ? '' : ` after STARTTLS (${starttls})`;
  return [
    `expected: ${facts.expected}`,
    `requested: ${facts.isName ? facts.host : 'no name (the target is an address)'} at ${facts.address} port ${facts.port}${by}`,
    `${facts.isServed ? 'served' : 'answered'}: ${facts.isServed ? servedText(pattern.leaf) : facts.answer}${timesText(view)}`,
    ...comparedNames(one, pattern, facts),
    ...siblingLines(one, pattern),
    // The first is the control's, which stands above.
    ...facts.differences.slice(1),
    ...(facts.rightAt.length === 0 ? [] : [`right at: ${list(facts.rightAt)}`]),
    ...(facts.knownProduct === null ? [] : [`known: this is the default certificate of ${facts.knownProduct}`]),
    ...present(serverWords(view, pattern)),
    ...present(sstpWords(view)),
    ...present(usualOwnerWords(facts.port, view.evidence.http?.server ?? null)),
    ...(certainty === 'certain'
      ? [
          `certain as seen from this machine, by ${sampleCount(view)} samples, if nothing rotates unseen and nothing in the path interferes`,
        ]
      : []),
  ];
}

function present(line: string | null): readonly string[] {
  return line === null ? [] : [line];
}

/** Behind a router every name can have a server of its own: the header is told of what sent it. */
function serverWords({ evidence, control }: EndpointView, { standing }: Pattern): string | null {
  const server = evidence.http?.server ?? null;
  if (server === null) return null;
  if (control?.answer.kind !== 'certificate')
    return `asked by another name, what answers there calls itself ${quote(server)}`;
  return standing === 'other'
    ? `what serves it calls itself ${quote(server)}`
    : `the server calls itself ${quote(server)}`;
}

function sstpWords({ evidence }: EndpointView): string | null {
  const sstp = evidence.http?.sstp;
  if (sstp === undefined) return null;
  if (sstp === null) return "SSTP's well-known request got no answer";
  return sstp
    ? 'SSTP (Routing and Remote Access) answers its well-known request on this port: the rows of 0.0.0.0 and [::] are usually set by it'
    : 'SSTP does not answer its well-known request on this port';
}

function servedText(leaf: Certificate | null): string {
  if (leaf === null) return 'nothing';
  const names =
    leaf.dnsNames.length === 0
      ? ''
      : `, for ${list(leaf.dnsNames.slice(0, MOST_NAMES).map(quote))}${leaf.dnsNames.length > MOST_NAMES ? ' …' : ''}`;
  const until = leaf.notAfter === null ? '' : `, until ${leaf.notAfter.slice(0, 10)}`;
  return `${nameCertificate(leaf)}${names}${until}, thumbprint ${leaf.thumbprint}`;
}

function timesText({ control }: EndpointView): string {
  return control === null || control.times < 2 ? '' : ` (${control.times} times)`;
}

function comparedNames(one: Case, pattern: Pattern, facts: Facts): readonly string[] {
  const alike = [
    ...(pattern.asNone ? ['without a name'] : []),
    ...(pattern.asUnknown ? ['for a name that nobody has'] : []),
    ...(pattern.asRandomSibling ? ['for a random name beside it'] : []),
  ];
  const random =
    pattern.randomSibling === null ? null : answerText(pattern.randomSibling.answer, one.evidence.certificates);
  return [
    ...(alike.length === 0 ? [] : [`the same ${list(alike)}`]),
    ...(pattern.asNone || facts.withoutName === null || !facts.isName ? [] : [`without a name: ${facts.withoutName}`]),
    ...(pattern.asUnknown || facts.unknownName === null ? [] : [`for a name that nobody has: ${facts.unknownName}`]),
    ...(pattern.asRandomSibling || random === null ? [] : [`for a random name beside it: ${random}`]),
  ];
}

function siblingLines(one: Case, { siblings }: Pattern): readonly string[] {
  const lines = siblings.map(
    ({ series, answer }) =>
      `${series.asked.serverName ?? 'no name'} there: ${answerText(answer, one.evidence.certificates)}`,
  );
  const sorted = [...new Set(lines)].sort();
  const more = sorted.length > MOST_NAMES ? [`and ${sorted.length - MOST_NAMES} more names there`] : [];
  return [...sorted.slice(0, MOST_NAMES), ...more];
}

/** How many connections said so: also those that brought no answer of TLS. */
function sampleCount(view: EndpointView): number {
  const answers = [...view.settled.values()].reduce((sum, { times }) => sum + times, 0);
  if (answers > 0) return answers;
  return new Set(view.evidence.observations.filter(({ attempt }) => attempt > 0).map(({ at }) => at)).size;
}
