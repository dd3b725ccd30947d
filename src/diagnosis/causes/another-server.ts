import { type CauseText, checkAgain, rightElsewhere, whatHappens } from './cause-text.js';

export const anotherServer: CauseText = {
  cause: 'another-server',
  happens: 'The address leads to a machine that was never meant to serve the name.',
  why: [
    'DNS points at the wrong address, at an old machine, or at a service where the name was never set up (a content network, a hosting platform, an appliance). That machine answers every name with its own certificate, refuses it, or resets.',
    'From outside this looks like a binding that answers for every name: only the one who knows the machines can tell.',
  ],
  title: (facts) => `${whatHappens(facts)}, which looks like another machine${rightElsewhere(facts)}`,
  explanation: ({ address, knownProduct }) =>
    knownProduct === null
      ? `${address} answers every name alike, as a machine does that was never meant to serve this one. Whether it is the machine you mean cannot be told from outside.`
      : `What ${address} serves is the certificate of ${knownProduct}: the name is not set up there, or the address is not the one you mean.`,
  tellApart: ({ address, host }) =>
    `is ${address} the machine you mean? Compare DNS with what the machine says of itself: $ getent ahosts ${host}; on the machine: $ ip address (Windows: ipconfig). If ${address} is not among its addresses, or of whatever stands in front of it, this is it`,
  remedies: (facts) => [
    {
      platform: 'any',
      steps: [
        `Look which addresses DNS gives, and which machine ${facts.address} is:\n$ getent ahosts ${facts.host}`,
        `If it is the wrong one, correct the A or AAAA record of ${facts.host} and wait for its time to live; if it is a service that must know the name (content network, hosting platform), add ${facts.host} there.`,
        checkAgain(facts),
      ],
    },
  ],
};
