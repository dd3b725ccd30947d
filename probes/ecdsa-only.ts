import type { Probe } from '../src/model/question.js';

/** Whether an ECDSA certificate stands beside the one that was served. */
export const ecdsaOnly: Probe = {
  id: 'ecdsa-only',
  asks: 'What is a client served that accepts only ECDSA certificates?',
  change: 'only ECDSA signature schemes, and ECDSA authenticated cipher suites in TLS 1.2',
  citation: 'RFC 8446 §4.2.3; RFC 5246 §7.4.1.4.1',
  round: 'follow-up',
  belongsTo: 'name',
  name: 'target',
  vary: (control) => ({ ...control, keyTypes: 'ecdsa' }),
};
