import type { Certificate } from '../model/certificate.js';
import type { Expectation } from '../model/expectation.js';
import type { Case } from './case.js';
import { list, nameCertificate } from './words.js';

/** What should be served, every part of it. `known`: the expected certificate, where it was seen or given. */
export function expectedText(one: Case, known: Certificate | null): string {
  const { target } = one.evidence;
  const wanted = target.expectation?.certificates ?? [];
  const properties = target.expectation === null ? [] : propertiesOf(target.expectation);
  const names = wanted.map(({ digest, source }) => {
    const certificate = digest.algorithm === 'sha256' && known?.sha256 === digest.hex ? known : null;
    const label = digest.algorithm === 'sha256' ? 'SHA-256' : 'thumbprint';
    const subject = certificate === null ? 'the certificate with' : nameCertificate(certificate);
    return `${subject} ${label} ${digest.hex.slice(0, 16)}… (${source})`;
  });
  const certificate = names.length === 0 ? `a certificate that covers ${target.host}` : list(names, 'or');
  return [certificate, ...properties].join(', ');
}

function propertiesOf(expectation: Expectation): readonly string[] {
  const { acceptPrevious, issuers, keys, minDaysLeft, names, serialNumbers, spkiPins } = expectation;
  const part = (before: string, values: readonly string[], word = 'or'): readonly string[] =>
    values.length === 0 ? [] : [`${before} ${list(values, word)}`];
  return [
    ...(acceptPrevious ? ['or an earlier edition of it'] : []),
    ...part('issued by', issuers),
    ...part(
      'its key',
      keys.map(({ type, minBits }) => (minBits === null ? type : `${type} of ${minBits} bits or more`)),
    ),
    ...part('with the serial number', serialNumbers),
    ...part(
      'with the pin',
      spkiPins.map((pin) => `${pin.slice(0, 16)}…`),
    ),
    ...part('covering', names, 'and'),
    ...(minDaysLeft === null ? [] : [`with ${minDaysLeft} days left or more`]),
  ];
}
