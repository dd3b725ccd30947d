import { apache } from '../remedies/apache.js';
import { haproxy } from '../remedies/haproxy.js';
import { nginx } from '../remedies/nginx.js';
import { windows } from '../remedies/windows.js';
import { type CauseText, checkAgain, nameAt, recheck, rightElsewhere, whatHappens } from './cause-text.js';

export const fallbackCertificate: CauseText = {
  cause: 'fallback-certificate',
  happens: 'The name is served what everybody is served; several causes fit, and nothing seen chooses among them.',
  why: [
    'A server without a binding for the name, a binding on the exact address, a server that knows no names, another machine, a binding with the fallback’s own certificate: all of them answer like this.',
    'Other names of the same server in the list are what tells them apart: where one gets its own certificate, the server does choose by name.',
  ],
  title: (facts) => `${whatHappens(facts)}, as every name there is${rightElsewhere(facts)}`,
  explanation: ({ place, namesAlike }) =>
    `${place} answers with the name, without one and with a name that nobody has alike${namesAlike.length === 0 ? ', and no other name of it is in the list' : ''}. It is the fallback that answers; why, the answers cannot say. The candidates stand below with what tells them apart.`,
  tellApart: () => 'names of the same server beside it in the list show whether it chooses by name',
  remedies: (facts) => [
    {
      platform: 'any',
      steps: [
        `Ask for another name of the same server beside it; one that is right shows that the server chooses by name:\n${recheck(facts)} '${nameAt(facts, '<another name>')}'`,
      ],
    },
    {
      platform: 'windows-iis',
      steps: [
        windows.findRow(facts),
        windows.showNameRow(facts),
        windows.showExactRow(facts),
        windows.addNameRow(facts),
        checkAgain(facts),
      ],
    },
    { platform: 'nginx', steps: [nginx.show(), nginx.addServer(facts), checkAgain(facts)] },
    { platform: 'apache', steps: [apache.show(), apache.addHost(facts), checkAgain(facts)] },
    { platform: 'haproxy', steps: [haproxy.show(), haproxy.addCertificate(facts), checkAgain(facts)] },
  ],
};
