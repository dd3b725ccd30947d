import { apache } from '../remedies/apache.js';
import { kubernetes } from '../remedies/clouds.js';
import { haproxy } from '../remedies/haproxy.js';
import { entryWord, whereToLook } from '../remedies/look.js';
import { nginx } from '../remedies/nginx.js';
import { otherServer } from '../remedies/other-server.js';
import { windows } from '../remedies/windows.js';
import { type CauseText, checkAgain, enumerate, rightElsewhere, whatHappens } from './cause-text.js';

export const wrongCertificateBound: CauseText = {
  cause: 'wrong-certificate-bound',
  happens: 'The name has a binding of its own, with the wrong certificate attached.',
  why: [
    'The binding was copied from another site, a tool attached the last issued certificate to every binding, or the file behind it is another than meant.',
  ],
  title: (facts) => `${whatHappens(facts)}, by a binding of its own${rightElsewhere(facts)}`,
  explanation: ({ host, namesAlike, unknownName }) =>
    `${unknownName === null ? 'Other names are' : `A name that nobody has is answered with ${unknownName}, so the name is`} answered differently: the server knows ${host} and has the wrong certificate attached to it.${namesAlike.length === 0 ? '' : ` It is the one that ${enumerate(namesAlike)} ${namesAlike.length === 1 ? 'gets' : 'get'}.`}`,
  tellApart: (facts) =>
    `on the server, the ${entryWord(facts)} of ${facts.host} with the certificate served means this one${whereToLook(facts, 'attached')}`,
  remedies: (facts) => [
    ...(facts.isAlert
      ? []
      : [
          {
            platform: 'windows-iis',
            steps: [windows.showNameRow(facts), windows.checkKey(facts), windows.rebindName(facts), checkAgain(facts)],
          },
        ]),
    { platform: 'nginx', steps: [nginx.show(), nginx.certificate(facts), checkAgain(facts)] },
    { platform: 'apache', steps: [apache.show(), apache.certificate(facts), checkAgain(facts)] },
    { platform: 'haproxy', steps: [haproxy.show(), haproxy.certificate(facts), checkAgain(facts)] },
    { platform: 'kubernetes-ingress', steps: [kubernetes.show(facts), kubernetes.secret(facts), checkAgain(facts)] },
    {
      platform: 'load-balancer',
      steps: [
        `Look which certificate the listener or rule of ${facts.host} names, and attach the right one.`,
        checkAgain(facts),
      ],
    },
    { platform: 'other', steps: [otherServer.certificate(facts), checkAgain(facts)] },
  ],
};
