import { type CauseText, checkAgain, opensslCommand, rightElsewhere, whatHappens } from './cause-text.js';

export const unexplained: CauseText = {
  cause: 'unexplained',
  happens: 'No explanation that whichcert knows predicts all the answers, or too few could be had to choose one.',
  why: [
    'Answers contradict each other, something in the path changes them, the server does something that the model does not know, or the questions that would decide were not answered.',
  ],
  title: (facts) => `${whatHappens(facts)}${rightElsewhere(facts)}, and the answers do not say why`,
  explanation: () =>
    'The answers stand below as they came. The candidates that cannot be ruled out stand beside them; where there are none, no kind of server that is known here gives these answers together.',
  tellApart: () => 'more answers are needed',
  remedies: (facts) => [
    {
      platform: 'any',
      steps: [
        `See the handshakes yourself, with the name and without:\n${opensslCommand(facts)}\n${opensslCommand(facts, 'none')}`,
        'Ask again with --debug, from another network too; on a Windows server with --bindings and its export.',
        checkAgain(facts),
      ],
    },
  ],
};
