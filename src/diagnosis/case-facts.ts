import type { Certificate } from '../model/certificate.js';
import type { Certainty } from '../model/diagnosis.js';
import type { Observation } from '../model/observation.js';
import { type Case, leafOf, servesRight, standingOf } from './case.js';
import type { Facts } from './causes/facts.js';
import { faultsOf } from './certificate-faults.js';
import { expectedText } from './expected-text.js';
import { nearMiss } from './near-miss.js';
import type { Pattern } from './pattern.js';
import type { Policy } from './policy.js';
import { isSameProtocol, spokenOn } from './spoken.js';
import type { EndpointView, Settled } from './view.js';
import { answerText, nameCertificate, place } from './words.js';

/** One case in the words that the texts of the causes are made of. */
export function factsOf(
  one: Case,
  view: EndpointView,
  pattern: Pattern,
  certainty: Certainty,
  { typedOptions }: Pick<Policy, 'typedOptions'>,
): Facts {
  const { target } = one.evidence;
  const { endpoint } = view.evidence;
  const store = one.evidence.certificates;
  const text = (settled: Settled | null): string | null =>
    settled === null ? null : answerText(settled.answer, store);
  const { leaf } = pattern;
  const control = view.control;
  const coversName = leaf !== null && one.judge.covers(leaf);
  const faults = leaf === null ? [] : faultsOf(one, view, leaf);
  return {
    certainty,
    host: target.host,
    isName: target.hostKind === 'name',
    address: endpoint.address,
    port: endpoint.port,
    place: place(endpoint.address, endpoint.port),
    scheme: target.scheme === 'https' ? '' : `${target.scheme}://`,
    protocol: target.scheme,
    isStartTls: target.starttls !== null,
    typedOptions,
    opensslStarttls: target.starttls === null ? '' : ` -starttls ${OPENSSL_NAMES[target.starttls] ?? target.starttls}`,
    answer: control === null ? endingOf(view.first, target.starttls) : answerText(control.answer, store),
    served: leaf === null ? null : nameCertificate(leaf),
    isServed: leaf !== null,
    coversName,
    nearMiss: leaf === null || coversName || target.hostKind === 'ip' ? null : nearMiss(leaf, target.host),
    servedThumbprint: leaf?.thumbprint ?? null,
    ...rightOf(one, view),
    isAlert: control?.answer.kind === 'alert',
    alertCode: control?.answer.kind === 'alert' ? control.answer.code : null,
    isReset: control?.answer.kind === 'reset',
    ...silenceOf(view),
    signatureFails: control?.answer.kind === 'certificate' && control.answer.signature === 'fails',
    withoutName: text(pattern.none),
    unknownName: text(pattern.unknown),
    randomSiblingAlike: pattern.asRandomSibling,
    allAlike: pattern.allAlike && pattern.asUnknown,
    asUnknown: pattern.asUnknown,
    asNone: pattern.asNone,
    legacyOnly: view.legacyOnly ? versionWords(control?.protocol ?? null) : null,
    ...turnsOf(one, view),
    ...siblingsOf(one, pattern),
    rightAt: one.views
      .filter((other) => other !== view && servesRight(one, other))
      .map(({ evidence }) => place(evidence.endpoint.address, evidence.endpoint.port)),
    faults: faults.map(({ words }) => words),
    faultCodes: faults.map(({ code }) => code),
    differences: differencesOf(one, view),
    server: serverOf(view),
    canBeHttpSys: isHttpSys(view.evidence.http?.server ?? 'microsoft-'),
    knownProduct: leaf?.knownAs?.product ?? null,
    ending: endingOf(view.first, target.starttls),
    spoken: spokenOn(view.first),
    localAddress: `<local address of ${endpoint.address}>`,
  };
}

/** How the target's own question was answered, each answer once. */
function turnsOf(one: Case, { control, all }: EndpointView): Pick<Facts, 'answersInTurn' | 'someFail'> {
  const samples = (control === null ? undefined : all.get(control.series.key))?.samples ?? [];
  const answers = new Set(samples.map(({ answer }) => answerText(answer, one.evidence.certificates)));
  return { answersInTurn: [...answers], someFail: samples.some(({ answer }) => answer.kind !== 'certificate') };
}

/** Nothing but silence: how long it was waited for, by how many connections. */
function silenceOf({ control, settled, evidence }: EndpointView) {
  const asked = evidence.observations.filter(({ attempt }) => attempt > 0);
  const silent = asked.filter(({ reason }) => reason === 'timed-out');
  const only =
    control?.answer.kind === 'silence' && [...settled.values()].every(({ answer }) => answer.kind === 'silence');
  const received = silent.some(({ detail }) => typeof detail.bytesReceived === 'number' && detail.bytesReceived > 0);
  const longest = Math.max(0, ...silent.map(({ ms }) => ms));
  return {
    silentFor: only ? (longest < 1000 ? `${Math.round(longest)} ms` : `${Math.round(longest / 1000)} s`) : null,
    spokeBeforeSilence: received,
    connections: asked.length,
  };
}

/**
 * Where the name is answered with no certificate, the header came under another name: behind a router that is another
 * server's. http.sys alone owns a port for every name.
 */
function serverOf({ control, evidence }: EndpointView): string | null {
  const server = evidence.http?.server?.toLowerCase() ?? null;
  return control?.answer.kind === 'certificate' || (server !== null && isHttpSys(server)) ? server : null;
}

