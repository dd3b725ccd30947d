import type { Probe } from '../src/model/question.js';

/** A random label beside the target: shows a wildcard row that answers for the whole domain. */
export const unknownSibling: Probe = {
  id: 'unknown-sibling',
  asks: 'What is a client served that asks for a random name beside this one?',
  change: "server_name is a random label under the target's parent domain",
  citation: 'RFC 9525 §6.3',
  round: 'follow-up',
  belongsTo: 'name',
  name: 'unknown-sibling',
  vary: (control, subject) => {
    const labels = subject.targetName?.split('.') ?? [];
    return labels.length < 2 ? null : { ...control, serverName: [subject.randomLabel, ...labels.slice(1)].join('.') };
  },
};
