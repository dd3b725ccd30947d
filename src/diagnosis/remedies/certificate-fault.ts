import { isTyped, recheck } from '../causes/cause-text.js';
import type { Facts } from '../causes/facts.js';

const INTERMEDIATES =
  'Serve the certificate with its intermediate certificates, leaf first and without the root, in one file.';

/** What to do about a certificate that is itself at fault: by which findings there are, the most urgent first. */
export const certificateFault = {
  steps: (facts: Facts): readonly string[] => {
    const steps = ORDER.flatMap(([code, step]) => (facts.faultCodes.includes(code) ? step(facts) : []));
    return steps.length > 0 ? steps : [...renew(), INTERMEDIATES];
  },
};

const ORDER: readonly (readonly [code: string, step: (facts: Facts) => readonly string[]])[] = [
  ['expired', renew],
  ['expires-soon', renew],
  ['not-yet-valid', wait],
  ['identifier-mismatch', reissue],
  ['incomplete-certificate-list', complete],
  ['untrusted', trust],
  ['self-signed', replace],
];

function renew(): readonly string[] {
  return [
    'Renew the certificate, and put the new one in place with its intermediate certificates; what renews it by itself has failed or was not followed by a reload.',
  ];
}

function wait(): readonly string[] {
  return [
    'Compare the clocks: this machine judges by its own.\n$ date -u',
    'If the clock is right, serve the earlier certificate until then, or have one issued that is valid from now on.',
  ];
}

function reissue({ host }: Facts): readonly string[] {
  return [`Have the certificate issued again with ${host} among its subjectAltNames, and put it in place.`];
}

/** The finding leaves open which of the two it is; with a root given, the private authority is the less likely. */
function complete(facts: Facts): readonly string[] {
  const serve = `If a public authority issued it, an intermediate certificate is missing. ${INTERMEDIATES} A private authority is known only to clients that were given its root.`;
  return isTyped(facts, '--ca')
    ? [serve, `If the authority is another private one, give its root too:\n${root(facts)}`]
    : [ownRoot(facts), serve];
}

function trust(facts: Facts): readonly string[] {
  const issue = 'If clients in general should accept it, have it issued by an authority that they trust.';
  return isTyped(facts, '--ca')
    ? [`If the authority is another private one, give its root too:\n${root(facts)}`, issue]
    : [ownRoot(facts), issue];
}

function replace(facts: Facts): readonly string[] {
  return [
    'Have a certificate issued by an authority that the clients trust, and put it in place.',
    `If it is meant to be self-signed, give the certificate itself as a root:\n${recheck(facts, ' --ca <certificate>.pem')}`,
  ];
}

function ownRoot(facts: Facts): string {
  return `If the authority is your own, check with its root:\n${root(facts)}`;
}

function root(facts: Facts): string {
  return recheck(facts, ' --ca <root>.pem');
}
