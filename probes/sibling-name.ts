import type { Probe } from '../src/model/question.js';

/** Another name known at this endpoint: shows whether the server selects by name at all. */
export const siblingName: Probe = {
  id: 'sibling-name',
  asks: 'What is a client served that asks for another name of this endpoint?',
  change: 'server_name is another name known at the endpoint',
  citation: 'RFC 6066 §3',
  round: 'follow-up',
  belongsTo: 'name',
  name: 'given',
  vary: (control, subject) => (subject.givenName === null ? null : { ...control, serverName: subject.givenName }),
};