function isHttpSys(server: string): boolean {
  return server.toLowerCase().startsWith('microsoft-');
}

/** What openssl's s_client calls the protocols that it calls otherwise. */
const OPENSSL_NAMES: Readonly<Record<string, string>> = { submission: 'smtp' };

/** What should be served, and its thumbprint where the certificate is known: expected by name, or seen elsewhere. */
function rightOf(one: Case, view: EndpointView): Pick<Facts, 'expected' | 'rightThumbprint'> {
  const { target } = one.evidence;
  const [expected] = one.judge.expected;
  const elsewhere = one.views.flatMap((other) =>
    other !== view && servesRight(one, other) ? (leafOf(one, other) ?? []) : [],
  );
  const digest = target.expectation?.certificates.find(({ digest: { algorithm } }) => algorithm === 'sha1')?.digest.hex;
  const own = servesRightCertificate(one, view);
  const known = expected ?? elsewhere[0] ?? own;
  return {
    rightThumbprint: known?.thumbprint ?? digest ?? null,
    expected: expectedText(one, expected ?? null),
  };
}

/** The right certificate is served here, with something wrong about it or its key. */
function servesRightCertificate(one: Case, view: EndpointView): Certificate | null {
  const leaf = leafOf(one, view);
  return leaf !== null && one.judge.standing(leaf) === 'right' ? leaf : null;
}

/** Names of the run that are answered there as the target is, and those that are not. */
function siblingsOf(one: Case, { target, siblings }: Pattern): Pick<Facts, 'namesAlike' | 'namesDifferent'> {
  const host = one.evidence.target.host;
  const named = siblings.flatMap((sibling) => {
    const name = sibling.series.asked.serverName;
    return name === null || name === host ? [] : [{ name, alike: isAlike(sibling, target) }];
  });
  const sorted = named.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  return {
    namesAlike: sorted.filter(({ alike }) => alike).map(({ name }) => name),
    namesDifferent: sorted.filter(({ alike }) => !alike).map(({ name }) => name),
  };
}

function isAlike(a: Settled, b: Settled | null): boolean {
  return JSON.stringify(a.answer) === JSON.stringify(b?.answer);
}

const STANDINGS: Readonly<Record<string, string>> = {
  right: 'which is right',
  earlier: 'an earlier edition of the right one',
  later: 'a later edition of the expected one',
  'unknown-edition': 'which covers the name and is not the expected one',
  other: 'which is another',
};

const CLIENTS = {
  current: 'a current client',
  tls12: 'a client that offers TLS 1.2 as its newest',
  legacy: 'a client of TLS 1.1 or 1.0',
} as const;

/** `TLS 1.0`, as everybody calls it. */
function versionWords(protocol: string | null): string {
  return protocol === null || protocol === 'TLSv1' ? 'TLS 1.0' : protocol.replace('TLSv', 'TLS ');
}

/** Answered in a version below those that were offered. */
function isOld({ protocol }: Settled): boolean {
  return protocol === 'TLSv1' || protocol === 'TLSv1.1' || protocol === 'SSLv3';
}

/** The target's name, asked as other kinds of client. */
function differencesOf(one: Case, view: EndpointView): readonly string[] {
  const { host } = one.evidence.target;
  const settled = [...view.settled.values()].filter(({ series }) => series.asked.serverName === host);
  if (settled.length < 2) return [];
  return settled.map((each) => {
    const { keyTypes, versions } = each.series.asked;
    const fails = each.answer.kind === 'certificate' && each.answer.signature === 'fails';
    const client = keyTypes !== 'any' ? `a client of ${keyTypes.toUpperCase()} alone` : CLIENTS[versions];
    const standing = standingOf(one, each);
    const judged = standing === null || fails ? '' : `, ${STANDINGS[standing] ?? standing}`;
    const old = isOld(each) && versions !== 'legacy' ? `, in ${versionWords(each.protocol)} all the same` : '';
    return `${client} gets ${answerText(each.answer, one.evidence.certificates)}${judged}${old}`;
  });
}

/** How a connection ended that brought no TLS. */
function endingOf(observation: Observation | null, starttls: string | null): string {
  if (observation === null) return 'no answer';
  const { outcome, reason, detail } = observation;
  if (outcome === 'unreachable') return UNREACHABLE[reason ?? ''] ?? 'no connection';
  if (outcome === 'not-tls') {
    const status = typeof detail.status === 'number' ? ` ${detail.status}` : '';
    return reason === null || reason === 'unknown'
      ? 'something else came back'
      : `${reason.toUpperCase()}${status} came back`;
  }
  const spoken = spokenOn(observation);
  if (outcome === 'starttls' && spoken !== null && !isSameProtocol(starttls ?? '', spoken)) {
    return `${spoken.toUpperCase()} came back`;
  }
  if (outcome === 'starttls') return STARTTLS[reason ?? ''] ?? `STARTTLS ${reason ?? 'failed'}`;
  return reason === null ? outcome : `${outcome}, ${reason}`;
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  refused: 'the connection is refused',
  'no-route': 'there is no route to it',
  'timed-out': 'no connection in time',
};

const STARTTLS: Readonly<Record<string, string>> = {
  'not-offered': 'STARTTLS is not offered',
  refused: 'STARTTLS is refused',
  unstable: 'STARTTLS is offered now and then',
  preauth: 'the connection counts as authenticated already, so that STARTTLS is not possible',
};
