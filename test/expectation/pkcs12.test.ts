import { createHmac, pbkdf2Sync } from 'node:crypto';
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
let second: Issued;

beforeAll(async () => {
  root = await createIssuer({ commonName: 'Root', keyType: 'rsa' });
  intermediate = root.subordinate('Intermediate');
  leaf = intermediate.issue({ dnsNames: ['a.example'], keyType: 'rsa' });
  second = intermediate.issue({ dnsNames: ['b.example'] });
});

const digestOf = (der: Uint8Array): string => sha256Hex(der);
const never = (): Promise<string | null> => Promise.reject(new Error('no password was needed'));
const give = (password: string) => () => Promise.resolve(password);
/** A PFX of the leaf with its key and the authorities above it. */
function pfx(password: string, ...options: readonly string[]): Promise<Uint8Array> {
  const input = {
    'key.pem': leaf.privateKeyPem,
    'list.pem': leaf.certificateListPem + root.certificatePem,
    'password.txt': `${password}\n`,
  };
  return opensslFile(
    ['pkcs12', '-export', '-inkey', '@key.pem', '-in', '@list.pem', '-passout', 'file:@password.txt', ...options],
    input,
  );
}

describePeer('PKCS#12 files that openssl makes', ['openssl'], () => {
  it.each([
    ['AES-256, as OpenSSL 3 writes', ['-certpbe', 'AES-256-CBC']],
    ['by default', []],
    ['RC2-40 and 3DES, as Windows and OpenSSL 1 write', ['-legacy']],
    ['3DES', ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['two-key 3DES', ['-certpbe', 'PBE-SHA1-2DES']],
    ['RC2-128', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128']],
    ['AES-128 with a SHA-512 MAC', ['-certpbe', 'AES-128-CBC', '-macalg', 'sha512']],
    ['AES-192', ['-certpbe', 'AES-192-CBC', '-macalg', 'sha384']],
    ['PBES2 with 3DES', ['-certpbe', 'DES-EDE3-CBC']],
    ['certificates in the open', ['-certpbe', 'NONE']],
    ['no MAC', ['-nomac', '-certpbe', 'AES-256-CBC']],
    ['no MAC, RC2', ['-nomac', '-legacy', '-certpbe', 'PBE-SHA1-RC2-40']],
    ['many iterations', ['-iter', '20000']],
  ])('%s', async (_, options) => {
    for (const password of ['secret', 'päßwörd €', '😀']) {
      const bytes = await pfx(password, ...options);
      const opened = await openFile(bytes, 'x.pfx', give(password));
      expect(opened.certificates.map(digestOf).sort()).toEqual(
        [leaf.certificateDer, intermediate.certificateDer, root.certificateDer].map(digestOf).sort(),
      );
      expect(opened.keyed.map(digestOf)).toEqual([digestOf(leaf.certificateDer)]);
    }
    const bytes = await pfx('secret', ...options);
    await expect(openFile(bytes, 'x.pfx', give('Secret'))).rejects.toMatchObject({
      code: 'bad-password',
      message: 'x.pfx: the password is wrong',
    });
  });

  it('needs no password where it is empty, and asks for one only where it must', async () => {
    const empty = await pfx('');
    expect((await expectFile(empty, 'x.pfx', never)).digest.hex).toBe(digestOf(leaf.certificateDer));
    const locked = await pfx('secret');
    const refusal = { code: 'bad-password', message: 'x.pfx needs a password' };
    await expect(openFile(locked, 'x.pfx', null)).rejects.toMatchObject(refusal);
    await expect(openFile(locked, 'x.pfx', () => Promise.resolve(null))).rejects.toMatchObject(refusal);
    await expect(openFile(locked, 'x.pfx', give(''))).rejects.toMatchObject({
      code: 'bad-password',
      message: 'x.pfx: the password is wrong',
    });
  });

  it('opens certificates that nothing protects, without a password', async () => {
    const bytes = await pfx('secret', '-nomac', '-certpbe', 'NONE');
    expect((await expectFile(bytes, 'x.pfx', never)).digest.hex).toBe(digestOf(leaf.certificateDer));
  });

  it('takes the certificate whose key is in the file, whatever else is there', async () => {
    const input = { 'key.pem': leaf.privateKeyPem, 'leaf.pem': leaf.certificatePem, 'more.pem': second.certificatePem };
    const bytes = await opensslFile(
      ['pkcs12', '-export', '-inkey', `@key.pem`, '-in', '@leaf.pem', '-certfile', '@more.pem', '-passout', 'pass:'],
      input,
    );
    expect((await expectFile(bytes, 'x.pfx', never)).digest.hex).toBe(digestOf(leaf.certificateDer));
  });

  it('says so when there are several leaves, or only a key', async () => {
    const two = await opensslFile(['pkcs12', '-export', '-nokeys', '-in', '@two.pem', '-passout', 'pass:'], {
      'two.pem': leaf.certificatePem + second.certificatePem,
    });
    await expect(expectFile(two, 'two.pfx', never)).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining('two.pfx holds several server certificates'),
    });
    const key = await opensslFile(['pkcs12', '-export', '-nocerts', '-inkey', '@key.pem', '-passout', 'pass:'], {
      'key.pem': leaf.privateKeyPem,
    });
    await expect(expectFile(key, 'key.pfx', never)).rejects.toMatchObject({
      code: 'bad-file',
      message: 'key.pfx holds only a private key, no certificate',
    });
  });

  it('says so when a file is damaged, at whatever byte it ends', async () => {
    const whole = await pfx('', '-nokeys');
    for (let length = 8; length < whole.length; length += 97) {
      await expect(openFile(whole.subarray(0, length), 'cut.pfx', never)).rejects.toMatchObject({
        name: 'UsageError',
        code: expect.stringMatching(/^bad-(?:file|certificate)$/),
        message: expect.stringMatching(/^cut\.pfx[^\n]*$/),
      });
    }
  });
});

