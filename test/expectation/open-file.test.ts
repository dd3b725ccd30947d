import { beforeAll, describe, expect, it } from 'vitest';
import { expectFile, openFile } from '../../src/expectation/open-file.js';
import { createIssuer, type Issued, type Issuer } from '../../src/lab/issue.js';
import { sha256Hex } from '../../src/x509/digest.js';
import { toPem } from '../../src/x509/pem.js';
import { hex } from '../support/der.js';

let intermediate: Issuer;
let leaf: Issued;

beforeAll(async () => {
  intermediate = (await createIssuer({ commonName: 'Root' })).subordinate('Intermediate');
  leaf = intermediate.issue({ dnsNames: ['a.example'] });
});

const digestOf = (der: Uint8Array): string => sha256Hex(der);
const never = (): Promise<string | null> => Promise.reject(new Error('no password was needed'));

describe('openFile', () => {
  it('reads PEM and DER as readCertificates does', async () => {
    const bundle = Buffer.from(leaf.privateKeyPem + leaf.certificateListPem);
    expect((await expectFile(bundle, 'bundle.pem', never)).digest.hex).toBe(digestOf(leaf.certificateDer));
    expect((await expectFile(leaf.certificateDer, 'x.cer', never)).digest.hex).toBe(digestOf(leaf.certificateDer));
    await expect(
      expectFile(Buffer.from(toPem(hex('3000'), 'ENCRYPTED PRIVATE KEY')), 'k.pem', never),
    ).rejects.toMatchObject({ message: expect.stringContaining('only a private key') });
  });

  it('refuses a huge file before it is parsed', async () => {
    await expect(openFile(new Uint8Array(5 * 1024 * 1024), 'x', never)).rejects.toMatchObject({
      code: 'bad-file',
      message: 'x is larger than 4 MiB: no certificate file is',
    });
  });

  it('keeps the order of a bundle', async () => {
    const { certificates, keyed } = await openFile(Buffer.from(leaf.certificateListPem), 'x.pem', null);
    expect(certificates.map(digestOf)).toEqual([leaf.certificateDer, intermediate.certificateDer].map(digestOf));
    expect(keyed).toEqual([]);
  });
});
