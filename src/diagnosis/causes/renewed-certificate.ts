import { type CauseText, checkAgain } from './cause-text.js';

export const renewedCertificate: CauseText = {
  cause: 'renewed-certificate',
  happens: 'A later edition of the expected certificate is served: the expectation is out of date.',
  why: [
    'The certificate was renewed after the expectation was written: same names, same kind of key, issued later. The server is ahead of the list.',
  ],
  title: ({ host, place }) => `${host} is already served a later certificate than expected at ${place}`,
  explanation: () =>
    'The same names and the same kind of key as the expected certificate, issued later: it was renewed. If that was meant, the expectation is what needs a change.',
  tellApart: () => 'ask whoever renews the certificate whether this one is theirs',
  remedies: (facts) => [
    {
      platform: 'any',
      steps: [
        'Make sure that the renewal is yours: compare issuer and serial number with what your certificate authority shows.',
        'Then put the new certificate (or its fingerprint, above) into the expectation: --expect-certificate, --expect-fingerprint, the list or the manifest.',
        checkAgain(facts),
      ],
    },
  ],
};
