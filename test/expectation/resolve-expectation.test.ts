import { beforeAll, describe, expect, it } from 'vitest';
import { openFolder } from '../../src/expectation/folder.js';
import { type ExpectationSources, resolveExpectation } from '../../src/expectation/resolve-expectation.js';
import { createIssuer, type Issued } from '../../src/lab/issue.js';
import { EMPTY_EXPECT_SPEC, type ExpectSpec } from '../../src/model/expect-spec.js';
import { PLAIN_EXPECTATION } from '../../src/model/expectation.js';
import { sha256Hex } from '../../src/x509/digest.js';

let shop: Issued;
const asked: string[] = [];
const HOST = { name: 'shop.example', kind: 'name' } as const;

beforeAll(async () => {
  shop = (await createIssuer({ commonName: 'Root' })).issue({ dnsNames: ['shop.example'] });
});

const sources: ExpectationSources = {
  read: async (path) => {
    asked.push(path);
    return Buffer.from(shop.certificatePem);
  },
  folder: async (path) => {
    asked.push(path);
    return openFolder(path, [{ name: 'shop.example.pem', read: async () => Buffer.from(shop.certificatePem) }], null);
  },
  fetch: async (url) => {
    asked.push(url);
    return shop.certificateDer;
  },
  password: null,
  now: () => new Date(),
};
const resolve = (spec: Partial<ExpectSpec>, host: { name: string; kind: 'name' | 'ip' } = HOST) =>
  resolveExpectation({ ...EMPTY_EXPECT_SPEC, ...spec }, host, sources);

describe('resolveExpectation', () => {
  it('is null where nothing is said', async () => {
    expect(await resolve({})).toBeNull();
    expect(await resolve({ acceptPrevious: true })).toBeNull();
  });

  it('opens files, folders and addresses, each as a certificate that is known whole', async () => {
    const found = await resolve({ files: ['a.pem'], folders: ['store'], urls: ['https://c.example/a.cer'] });
    expect(asked).toEqual(['a.pem', 'https://c.example/a.cer', 'store']);
    const digest = { algorithm: 'sha256', hex: sha256Hex(shop.certificateDer) };
    expect(found?.certificates.map(({ digest: one, der, source }) => [one, der !== null, source])).toEqual([
      [digest, true, 'a.pem'],
      [digest, true, 'https://c.example/a.cer'],
      [digest, true, 'store/shop.example.pem'],
    ]);
  });

  it('reads every property', async () => {
    const sha1 = 'ab'.repeat(20);
    expect(
      await resolve({
        fingerprints: [sha1],
        pins: ['cd'.repeat(32)],
        serials: ['0x0A'],
        issuers: ['CA'],
        keys: ['rsa:3072'],
        names: ['WWW.Shop.example'],
        minDaysLeft: 20,
        source: 'm.yaml:3',
      }),
    ).toEqual({
      ...PLAIN_EXPECTATION,
      certificates: [{ digest: { algorithm: 'sha1', hex: sha1 }, der: null, source: 'm.yaml:3' }],
      spkiPins: ['cd'.repeat(32)],
      serialNumbers: ['a'],
      issuers: ['CA'],
      keys: [{ type: 'rsa', minBits: 3072 }],
      names: ['www.shop.example'],
      minDaysLeft: 20,
    });
  });

  it('says which host a folder has nothing for', async () => {
    await expect(resolve({ folders: ['store'] }, { name: 'other.example', kind: 'name' })).rejects.toMatchObject({
      code: 'bad-file',
      message: 'store has no certificate for other.example',
    });
  });
});
