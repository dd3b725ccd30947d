import { beforeAll, describe, expect, it } from 'vitest';
import { expectCertificateFile } from '../../src/expectation/certificate-file.js';
import { createIssuer, type Issued, type Issuer } from '../../src/lab/issue.js';
import { sha256Hex } from '../../src/x509/digest.js';

let root: Issuer;
let intermediate: Issuer;
let leaf: Issued;
let other: Issued;

beforeAll(async () => {
  root = await createIssuer({ commonName: 'Root' });
  intermediate = root.subordinate('Intermediate');
  leaf = intermediate.issue({ dnsNames: ['a.example'] });
  other = intermediate.issue({ dnsNames: ['b.example'] });
});

const file = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('expectCertificateFile', () => {
  const digest = (issued: { readonly certificateDer: Uint8Array }): string => sha256Hex(issued.certificateDer);

  it('takes the end-entity certificate, wherever it stands', () => {
    const reversed = [root.certificatePem, intermediate.certificatePem, leaf.certificatePem, leaf.certificatePem].join(
      '',
    );
    const expected = expectCertificateFile(file(reversed), 'bundle.pem');
    expect(expected).toEqual({
      digest: { algorithm: 'sha256', hex: digest(leaf) },
      der: expect.anything(),
      source: 'bundle.pem',
    });
    expect(Buffer.from(expected.der ?? [])).toEqual(Buffer.from(leaf.certificateDer));
  });

  it('takes a lone certificate, even an authority’s', () => {
    expect(expectCertificateFile(root.certificateDer, 'r').digest.hex).toBe(digest(root));
  });

  it('takes a self-signed server certificate that calls itself an authority', () => {
    const own = root.issue({ dnsNames: ['own.example'], selfSigned: true, authority: true });
    expect(expectCertificateFile(file(own.certificatePem + intermediate.certificatePem), 'r').digest.hex).toBe(
      digest(own),
    );
  });

  it('refuses several end-entity certificates, and authorities alone', () => {
    expect(() => expectCertificateFile(file(leaf.certificatePem + other.certificatePem), 'two.pem')).toThrow(
      expect.objectContaining({
        code: 'bad-file',
        message: expect.stringMatching(/^two\.pem holds several server certificates \(CN=a\.example.*CN=b\.example/),
      }),
    );
    expect(() => expectCertificateFile(file(root.certificatePem + intermediate.certificatePem), 'ca.pem')).toThrow(
      expect.objectContaining({ code: 'bad-file', message: expect.stringContaining('all of authorities') }),
    );
  });
});
