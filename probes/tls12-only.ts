import type { Probe } from '../src/model/question.js';

/** Whether the answer depends on the protocol version. */
export const tls12Only: Probe = {
  id: 'tls12-only',
  asks: 'What is a client served that speaks TLS 1.2 and nothing newer?',
  change: 'TLS 1.2 only',
  citation: 'RFC 8446 §4.2.1; RFC 5246 §E.1',
  round: 'follow-up',
  belongsTo: 'name',
  name: 'target',
  vary: (control) => ({ ...control, versions: ['TLSv1.2'] }),
};
