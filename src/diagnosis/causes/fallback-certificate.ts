import { apache } from '../remedies/apache.js';
import { haproxy } from '../remedies/haproxy.js';
import { nginx } from '../remedies/nginx.js';
import { otherServer } from '../remedies/other-server.js';
import { windows } from '../remedies/windows.js';
import {
  alikeWords,
  type CauseText,
  checkAgain,
  enumerate,
  nameAt,
  recheck,
  rightElsewhere,
  whatHappens,
} from './cause-text.js';
import type { Facts } from './facts.js';

export const fallbackCertificate: CauseText = {
  cause: 'fallback-certificate',
  happens: 'The name is served what everybody is served; several causes fit, and nothing seen chooses among them.',
  why: [
    'A server without a binding for the name, a binding on the exact address, a server that knows no names, another machine, a binding with the fallback’s own certificate: all of them answer like this.',
    'Other names of the same server in the list are what tells them apart: where one gets its own certificate, the server does choose by name.',
  ],
  title: (facts) => `${whatHappens(facts)}${alikeWords(facts)}${rightElsewhere(facts)}`,
  explanation: (facts) => {
    const { host, coversName, legacyOnly, served } = facts;
    if (legacyOnly !== null) {
      return `Only ${legacyOnly} is spoken there: every other question was refused for its version, so nothing shows whether other names are served the same. The candidates stand with what tells them apart.`;
    }
    const covers = coversName
      ? ` ${served} covers ${host}: it may as well be the name's own, and only the wrong or an earlier one.`
      : '';
    return `${answersAlike(facts)} So it looks like the fallback; why it answers, the answers cannot say.${covers} The candidates stand with what tells them apart.`;
  },
  tellApart: () => 'names of the same server beside it in the list show whether it chooses by name',
  remedies: (facts) => {
    const again = checkAgain(facts);
    // A certificate that covers the name is replaced where it is; for another's, the name needs a place of its own.
    const { coversName } = facts;
    const another = {
      platform: 'any',
      steps: [
        `Ask for another name of the same server beside it; one that is right shows that the server chooses by name:\n${recheck(facts)} '${nameAt(facts, '<another name>')}'`,
      ],
    };
    return [
      ...(coversName ? [] : [another]),
      {
        platform: 'nginx',
        steps: [nginx.show(), coversName ? nginx.certificate(facts) : nginx.addServer(facts), again],
      },
      {
        platform: 'apache',
        steps: [apache.show(), coversName ? apache.certificate(facts) : apache.addHost(facts), again],
      },
      {
        platform: 'haproxy',
        steps: [haproxy.show(), coversName ? haproxy.certificate(facts) : haproxy.addCertificate(facts), again],
      },
      {
        platform: 'other',
        steps: [coversName ? otherServer.certificate(facts) : otherServer.addSite(facts), again],
      },
      {
        platform: 'windows-iis',
        steps: [
          windows.findRow(facts),
          windows.showNameRow(facts),
          windows.showExactRow(facts),
          coversName ? windows.rebindName(facts) : windows.addNameRow(facts),
          again,
        ],
      },
      ...(coversName ? [another] : []),
    ];
  },
};

/** `203.0.113.5 answers alike with the name, without one and with a name that nobody has`: only what was seen. */
function answersAlike({ place, isName, asNone, asUnknown, namesAlike, randomSiblingAlike }: Facts): string {
  const ways = [
    isName ? 'with the name' : 'without a name',
    ...(asNone && isName ? ['without one'] : []),
    ...(asUnknown ? ['with a name that nobody has'] : []),
    ...(!asUnknown && randomSiblingAlike ? ['with a random name beside it'] : []),
    ...(namesAlike.length === 0 ? [] : [`with ${enumerate(namesAlike)}`]),
  ];
  const more = namesAlike.length === 0 ? ', and no other name of it is in the list' : '';
  return ways.length < 2
    ? `${place} answers the name with what is not its own${more}.`
    : `${place} answers alike ${enumerate(ways, 5)}${more}.`;
}
