import type { Certificate } from '../model/certificate.js';
import { followPath } from '../x509/path.js';
import type { Case } from './case.js';
import { nearMiss, nearMissWords } from './near-miss.js';
import type { EndpointView } from './view.js';
import { quote } from './words.js';

/** A critical finding on the served certificate: its code, and what it says of "it". */
export interface Fault {
  readonly code: string;
  readonly words: string;
}

/** What is wrong with the certificate itself, in the order of the findings. Nothing is claimed that a finding leaves open. */
export function faultsOf(one: Case, view: EndpointView, leaf: Certificate): readonly Fault[] {
  const codes = one.critical.get(view.evidence.endpoint.address) ?? new Set<string>();
  const day = (date: string | null): string => date?.slice(0, 10) ?? '?';
  const { host } = one.evidence.target;
  const near = nearMiss(leaf, host);
  const faults: Readonly<Record<string, string>> = {
    expired: `it expired on ${day(leaf.notAfter)}`,
    'not-yet-valid': `it is not valid before ${day(leaf.notBefore)}`,
    untrusted: 'its issuer is not trusted here',
    'self-signed': 'it is self-signed',
    'incomplete-certificate-list': missingIssuerWords(one, view),
    'identifier-mismatch': `it does not cover ${host}${near === null ? '' : `: ${nearMissWords(near, host)}`}`,
    'expires-soon': `it expires on ${day(leaf.notAfter)}`,
  };
  return [...codes].flatMap((code) => {
    const words = faults[code];
    return words === undefined ? [] : [{ code, words }];
  });
}

/** Which issuer is missing: it may be a private authority as well as an intermediate. */
function missingIssuerWords(one: Case, { evidence }: EndpointView): string {
  const sent = evidence.observations.findLast(({ certificates }) => certificates.length > 0)?.certificates ?? [];
  const certificates = sent.flatMap((sha256) => one.evidence.certificates.get(sha256) ?? []);
  const [leaf] = certificates;
  const missing = leaf === undefined ? null : followPath(certificates).missingIssuer;
  const alone = followPath(certificates).path.length < 2;
  const whose = alone ? 'it was issued by' : 'its path ends at';
  return `${whose} ${quote(missing)}, which was not sent and is not trusted here: a private authority, or an intermediate certificate is missing`;
}
