import type { Probe } from '../src/model/question.js';

/** The control: a current client's hello for the target's name. Asked first, and last unless the trust handshake was. */
export const targetName: Probe = {
  id: 'target-name',
  asks: 'What is a client served that asks for this name?',
  change: 'none: this is the control',
  citation: 'RFC 6066 §3',
  round: 'survey',
  belongsTo: 'name',
  name: 'target',
  vary: (control) => control,
};
