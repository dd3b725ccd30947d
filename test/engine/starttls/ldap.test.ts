import { describe, expect, it } from 'vitest';
import { ByteDialogue } from '../../../src/engine/starttls/byte-dialogue.js';
import { LdapScript } from '../../../src/engine/starttls/ldap.js';
import { endOf, play } from '../../support/preamble.js';

const ldap = (): ByteDialogue => new ByteDialogue(new LdapScript());
const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('StartTLS of LDAP, RFC 4511 §4.14', () => {
  it('sends the extended request', () => {
    const { said } = play(ldap, []);
    expect(Buffer.from(said[0] ?? '', 'latin1').toString('hex')).toBe(
      `301d02010177188016${Buffer.from('1.3.6.1.4.1.1466.20037').toString('hex')}`,
    );
  });

  it.each([
    ['success', '30 0c 02 01 01 78 07 0a 01 00 04 00 04 00', 'ready'],
    [
      'success, long lengths as Active Directory writes them',
      '30 84 00 00 00 10 02 01 01 78 84 00 00 00 07 0a 01 00 04 00 04 00',
      'ready',
    ],
    ['protocolError: the operation is not known', '30 0c 02 01 01 78 07 0a 01 02 04 00 04 00', 'starttls not-offered'],
    ['unavailable', '30 0c 02 01 01 78 07 0a 01 34 04 00 04 00', 'starttls refused'],
    ['another message', '30 0c 02 01 02 78 07 0a 01 00 04 00 04 00', 'starttls refused'],
    ['another operation', '30 0c 02 01 01 61 07 0a 01 00 04 00 04 00', 'starttls refused'],
    ['another name', '30 10 02 01 01 78 0b 0a 01 00 04 00 04 00 8a 02 31 2e', 'starttls refused'],
    ['a claim of 4 GiB', '30 84 ff ff ff ff 02', 'over-limit starttls-message-length'],
    ['an indefinite length', '30 80 02 01 01', 'starttls refused'],
    ['not LDAP', '15', 'starttls not-offered'],
    ['an empty sequence', '30 00', 'starttls refused'],
    ['half of it', '30 0c 02 01 01', 'more'],
  ])('%s', (_, answer, expected) => expect(endOf(play(ldap, [hex(answer)]))).toBe(expected));

  it('bytes behind the response are refused', () => {
    const played = play(ldap, [hex('30 0c 02 01 01 78 07 0a 01 00 04 00 04 00 ff')], false);
    expect(played.end).toMatchObject({ reason: 'refused', detail: { plaintextAfterGoAhead: 1 } });
  });
});
