import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIssuer, type IssuedKeyType, type Issuer } from '../../src/lab/issue.js';
import { toPem } from '../../src/x509/pem.js';
import { describePeer, program } from '../support/peers.js';

const KEY_TYPES: readonly IssuedKeyType[] = ['rsa', 'ecdsa', 'ecdsa-p384', 'ecdsa-p521', 'ed25519'];
const NOW = new Date('2026-11-20T06:00:00Z');

let root: Issuer;
let intermediate: Issuer;
const folder = mkdtempSync(join(tmpdir(), 'whichcert-issue-'));

beforeAll(async () => {
  root = await createIssuer({ commonName: 'Lab Root', clock: () => NOW });
  intermediate = root.subordinate('Lab Intermediate', { keyType: 'ecdsa-p384' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function openssl(...args: string[]): string {
  return execFileSync(program('openssl'), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

describePeer('createIssuer, verified', ['openssl'], () => {
  it.each(KEY_TYPES)('issues %s certificates that OpenSSL verifies through the intermediate', (keyType) => {
    const leaf = intermediate.issue({
      dnsNames: ['a.example.com', '*.b.example'],
      ipAddresses: ['192.0.2.1', '2001:db8::1'],
      keyType,
    });
    const files = { root: join(folder, `${keyType}-root.pem`), list: join(folder, `${keyType}-list.pem`) };
    writeFileSync(files.root, root.certificatePem);
    writeFileSync(files.list, leaf.certificateListPem);
    const said = openssl(
      'verify',
      '-x509_strict',
      '-attime',
      String(NOW.getTime() / 1000),
      '-purpose',
      'sslserver',
      '-CAfile',
      files.root,
      '-untrusted',
      files.list,
      files.list,
    );
    expect(said).toContain('OK');
    const read = new X509Certificate(leaf.certificateDer);
    expect(read.checkPrivateKey(leaf.privateKey)).toBe(true);
    expect(read.subjectAltName).toBe(
      'DNS:a.example.com, DNS:*.b.example, IP Address:192.0.2.1, IP Address:2001:DB8:0:0:0:0:0:1',
    );
    expect(leaf.certificateList).toEqual([leaf.certificateDer, intermediate.certificateDer]);
    expect(leaf.certificatePem).toBe(toPem(leaf.certificateDer));
  });
});

describe('createIssuer', () => {
  it('takes dates, serial, subject and key as given', () => {
    const given = root.issue({
      subject: [
        { type: 'C', value: 'DE' },
        { type: 'O', value: 'Müller, GmbH' },
        { type: 'CN', value: 'x' },
      ],
      notBefore: new Date('1999-01-02T03:04:05Z'),
      notAfter: new Date('2060-01-01T00:00:00Z'),
      serial: '00ff',
    });
    const read = new X509Certificate(given.certificateDer);
    expect(read.validFrom).toBe('Jan  2 03:04:05 1999 GMT');
    expect(read.validTo).toBe('Jan  1 00:00:00 2060 GMT');
    expect(read.serialNumber).toBe('FF');
    expect(read.subject).toBe('C=DE\nO=Müller\\, GmbH\nCN=x');
    expect(root.issue({ subject: 'y', privateKey: given.privateKey }).privateKey).toBe(given.privateKey);
  });

  it('reuses one RSA key per issuer unless a fresh one is asked for', () => {
    const [a, b, c] = [{}, {}, { freshKey: true }].map((more) =>
      root.issue({ subject: 'r', keyType: 'rsa', keyBits: 1024, ...more }),
    );
    expect(b?.privateKey).toBe(a?.privateKey);
    expect(c?.privateKey).not.toBe(a?.privateKey);
  });

  it('issues self-signed certificates, that no one else vouches for', () => {
    const own = root.issue({ subject: 'localhost', selfSigned: true, signatureHash: 'sha384' });
    const read = new X509Certificate(own.certificateDer);
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.issuer).toBe('CN=localhost');
    expect(own.certificateList).toHaveLength(1);
  });
});
