import { apache } from '../remedies/apache.js';
import { balancer, kubernetes } from '../remedies/clouds.js';
import { haproxy } from '../remedies/haproxy.js';
import { nginx } from '../remedies/nginx.js';
import { otherServer } from '../remedies/other-server.js';
import { windows } from '../remedies/windows.js';
import { type CauseText, checkAgain, rightElsewhere } from './cause-text.js';

export const staleCertificate: CauseText = {
  cause: 'stale-certificate',
  happens: "The name's own binding serves an earlier edition of its certificate.",
  why: [
    'The certificate was renewed, and this binding, node or process was not told: the file was replaced without a reload, the row still names the old thumbprint, or one machine of several was left out.',
  ],
  title: (facts) => `${facts.host} is still served the earlier certificate at ${facts.place}${rightElsewhere(facts)}`,
  explanation: ({ rightAt }) =>
    `The same names and the same kind of key, but issued earlier than ${rightAt.length > 0 ? 'the one served elsewhere' : 'the expected one'}: the renewal did not reach this ${rightAt.length > 0 ? 'machine' : 'binding'}.`,
  tellApart: ({ host }) =>
    `compare the dates of the certificate file on that machine with what is served for ${host}: a newer file means that only a reload is missing`,
  remedies: (facts) => [
    {
      platform: 'windows-iis',
      steps: [windows.findRow(facts), windows.checkKey(facts), windows.rebindName(facts), checkAgain(facts)],
    },
    { platform: 'nginx', steps: [nginx.certificate(facts), checkAgain(facts)] },
    { platform: 'apache', steps: [apache.certificate(facts), checkAgain(facts)] },
    { platform: 'haproxy', steps: [haproxy.certificate(facts), checkAgain(facts)] },
    { platform: 'kubernetes-ingress', steps: [kubernetes.issuance(), kubernetes.secret(facts), checkAgain(facts)] },
    { platform: 'load-balancer', steps: [balancer.nodes(facts), checkAgain(facts)] },
    { platform: 'other', steps: [otherServer.certificate(facts), checkAgain(facts)] },
  ],
};
