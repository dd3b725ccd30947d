import type { Probe } from '../src/model/question.js';

/** What answers for a name that nobody has: shows the fallback for names, a refusal, or something that mints certificates. */
export const unknownName: Probe = {
  id: 'unknown-name',
  asks: 'What is a client served that asks for a name nobody has?',
  change: 'server_name is a random label under .invalid',
  citation: 'RFC 6066 §3; RFC 6761 §6.4',
  round: 'survey',
  belongsTo: 'endpoint',
  name: 'unknown',
  vary: (control, subject) => ({ ...control, serverName: `${subject.randomLabel}.invalid` }),
};
