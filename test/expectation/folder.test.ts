import { beforeAll, describe, expect, it } from 'vitest';
import { type FolderFile, openFolder } from '../../src/expectation/folder.js';
import { type CertificateRequest, createIssuer, type Issuer } from '../../src/lab/issue.js';
import { readCertificate } from '../../src/x509/read-certificate.js';

const NOW = new Date('2026-11-20T06:00:00Z');
let issuer: Issuer;
beforeAll(async () => {
  issuer = await createIssuer({ commonName: 'Root', clock: () => NOW });
});

const at = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);

/** A store: file name → what the certificate inside says. */
function store(files: Readonly<Record<string, CertificateRequest | string>>) {
  const read: string[] = [];
  const sha256 = new Map<string, string>();
  const listed: FolderFile[] = Object.entries(files).map(([name, content]) => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : issuer.issue(content).certificateDer;
    sha256.set(readCertificate(bytes).sha256, name);
    return {
      name,
      read: () => {
        read.push(name);
        return Promise.resolve(bytes);
      },
    };
  });
  const folder = openFolder('ccs', listed, null);
  const names = async (host: string, kind: 'name' | 'ip' = 'name'): Promise<readonly string[]> =>
    (await folder.expectedFor(host, kind, NOW)).map(({ digest, source, der }) => {
      const name = sha256.get(digest.hex) ?? '?';
      expect(source).toBe(`ccs/${name}`);
      expect(der).not.toBeNull();
      return name;
    });
  return { names, read, problems: folder.problems };
}

const A = { dnsNames: ['a.example'] };

describe('openFolder', () => {
  it('takes host.pfx before _.parent.pfx, and reads nothing else', async () => {
    const { names, read } = store({ 'A.Example.pfx': A, '_.example.pfx': { dnsNames: ['*.example'] }, 'other.pfx': A });
    expect(await names('a.example')).toEqual(['A.Example.pfx']);
    expect(await names('b.example')).toEqual(['_.example.pfx']);
    expect(read).toEqual(['A.Example.pfx', '_.example.pfx']);
    expect(await names('a.example')).toEqual(['A.Example.pfx']);
    expect(read).toHaveLength(2);
  });

  it('believes the file’s name, as IIS does', async () => {
    expect(await store({ 'a.example.cer': { dnsNames: ['wrong.example'] } }).names('a.example')).toEqual([
      'a.example.cer',
    ]);
  });

  it('looks at the names inside where no file is named after the host', async () => {
    const { names } = store({
      'prod-2026.crt': { dnsNames: ['*.example.com'], ipAddresses: ['192.0.2.1'] },
      'readme.txt': 'hello',
      'x.pem': { dnsNames: ['x.example'] },
    });
    expect(await names('www.example.com')).toEqual(['prod-2026.crt']);
    expect(await names('192.0.2.1', 'ip')).toEqual(['prod-2026.crt']);
    expect(await names('example.com')).toEqual([]);
    expect(await names('192.0.2.2', 'ip')).toEqual([]);
  });

  it('takes the newest that is valid, of each key type', async () => {
    const { names } = store({
      'old.crt': { ...A, notBefore: at(-80) },
      'new.crt': { ...A, notBefore: at(-10) },
      'new-too-but-shorter.crt': { ...A, notBefore: at(-10), notAfter: at(20) },
      'future.crt': { ...A, notBefore: at(1) },
      'expired.crt': { ...A, notBefore: at(-1), notAfter: at(-0.5) },
      'rsa.crt': { ...A, notBefore: at(-80), keyType: 'rsa', keyBits: 1024 },
    });
    expect((await names('a.example')).toSorted()).toEqual(['new.crt', 'rsa.crt']);
  });

  it('refuses ties, unless it is one certificate twice or something newer stands above', async () => {
    const twins = { 'one.crt': A, 'two.crt': A };
    await expect(store(twins).names('a.example')).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringMatching(
        /^two certificates for a\.example are equally new: ccs\/\w+\.crt and ccs\/\w+\.crt$/,
      ),
    });
    expect(await store({ ...twins, 'newer.crt': { ...A, notBefore: at(-0.5) } }).names('a.example')).toEqual([
      'newer.crt',
    ]);
    const pem = issuer.issue(A).certificatePem;
    const copies = openFolder(
      'ccs',
      ['one.pem', 'two.pem'].map((name) => ({ name, read: () => Promise.resolve(Buffer.from(pem)) })),
      null,
    );
    expect(await copies.expectedFor('a.example', 'name', NOW)).toHaveLength(1);
  });

  it('says so when all are out of date', async () => {
    await expect(
      store({ 'a.example.crt': { ...A, notBefore: at(-20), notAfter: at(-1) } }).names('a.example'),
    ).rejects.toMatchObject({
      message:
        'no certificate for a.example is in date: ccs/a.example.crt is valid from 2026-10-31T06:00:00Z to 2026-11-19T06:00:00Z',
    });
  });

  it('fails on a damaged file that is named after the host, and only lists others', async () => {
    const damaged = store({
      'a.example.pfx': 'garbage',
      'b.pem': '-----BEGIN CERTIFICATE-----',
      'c.crt': { dnsNames: ['c.example'] },
    });
    await expect(damaged.names('a.example')).rejects.toMatchObject({ code: 'bad-file' });
    expect(await damaged.names('c.example')).toEqual(['c.crt']);
    expect(damaged.problems()).toHaveLength(2);
    expect(damaged.problems().join()).toContain('ccs/b.pem');
  });
});
