import type { Probe } from '../src/model/question.js';

/** A name out of the served certificate: against a random name it shows what an acknowledged server_name means here. */
export const certificateName: Probe = {
  id: 'certificate-name',
  asks: 'What is a client served that asks for a name out of the served certificate?',
  change: 'server_name is a name out of the served certificate',
  citation: 'RFC 6066 §3',
  round: 'follow-up',
  belongsTo: 'name',
  name: 'given',
  vary: (control, subject) => (subject.givenName === null ? null : { ...control, serverName: subject.givenName }),
};
