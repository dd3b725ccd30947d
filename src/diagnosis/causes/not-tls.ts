import { apache } from '../remedies/apache.js';
import { nginx } from '../remedies/nginx.js';
import { otherProtocol } from '../remedies/other-protocol.js';
import { type CauseText, checkAgain } from './cause-text.js';

export const notTls: CauseText = {
  cause: 'not-tls',
  happens: 'The port answers, and not with TLS.',
  why: [
    'A service speaks plain text where TLS is expected (a listener without "ssl", another service on the port), or a protocol that begins in plain text does not offer STARTTLS, or refuses it.',
  ],
  title: ({ host, place, ending }) => `${host} does not get TLS at ${place}: ${ending}`,
  explanation: (facts) => `${otherProtocol.explanation(facts)} Without TLS there is no certificate.`,
  tellApart: ({ address, port }) => `see what the port says by itself: $ nc ${address} ${port}`,
  remedies: (facts) => {
    const { protocol, spoken, isStartTls } = facts;
    const isPlainWeb = protocol === 'https' && !isStartTls && (spoken === 'http' || spoken === null);
    return [
      { platform: 'any', steps: otherProtocol.steps(facts) },
      ...(isPlainWeb
        ? [
            { platform: 'nginx', steps: [nginx.show(), nginx.tls(facts), checkAgain(facts)] },
            { platform: 'apache', steps: [apache.show(), apache.tls(), checkAgain(facts)] },
          ]
        : []),
      {
        platform: 'load-balancer',
        steps: [
          `Look whether the listener on port ${facts.port} is of the kind that ends TLS, or passes it on to a port that speaks it.`,
          checkAgain(facts),
        ],
      },
    ];
  },
};
