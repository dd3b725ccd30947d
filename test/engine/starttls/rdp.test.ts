import { describe, expect, it } from 'vitest';
import { ByteDialogue } from '../../../src/engine/starttls/byte-dialogue.js';
import { RdpScript } from '../../../src/engine/starttls/rdp.js';
import { endOf, play } from '../../support/preamble.js';

const rdp = (): ByteDialogue => new ByteDialogue(new RdpScript());
const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');

describe('security negotiation of RDP', () => {
  it('offers TLS and CredSSP', () => {
    expect(Buffer.from(play(rdp, []).said[0] ?? '', 'latin1').toString('hex')).toBe(
      '030000130ee000000000000100080003000000',
    );
  });

  it.each([
    ['TLS', '030000130ed000001234000200080001000000', 'ready'],
    ['CredSSP', '030000130ed000001234000200080002000000', 'ready'],
    ['only what was before TLS', '030000130ed000001234000200080000000000', 'starttls not-offered'],
    ['no negotiation at all', '0300000b06d00000123400', 'starttls not-offered'],
    ['TLS is not allowed', '030000130ed000001234000300080002000000', 'starttls not-offered'],
    ['no certificate on the server', '030000130ed000001234000300080003000000', 'starttls refused'],
    ['another protocol', '15030300', 'starttls not-offered'],
    ['a disconnect', '03000007028000', 'starttls not-offered'],
    ['half of it', '03000013', 'more'],
  ])('%s', (_, answer, expected) => expect(endOf(play(rdp, [hex(answer)], !answer.startsWith('15')))).toBe(expected));
});
