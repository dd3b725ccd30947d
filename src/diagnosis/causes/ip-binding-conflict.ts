import { apache } from '../remedies/apache.js';
import { balancer } from '../remedies/clouds.js';
import { haproxy } from '../remedies/haproxy.js';
import { whereToLook } from '../remedies/look.js';
import { nginx } from '../remedies/nginx.js';
import { otherServer } from '../remedies/other-server.js';
import { windows } from '../remedies/windows.js';
import {
  alikeWords,
  type CauseText,
  checkAgain,
  enumerate,
  recheck,
  rightElsewhere,
  whatHappens,
} from './cause-text.js';

export const ipBindingConflict: CauseText = {
  cause: 'ip-binding-conflict',
  happens: "A binding on exactly this address answers before the name's own binding is looked at.",
  why: [
    'On Windows a row for an exact address and port beats every row for a name, whatever name the client sends; the rows for 0.0.0.0 and [::] do not. Such rows are left behind by a site with a fixed address, by a binding with a host name but without "Require Server Name Indication", or are set by another service (SSTP, AD FS, WinRM), which may set them again at every start.',
    'On nginx and Apache a listener on an exact address ("listen 203.0.113.5:443", "<VirtualHost 203.0.113.5:443>") has a table of names of its own: the virtual hosts for every address are not asked for connections to that one. HAProxy knows the same with a second "bind".',
    'From outside, an address that leads to another machine looks the same.',
  ],
  title: (facts) => `${whatHappens(facts)}${alikeWords(facts)}${rightElsewhere(facts)}`,
  explanation: ({ address, rightAt, namesAlike, namesDifferent, certainty }) =>
    [
      `${certainty === 'possible' ? 'It may be that a' : 'Most likely a'} binding on exactly ${address} answers there${namesDifferent.length === 0 && namesAlike.length > 0 ? ' for every name' : ''}, before the binding of the name is looked at.`,
      rightAt.length > 0
        ? `That ${enumerate(rightAt)} ${rightAt.length === 1 ? 'is' : 'are'} right speaks for it: the name itself is set up.`
        : '',
      `Or ${address} is another machine: from outside the two look the same. Whether ${address} is among the addresses of the machine you mean tells (on it: ip address; Windows: ipconfig).`,
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  tellApart: (facts) =>
    `on the server, a row or listener for exactly ${facts.address} means this one${whereToLook(facts, 'address')}`,
  remedies: (facts) => [
    ...(facts.isAlert
      ? []
      : [
          {
            platform: 'windows-iis',
            steps: [
              windows.findRow(facts),
              windows.showExactRow(facts),
              windows.deleteExactRow(facts),
              windows.unboundAddress(facts),
              `To be certain next time, give the machine's export:\n${recheck(facts, ' --bindings <folder of the export>')}`,
              checkAgain(facts),
            ],
          },
        ]),
    { platform: 'nginx', steps: [nginx.show(), nginx.unhide(facts), checkAgain(facts)] },
    { platform: 'apache', steps: [apache.show(), apache.unhide(facts), checkAgain(facts)] },
    { platform: 'haproxy', steps: [haproxy.show(), haproxy.unhide(facts), checkAgain(facts)] },
    { platform: 'load-balancer', steps: [balancer.listener(facts), checkAgain(facts)] },
    { platform: 'other', steps: [otherServer.unhide(facts), checkAgain(facts)] },
  ],
};
