import { describe, expect, it } from 'vitest';
import { nearWord } from '../../src/targets/near-word.js';

const COLUMNS = ['host', 'hostname', 'port', 'address', 'addresses', 'ip', 'fingerprint', 'starttls', 'domain'];
const COMMANDS = ['check', 'demo', 'lab', 'bindings', 'serve', 'render', 'explain'];

describe('nearWord', () => {
  it.each([
    ['addr', 'address'],
    ['adress', 'address'],
    ['Adresse', 'addresses'],
    ['address1', 'address'],
    ['ipv4', 'ip'],
    ['ips', 'ip'],
    ['hosts', 'host'],
    ['hsot', 'host'],
    ['prot', 'port'],
    ['fingerpint', 'fingerprint'],
    ['finger', 'fingerprint'],
    ['startls', 'starttls'],
  ])('by the column %s meant %s', (word, meant) => {
    expect(nearWord(word, COLUMNS)).toBe(meant);
  });

  it.each([
    ['chekc', 'check'],
    ['rendr', 'render'],
    ['serv', 'serve'],
    ['binding', 'bindings'],
    ['explian', 'explain'],
  ])('by the command %s meant %s', (word, meant) => {
    expect(nearWord(word, COMMANDS)).toBe(meant);
  });

  it.each(['owner', 'cost', 'part', 'sort', 'post', 'sport', 'email', 'os', 'id', 'note', 'host', 'description', ''])(
    'says nothing of %j',
    (word) => {
      expect(nearWord(word, COLUMNS)).toBeNull();
    },
  );

  it.each(['web', 'server1', 'lob', 'intranet', 'mail'])('takes the host %s for no command', (word) => {
    expect(nearWord(word, COMMANDS)).toBeNull();
  });
});
