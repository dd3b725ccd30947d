import { beforeAll, describe, expect, it } from 'vitest';
import { expectFile, openFile } from '../../src/expectation/open-file.js';
import { createIssuer, type Issued, type Issuer } from '../../src/lab/issue.js';
import { sha256Hex } from '../../src/x509/digest.js';
import { concat, hex, oid, seq, tlv } from '../support/der.js';
import { opensslFile } from '../support/openssl-files.js';
import { describePeer } from '../support/peers.js';

let root: Issuer;
let intermediate: Issuer;
let leaf: Issued;

beforeAll(async () => {
  root = await createIssuer({ commonName: 'Root', keyType: 'rsa' });
  intermediate = root.subordinate('Intermediate');
  leaf = intermediate.issue({ dnsNames: ['a.example'] });
});

const digestOf = (der: Uint8Array): string => sha256Hex(der);
const never = (): Promise<string | null> => Promise.reject(new Error('no password was needed'));

describePeer('PKCS#7 files that openssl makes', ['openssl'], () => {
  it.each(['DER', 'PEM'])('%s, with EC certificates', async (form) => {
    const list = leaf.certificatePem + intermediate.certificatePem + root.certificatePem;
    const bytes = await opensslFile(['crl2pkcs7', '-nocrl', '-certfile', '@list.pem', '-outform', form], {
      'list.pem': list,
    });
    const { certificates } = await openFile(bytes, 'x.p7b', never);
    expect(certificates.map(digestOf).sort()).toEqual(
      [leaf.certificateDer, intermediate.certificateDer, root.certificateDer].map(digestOf).sort(),
    );
    expect((await expectFile(bytes, 'x.p7b', never)).digest.hex).toBe(digestOf(leaf.certificateDer));
  });
});

/** A BER value of indefinite length (X.690 §8.1.3.6). */
const indefinite = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  concat([Uint8Array.of(tag, 0x80), ...parts, hex('0000')]);
const DATA = oid('1.2.840.113549.1.7.1');

describe('PKCS#7 files made by hand', () => {
  it('reads PKCS#7 in BER with indefinite lengths', async () => {
    const signed = indefinite(
      0x30,
      hex('020101'),
      hex('3100'),
      indefinite(0x30, DATA),
      indefinite(0xa0, leaf.certificateDer, root.certificateDer),
      hex('3100'),
    );
    const bytes = indefinite(0x30, oid('1.2.840.113549.1.7.2'), indefinite(0xa0, signed));
    expect((await openFile(bytes, 'x.p7b', never)).certificates.map(digestOf)).toEqual(
      [leaf.certificateDer, root.certificateDer].map(digestOf),
    );
  });

  it.each([
    [
      'PKCS#7 of another kind',
      () => indefinite(0x30, oid('1.2.840.113549.1.7.1'), indefinite(0xa0, tlv(0x04))),
      'PKCS#7 file without certificates',
    ],
    [
      'PKCS#7 without certificates',
      () => seq(oid('1.2.840.113549.1.7.2'), tlv(0xa0, seq(hex('020101')))),
      'PKCS#7 file without certificates',
    ],
    ['damaged PKCS#7', () => seq(oid('1.2.840.113549.1.7.2'), hex('0500')), 'damaged PKCS#7'],
    [
      'a garbage certificate in PKCS#7',
      () => seq(oid('1.2.840.113549.1.7.2'), tlv(0xa0, seq(hex('020101'), tlv(0xa0, seq())))),
      'not a certificate',
    ],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(openFile(bytes(), 'x', never)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message),
    });
  });
});
