import { haproxy } from '../remedies/haproxy.js';
import { nginx } from '../remedies/nginx.js';
import { silence } from '../remedies/silence.js';
import { windows } from '../remedies/windows.js';
import { type CauseText, checkAgain, enumerate, nameAt, recheck, rightElsewhere } from './cause-text.js';
import type { Facts } from './facts.js';

export const noCertificateServed: CauseText = {
  cause: 'no-certificate-served',
  happens: 'The connection is made, and no hello of any kind is answered with a certificate.',
  why: [
    'Nothing usable is bound: no certificate at all, a row with a blank hash or a deleted certificate, a private key that cannot be read by the one fallback; or client and server share no protocol version or cipher suite; or the listener expects something before TLS (the PROXY protocol).',
    'A router, or a server without a fallback, looks the same to whoever asks for none of its names: put a name that works there into the list.',
  ],
  title: (facts) => {
    const { certainty, host, place, answer, silentFor, spokeBeforeSilence } = facts;
    if (silentFor !== null) {
      return `${place} accepts the connection${spokeBeforeSilence ? ', begins to answer,' : ''} and then sends nothing for ${silentFor}${rightElsewhere(facts)}`;
    }
    return certainty === 'possible'
      ? `nothing that was asked is served a certificate at ${place}: ${host} gets ${answer}${rightElsewhere(facts)}`
      : `no client is served a certificate at ${place}: ${host} gets ${answer}${rightElsewhere(facts)}`;
  },
  explanation: (facts) => (facts.silentFor === null ? ofFailures(facts) : silence.explanation(facts)),
  tellApart: (facts) =>
    `ask for any other name there: if one is served, something is bound after all${facts.namesDifferent.length > 0 ? '' : ' (put the names of that machine into the list)'}`,
  remedies: (facts) =>
    facts.silentFor === null
      ? [
          {
            platform: 'any',
            steps: [
              `Ask beside it for a name that works there; one that is served shows that it is about the names that were asked:\n${recheck(facts)} '${nameAt(facts, '<another name>')}'`,
              'If a balancer that speaks the PROXY protocol stands before this listener, ask through the balancer: a listener that waits for it ends every other connection.',
              checkAgain(facts),
            ],
          },
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
        ]
      : [{ platform: 'any', steps: silence.steps(facts) }],
};

function ofFailures(facts: Facts): string {
  const { host, isName, answer, certainty, asNone, asUnknown, namesAlike, alertCode } = facts;
  const alike = [
    ...namesAlike,
    ...(asNone && isName ? ['a client that sends no name'] : []),
    ...(asUnknown ? ['a name that nobody has'] : []),
  ];
  const asked =
    alike.length === 0
      ? `Asked was ${isName ? host : 'without a name'}, and the answer is no certificate (${answer}).`
      : `${isName ? host : 'A client without a name'} gets no certificate (${answer}), and so ${alike.length === 1 ? 'does' : 'do'} ${enumerate(alike)}.`;
  const inCommon =
    'nothing usable is bound there, protocol versions do not meet, or something is expected before TLS (the PROXY protocol)';
  if (alertCode === 112)
    return `${asked} The alert says that the server does not have the name. A name that works there, put into the list, shows whether it has any.`;
  if (certainty !== 'possible') return `${asked} So it is not about one name: ${inCommon}.`;
  return `${asked} A router, or a server without a fallback, looks the same: it serves its own names alone, and none of those was asked. A name that works there, put into the list, tells. If none does: ${inCommon}.`;
}