/** A BER value of indefinite length (X.690 §8.1.3.6). */
const indefinite = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  concat([Uint8Array.of(tag, 0x80), ...parts, hex('0000')]);
const DATA = oid('1.2.840.113549.1.7.1');

describe('PKCS#12 files made by hand', () => {
  const certificateBag = (): Uint8Array =>
    seq(
      oid('1.2.840.113549.1.12.10.1.3'),
      tlv(0xa0, seq(oid('1.2.840.113549.1.9.22.1'), tlv(0xa0, tlv(0x04, second.certificateDer)))),
    );
  const open = (bags: Uint8Array, mac: Uint8Array = new Uint8Array()): Uint8Array =>
    seq(hex('020103'), seq(DATA, tlv(0xa0, tlv(0x04, seq(seq(DATA, tlv(0xa0, tlv(0x04, bags))))))), mac);

  it('reads a PFX without encryption or MAC, in pieces, and bags within bags', async () => {
    const nested = seq(seq(oid('1.2.840.113549.1.12.10.1.6'), tlv(0xa0, seq(certificateBag()))));
    expect((await openFile(open(nested), 'x.pfx', never)).certificates).toHaveLength(1);
    const safe = seq(seq(DATA, tlv(0xa0, tlv(0x04, seq(certificateBag())))));
    const pieces = tlv(0x24, tlv(0x04, safe.subarray(0, 50)), tlv(0x04, safe.subarray(50)));
    const bytes = indefinite(0x30, hex('020103'), indefinite(0x30, DATA, indefinite(0xa0, pieces)));
    expect((await openFile(bytes, 'x.pfx', never)).certificates.map(digestOf)).toEqual([
      digestOf(second.certificateDer),
    ]);
  });

  it('verifies a MAC by PBMAC1 (RFC 9579)', async () => {
    const salt = hex('0102030405060708');
    const safe = seq(seq(DATA, tlv(0xa0, tlv(0x04, seq(certificateBag())))));
    const key = pbkdf2Sync(Buffer.from('päss', 'utf8'), salt, 2048, 32, 'sha256');
    const hmac = seq(oid('1.2.840.113549.2.9'), hex('0500'));
    const kdf = seq(oid('1.2.840.113549.1.5.12'), seq(tlv(0x04, salt), hex('02020800'), hex('020120'), hmac));
    const digest = createHmac('sha256', key).update(safe).digest();
    const info = seq(seq(oid('1.2.840.113549.1.5.14'), seq(kdf, hmac)), tlv(0x04, digest));
    const bytes = seq(hex('020103'), seq(DATA, tlv(0xa0, tlv(0x04, safe))), seq(info, tlv(0x04, salt), hex('020101')));
    expect((await openFile(bytes, 'x.pfx', give('päss'))).certificates.map(digestOf)).toEqual([
      digestOf(second.certificateDer),
    ]);
    await expect(openFile(bytes, 'x.pfx', give('pass'))).rejects.toMatchObject({ code: 'bad-password' });
  });

  const mac = (algorithm: string, iterations: string): Uint8Array =>
    seq(
      seq(seq(oid(algorithm), hex('0500')), tlv(0x04, new Uint8Array(20))),
      tlv(0x04, new Uint8Array(8)),
      hex(iterations),
    );
  const deep = (depth: number): Uint8Array =>
    depth === 0 ? seq() : seq(seq(oid('1.2.840.113549.1.12.10.1.6'), tlv(0xa0, deep(depth - 1))));
  const encrypted = (algorithm: Uint8Array): Uint8Array =>
    seq(
      hex('020103'),
      seq(
        DATA,
        tlv(
          0xa0,
          tlv(
            0x04,
            seq(
              seq(
                oid('1.2.840.113549.1.7.6'),
                tlv(0xa0, seq(hex('020100'), seq(DATA, algorithm, tlv(0x80, new Uint8Array(16))))),
              ),
            ),
          ),
        ),
      ),
    );
  it.each([
    ['two billion iterations', () => open(seq(), mac('1.3.14.3.2.26', '020478000000')), '2013265920 iterations'],
    [
      'more iterations than a number holds',
      () => open(seq(), mac('1.3.14.3.2.26', `0220${'7f'.repeat(32)}`)),
      'iterations',
    ],
    ['no iterations', () => open(seq(), mac('1.3.14.3.2.26', '020100')), '0 iterations'],
    ['a MAC that nobody knows', () => open(seq(), mac('1.2.3.4', '020101')), 'its MAC is made with 1.2.3.4'],
    ['a cipher that nobody knows', () => encrypted(seq(oid('1.2.3.4'), seq())), 'it is encrypted with 1.2.3.4'],
    [
      'RC4',
      () => encrypted(seq(oid('1.2.840.113549.1.12.1.1'), seq())),
      'it is encrypted with 1.2.840.113549.1.12.1.1',
    ],
    ['bags without end', () => open(deep(20)), 'nested too deeply'],
    [
      'public-key integrity',
      () => seq(hex('020103'), seq(oid('1.2.840.113549.1.7.2'), tlv(0xa0, seq()))),
      'protected by a signature',
    ],
    [
      'public-key encryption',
      () =>
        seq(hex('020103'), seq(DATA, tlv(0xa0, tlv(0x04, seq(seq(oid('1.2.840.113549.1.7.3'), tlv(0xa0, seq()))))))),
      'encrypted for a public key',
    ],
    ['nothing but certificates of other kinds', () => open(seq()), 'holds only a private key'],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(openFile(bytes(), 'x', never)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message),
    });
  });
});
