import { balancer } from '../remedies/clouds.js';
import { list } from '../words.js';
import { type CauseText, checkAgain } from './cause-text.js';

export const rotatingCertificates: CauseText = {
  cause: 'rotating-certificates',
  happens: 'One address answers the same question now with one certificate, now with another.',
  why: [
    'Several machines, processes or workers stand behind the address, and they differ: one was left behind at a renewal, or has another configuration. Which client meets which is chance.',
  ],
  title: ({ host, place, answersInTurn, someFail }) =>
    someFail
      ? `${host} is answered differently at ${place}, from one connection to the next: ${list(answersInTurn, 'or')}`
      : `${host} is served different certificates at ${place}, from one connection to the next`,
  explanation: ({ someFail }) =>
    `The same question was answered differently, and the first answer came back: the machines (or processes) behind this address differ. ${someFail ? 'One of them brings no certificate: it may be down, or not be set up for the name.' : 'What one of them does wrong cannot be told apart from here.'}`,
  tellApart: (facts) =>
    `ask again, more often: ${facts.host} at ${facts.address} with --samples 20 shows whether the answers change`,
  remedies: (facts) => [
    { platform: 'load-balancer', steps: [balancer.nodes(facts), checkAgain({ ...facts })] },
    {
      platform: 'any',
      steps: [
        'On one machine: look for an old process that still holds the port, and restart it rather than reload:\n' +
          `$ ss -ltnp 'sport = :${facts.port}'`,
        checkAgain(facts),
      ],
    },
  ],
};
