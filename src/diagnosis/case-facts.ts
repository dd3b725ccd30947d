import type { Certificate } from '../model/certificate.js';
import type { Observation } from '../model/observation.js';
import { type Case, leafOf, servesRight, standingOf } from './case.js';
import type { Facts } from './causes/facts.js';
import type { Pattern } from './pattern.js';
import type { EndpointView, Settled } from './view.js';
import { answerText, list, nameCertificate, place } from './words.js';

/** One case in the words that the texts of the causes are made of. */
export function factsOf(one: Case, view: EndpointView, pattern: Pattern): Facts {
  const { target } = one.evidence;
  const { endpoint, http } = view.evidence;
  const store = one.evidence.certificates;
  const text = (settled: Settled | null): string | null =>
    settled === null ? null : answerText(settled.answer, store);
  const { leaf } = pattern;
  const control = view.control;
  return {
    host: target.host,
    isName: target.hostKind === 'name',
    address: endpoint.address,
    port: endpoint.port,
    place: place(endpoint.address, endpoint.port),
    scheme: target.scheme === 'https' ? '' : `${target.scheme}://`,
    opensslStarttls: target.starttls === null ? '' : ` -starttls ${OPENSSL_NAMES[target.starttls] ?? target.starttls}`,
    answer: control === null ? endingOf(view.first) : answerText(control.answer, store),
    served: leaf === null ? null : nameCertificate(leaf),
    isServed: leaf !== null,
    servedThumbprint: leaf?.thumbprint ?? null,
    ...rightOf(one, view),
    isAlert: control?.answer.kind === 'alert',
    signatureFails: control?.answer.kind === 'certificate' && control.answer.signature === 'fails',
    withoutName: text(pattern.none),
    unknownName: text(pattern.unknown),
    randomSiblingAlike: pattern.asRandomSibling,
    allAlike: pattern.allAlike && pattern.asUnknown,
    asUnknown: pattern.asUnknown,
    ...siblingsOf(one, pattern),
    rightAt: one.views
      .filter((other) => other !== view && servesRight(one, other))
      .map(({ evidence }) => place(evidence.endpoint.address, evidence.endpoint.port)),
    faults: leaf === null ? [] : faultsOf(one, endpoint.address, leaf),
    differences: differencesOf(one, view),
    server: http?.server?.toLowerCase() ?? null,
    knownProduct: leaf?.knownAs?.product ?? null,
    ending: endingOf(view.first),
    localAddress: `<local address of ${endpoint.address}>`,
  };
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

function expectedText(one: Case, known: Certificate | null): string {
  const { target } = one.evidence;
  const wanted = target.expectation?.certificates ?? [];
  if (wanted.length === 0) return `a certificate that covers ${target.host}`;
  const names = wanted.map(({ digest, source }) => {
    const certificate = digest.algorithm === 'sha256' && known?.sha256 === digest.hex ? known : null;
    const label = digest.algorithm === 'sha256' ? 'SHA-256' : 'thumbprint';
    const subject = certificate === null ? 'the certificate with' : nameCertificate(certificate);
    return `${subject} ${label} ${digest.hex.slice(0, 16)}… (${source})`;
  });
  return list(names, 'or');
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

function faultsOf(one: Case, address: string, leaf: Certificate): readonly string[] {
  const codes = one.critical.get(address) ?? new Set<string>();
  const day = (date: string | null): string => date?.slice(0, 10) ?? '?';
  const faults: Readonly<Record<string, string>> = {
    expired: `it expired on ${day(leaf.notAfter)}`,
    'not-yet-valid': `it is not valid before ${day(leaf.notBefore)}`,
    untrusted: 'its issuer is not trusted',
    'self-signed': 'it is self-signed',
    'incomplete-certificate-list': 'the intermediate certificates are not sent',
    'identifier-mismatch': `it does not cover ${one.evidence.target.host}`,
    'expires-soon': `it expires on ${day(leaf.notAfter)}`,
  };
  return [...codes].flatMap((code) => faults[code] ?? []);
}

const STANDINGS: Readonly<Record<string, string>> = {
  right: 'which is right',
  earlier: 'an earlier edition of the right one',
  later: 'a later edition of the expected one',
  'unknown-edition': 'which covers the name and is not the expected one',
  other: 'which is another',
};

/** The target's name, asked as other kinds of client. */
function differencesOf(one: Case, view: EndpointView): readonly string[] {
  const { host } = one.evidence.target;
  const settled = [...view.settled.values()].filter(({ series }) => series.asked.serverName === host);
  if (settled.length < 2) return [];
  return settled.map((each) => {
    const { keyTypes, versions } = each.series.asked;
    const fails = each.answer.kind === 'certificate' && each.answer.signature === 'fails';
    const client =
      keyTypes !== 'any'
        ? `a client of ${keyTypes.toUpperCase()} alone`
        : versions === 'current'
          ? 'a current client'
          : versions === 'tls12'
            ? 'a client of TLS 1.2'
            : 'a client of TLS 1.1';
    const standing = standingOf(one, each);
    const judged = standing === null || fails ? '' : `, ${STANDINGS[standing] ?? standing}`;
    return `${client} gets ${answerText(each.answer, one.evidence.certificates)}${judged}`;
  });
}

/** How a connection ended that brought no TLS. */
function endingOf(observation: Observation | null): string {
  if (observation === null) return 'no answer';
  const { outcome, reason, detail } = observation;
  if (outcome === 'unreachable') return UNREACHABLE[reason ?? ''] ?? 'no connection';
  if (outcome === 'not-tls') {
    const status = typeof detail.status === 'number' ? ` ${detail.status}` : '';
    return reason === null || reason === 'unknown'
      ? 'something else came back'
      : `${reason.toUpperCase()}${status} came back`;
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
