import type { Liar } from './liar.js';

export const ldapWrongResult: Liar = {
  row: 41,
  does: 'answers StartTLS with a result code of refusal',
  starttls: 'ldap',
  greet: (socket) => socket.on('data', () => socket.write(Buffer.from('300c02010178070a013504000400', 'hex'))),
  expected: { outcome: 'starttls', reason: 'refused', stage: 'starttls' },
};
