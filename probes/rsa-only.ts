import type { Probe } from '../src/model/question.js';

/** An older client's view: a renewed ECDSA certificate can hide a stale RSA one. Not needed where the control was served RSA. */
export const rsaOnly: Probe = {
  id: 'rsa-only',
  asks: 'What is a client served that accepts only RSA certificates?',
  change: 'only RSA signature schemes, and RSA authenticated cipher suites in TLS 1.2',
  citation: 'RFC 8446 §4.2.3; RFC 5246 §7.4.1.4.1',
  round: 'survey',
  belongsTo: 'name',
  name: 'target',
  vary: (control, subject) =>
    subject.controlKeyType?.startsWith('rsa') === true ? null : { ...control, keyTypes: 'rsa' },
};
