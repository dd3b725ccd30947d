import { createServer } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchCertificateFile } from '../../src/expectation/remote-file.js';
import { createIssuer, type Issuer } from '../../src/lab/issue.js';

let issuer: Issuer;
let base: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  issuer = await createIssuer({ commonName: 'Root' });
  const { certificateListPem, privateKeyPem } = issuer.issue({ ipAddresses: ['127.0.0.1'] });
  const server = createServer({ cert: certificateListPem, key: privateKeyPem }, (request, response) => {
    if (request.url === '/a.pem') response.end(issuer.certificatePem);
    else if (request.url === '/moved') response.writeHead(302, { location: '/a.pem' }).end();
    else if (request.url === '/endless') {
      const more = (): void => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    } else if (request.url !== '/silent') response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  base = `https://127.0.0.1:${address.port}`;
  stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
});
afterAll(() => stop());

describe('fetchCertificateFile', () => {
  const fetched = (path: string, more: object = {}): Promise<Uint8Array> =>
    fetchCertificateFile(`${base}${path}`, { roots: [issuer.certificatePem], ...more });

  it('fetches over https', async () => {
    expect(Buffer.from(await fetched('/a.pem')).toString()).toBe(issuer.certificatePem);
  });

  it.each([
    ['/none', {}, 'status 404'],
    ['/moved', {}, 'status 302'],
    ['/endless', {}, 'larger than 1 MiB'],
    ['/silent', { timeoutMs: 50 }, 'no answer in time'],
  ])('refuses %s', async (path, options, message) => {
    await expect(fetched(path, options)).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining(message),
    });
  });

  it('refuses a server that is not trusted, and anything but https', async () => {
    await expect(fetchCertificateFile(`${base}/a.pem`)).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringMatching(
        /could not be fetched: the certificate of 127\.0\.0\.1:\d+ is not trusted here \(UNABLE_/,
      ),
      hint: 'Name its root with --ca, or --trust system.',
    });
    for (const url of ['http://127.0.0.1/a.pem', 'file:///etc/passwd', 'nonsense']) {
      await expect(fetchCertificateFile(url)).rejects.toMatchObject({
        code: 'bad-file',
        message: expect.stringContaining('only https:'),
      });
    }
  });

  it('says which name the certificate does not cover', async () => {
    const elsewhere = base.replace('127.0.0.1', 'localhost');
    await expect(fetchCertificateFile(`${elsewhere}/a.pem`, { roots: [issuer.certificatePem] })).rejects.toMatchObject({
      message: expect.stringMatching(/certificate of localhost:\d+ does not cover that name/),
    });
  });

  it('lets the caller’s abort through', async () => {
    const reason = new Error('enough');
    await expect(fetched('/silent', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
