import { haproxy } from '../remedies/haproxy.js';
import { nginx } from '../remedies/nginx.js';
import { windows } from '../remedies/windows.js';
import { type CauseText, checkAgain, rightElsewhere } from './cause-text.js';

export const noCertificateServed: CauseText = {
  cause: 'no-certificate-served',
  happens: 'The connection is made, and no hello of any kind is answered with a certificate.',
  why: [
    'Nothing usable is bound: no certificate at all, a row with a blank hash or a deleted certificate, a private key that cannot be read by the one fallback; or client and server share no protocol version or cipher suite; or the listener expects something before TLS (the PROXY protocol).',
  ],
  title: (facts) =>
    `no client is served a certificate at ${facts.place}: ${facts.host} gets ${facts.answer}${rightElsewhere(facts)}`,
  explanation: ({ answer }) =>
    `With the name, without one and with an unknown one the answer is no certificate (${answer}). It is not about this name: nothing usable is bound there, or protocol versions do not meet.`,
  tellApart: (facts) =>
    `ask for any other name there: if one is served, something is bound after all${facts.namesDifferent.length > 0 ? '' : ' (put the names of that machine into the list)'}`,
  remedies: (facts) => [
    ...(facts.isAlert
      ? []
      : [
          {
            platform: 'windows-iis',
            steps: [
              windows.listRows(),
              windows.keyEvents(),
              windows.checkKey(facts),
              windows.importAgain(),
              windows.addNameRow(facts),
              checkAgain(facts),
            ],
          },
        ]),
    {
      platform: 'nginx',
      steps: [nginx.errors(), nginx.show(), nginx.keyMatches(), nginx.addServer(facts), checkAgain(facts)],
    },
    {
      platform: 'haproxy',
      steps: [
        haproxy.show(),
        'A bind with "accept-proxy" resets clients that do not begin with the PROXY protocol: ask through the balancer in front of it.',
        haproxy.addCertificate(facts),
        checkAgain(facts),
      ],
    },
    {
      platform: 'load-balancer',
      steps: [
        'Look whether the listener has a certificate, and which protocol versions and ciphers its policy allows.',
        checkAgain(facts),
      ],
    },
  ],
};
