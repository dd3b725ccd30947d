import { apache } from '../remedies/apache.js';
import { balancer, caddy, kubernetes, traefik } from '../remedies/clouds.js';
import { haproxy } from '../remedies/haproxy.js';
import { entryWord, whereToLook } from '../remedies/look.js';
import { nginx } from '../remedies/nginx.js';
import { otherServer } from '../remedies/other-server.js';
import { windows } from '../remedies/windows.js';
import { type CauseText, checkAgain, enumerate, rightElsewhere, whatHappens } from './cause-text.js';

export const missingSniHostMatch: CauseText = {
  cause: 'missing-sni-host-match',
  happens:
    'The server has no binding for the name: its fallback answers, a wildcard that is meant for others, or a refusal.',
  why: [
    'The name was never added, is misspelt, was removed with another site, or stands on another port; on Windows also: the row could not be added because the private key cannot be used (error 0x80070520), and then there is none. A Central Certificate Store without a file for the name falls through to the fallback as well.',
    'The fallback itself is no fault: a client that sends no name, or an unknown one, has to be served something, or to be refused.',
  ],
  title: (facts) => {
    const also = [
      facts.asUnknown ? `, as a name that nobody has ${facts.isServed ? 'is' : 'does'}` : '',
      facts.randomSiblingAlike && !facts.asUnknown ? ', as any name beside it is' : '',
    ];
    return `${whatHappens(facts)}${also.join('')}${rightElsewhere(facts)}`;
  },
  explanation: ({
    host,
    isServed,
    asUnknown,
    randomSiblingAlike,
    namesDifferent,
    knownProduct,
    answer,
    alertCode,
    certainty,
  }) => {
    const why = !isServed
      ? `${host} gets ${answer}, as a name does that the server does not have.${alertCode === 112 ? ' The alert says just that.' : ''}`
      : randomSiblingAlike && !asUnknown
        ? 'A random name beside it gets the same certificate: a wildcard binding answers, which is meant for other names.'
        : `${asUnknown ? 'A name that nobody has gets the same: it is' : 'It looks like'} what the server falls back to${knownProduct === null ? '' : ` (the default certificate of ${knownProduct})`}.`;
    const others =
      namesDifferent.length === 0
        ? isServed
          ? ''
          : ' No name that works there was asked; one of them in the list would show that the server serves others.'
        : ` ${enumerate(namesDifferent)} ${namesDifferent.length === 1 ? 'gets an answer' : 'get answers'} of their own there, so the server does choose by name.`.replace(
            'of their own',
            namesDifferent.length === 1 ? 'of its own' : 'of their own',
          );
    const router =
      isServed || alertCode !== null
        ? ''
        : ' A router that passes names on, and has nothing behind this one, looks the same.';
    return `${why}${others} ${certainty === 'possible' ? `So it looks as if the server had no usable binding for ${host}` : `The server has no usable binding for ${host}`}. Whether it was never there, or could not be attached because of its key, cannot be told from outside.${router}`;
  },
  tellApart: (facts) =>
    `on the server, no ${entryWord(facts)} for ${facts.host} means this one${whereToLook(facts, 'name')}`,
  remedies: (facts) => {
    const again = checkAgain(facts);
    return [
      ...(facts.isAlert
        ? []
        : [
            {
              platform: 'windows-iis',
              steps: [
                windows.showNameRow(facts),
                windows.addNameRow(facts),
                windows.addNameRowByNetsh(facts),
                windows.checkKey(facts),
                again,
              ],
            },
          ]),
      { platform: 'nginx', steps: [nginx.show(), nginx.addServer(facts), again] },
      { platform: 'apache', steps: [apache.show(), apache.addHost(facts), again] },
      { platform: 'haproxy', steps: [haproxy.show(), haproxy.addCertificate(facts), again] },
      {
        platform: 'kubernetes-ingress',
        steps: [kubernetes.show(facts), kubernetes.secret(facts), kubernetes.addTls(facts), again],
      },
      { platform: 'caddy', steps: [caddy.site(facts), caddy.log(facts), again] },
      { platform: 'traefik', steps: [traefik.router(facts), traefik.log(), again] },
      { platform: 'load-balancer', steps: [balancer.listener(facts), again] },
      { platform: 'other', steps: [otherServer.addSite(facts), again] },
    ];
  },
};
