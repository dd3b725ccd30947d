/**
 * The oracle's second half: the true cause at an address, by the order of DESIGN section 5: "The true cause at an address is
 * the first that applies". Imports nothing from src/diagnosis or src/bindings; `Cause` is a type of the model.
 *
 * Readings, where the text leaves room:
 * - A cause explains a fault. What satisfies the expectation, in date, trusted, for every key type, has none, whoever serves it.
 * - When the certificate is the right one, only 2, 6, 12 and 16 can be at fault: no row is to blame for a right certificate.
 * - 7 needs a listener that *answers*: "a more specific listener or row answers for this name". One that refuses the name is 9
 *   ("or the name is refused"), so that "T=U=112, S served → missing-sni-host-match certain" holds.
 * - In a specific listener with a name table of its own, the name's own server block there is an own row ("unless it is the
 *   name's own server block"): 7 is for the names that have none in it.
 * - 8 before 13–15: where names are ignored no row is keyed on the name, so there is no own row whatever is served.
 * - 11: what closes one name in front hides what lies behind, and its own row there is good: no other cause applies to it.
 *   What answers the other names may be any machine, also one that ignores names (a router sends each name elsewhere).
 * - 5 looks at all hosts of the world, also at those that the run does not ask for.
 * - 10 covers a key that falls through: the row exists, another one answers (facts/http-sys.md section 3).
 */
import type { Cause } from '../../src/model/diagnosis.js';
import { certificateOf, covers, HOSTS, PARENT, relation } from './certificates.js';
import { type Answer, answer, type Machine, rowOf } from './machine.js';

/**
 * What is expected of one host at one address.
 * By name: the name must be covered; `newerElsewhere` is what another address of the target serves under that name. An
 * earlier edition of it, past two thirds of its life or expired, is stale (DESIGN section 5, "Without an expectation").
 */
export type Expected =
  | { readonly by: 'fingerprint'; readonly certificates: readonly string[] }
  | { readonly by: 'name'; readonly newerElsewhere: string | null };

export const A_RANDOM_NAME = 'qzjxkwvbnmptrlsd.invalid';
export const A_RANDOM_SIBLING = `qzjxkwvbnmptrlsd.${PARENT}`;

/** The true cause for `host` at the address behind which `machine` alone stands; null: nothing is wrong. */
export function trueCause(machine: Machine, host: string, expected: Expected): Cause | null {
  const control = answer(machine, host, 'any');
  const isRight = isRightCertificate(control, host, expected);
  const keyTypes = (['rsa', 'ecdsa'] as const).map((offer) => answer(machine, host, offer));
  const differs = keyTypes.some((other) => isOtherEdition(control, other, host, expected));
  if (isRight && isSound(control) && !differs) return null;
  if (!machine.meant) return 'another-server'; // 1
  if (machine.mints) return 'intercepted'; // 2
  if (machine.port === 'closed') return 'unreachable'; // 3
  if (machine.port === 'plaintext') return 'not-tls'; // 4
  if (everyHelloFails(machine)) return 'no-certificate-served'; // 5
  if (machine.filters.some((one) => one.host === host)) return 'backend-unavailable'; // 11
  if (isRight) return differs ? 'key-type-differs' : 'certificate-invalid'; // 12, 16
  const hasOwnRow = ownRow(machine, host, expected);
  const takesTheAddress = machine.exactRow !== null || (machine.specific && !hasOwnRow);
  if (takesTheAddress && control.kind === 'served') return 'ip-binding-conflict'; // 7
  if (machine.selector === 'ignored') return 'sni-not-supported'; // 8
  if (!hasOwnRow) return 'missing-sni-host-match'; // 9
  const row = rowOf(machine, host);
  if (row !== null && row.key !== 'good') return 'private-key-unusable'; // 10
  if (differs) return 'key-type-differs'; // 12
  if (control.kind !== 'served') throw new Error('an own row with a good key serves');
  const edition = relation(control.certificate, expectedWords(expected));
  if (edition === 'earlier') return 'stale-certificate'; // 13
  if (edition === 'later') return 'renewed-certificate'; // 14
  return 'wrong-certificate-bound'; // 15
}

/** "TCP is accepted, every hello fails": for every host, no name, an unknown one and a random sibling. */
function everyHelloFails(machine: Machine): boolean {
  const names = [...Object.values(HOSTS), null, A_RANDOM_NAME, A_RANDOM_SIBLING];
  return names.every((name) => answer(machine, name, 'any').kind !== 'served');
}

/**
 * "Keyed on the name: an exact name, a CCS file, or a wildcard row whose certificate covers the name or is an edition of the
 * expected one. An exact-address row or a fallback is never one."
 */
function ownRow(machine: Machine, host: string, expected: Expected): boolean {
  if (rowOf(machine, host) !== null) return true;
  if (machine.wildcard === null || !host.endsWith(`.${PARENT}`)) return false;
  const word = machine.wildcard.holds.certificate;
  return covers(word, host) || relation(word, expectedWords(expected)) !== 'other';
}

function expectedWords(expected: Expected): readonly string[] {
  if (expected.by === 'fingerprint') return expected.certificates;
  return expected.newerElsewhere === null ? [] : [expected.newerElsewhere];
}

function isRightCertificate(given: Answer, host: string, expected: Expected): boolean {
  if (given.kind !== 'served' || given.signature === 'bad') return false;
  if (expected.by === 'fingerprint') return expected.certificates.includes(given.certificate);
  return covers(given.certificate, host) && relation(given.certificate, expectedWords(expected)) !== 'earlier';
}

function isSound(given: Answer): boolean {
  if (given.kind !== 'served') return false;
  const certificate = certificateOf(given.certificate);
  return certificate.trusted && !certificate.expired;
}

/**
 * "RSA and ECDSA clients are served different editions or identities." That a key type is not offered at all is no fault.
 * By name, two certificates that both cover the name are told apart by their dates alone.
 */
function isOtherEdition(control: Answer, other: Answer, host: string, expected: Expected): boolean {
  if (control.kind !== 'served' || other.kind !== 'served' || control.certificate === other.certificate) return false;
  const isRight = isRightCertificate(control, host, expected);
  if (isRight !== isRightCertificate(other, host, expected)) return true;
  if (isRight) return isSound(control) !== isSound(other);
  const words = expectedWords(expected);
  return words.length > 0 && relation(control.certificate, words) !== relation(other.certificate, words);
}
