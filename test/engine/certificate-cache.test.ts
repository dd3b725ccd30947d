import { expect, it } from 'vitest';
import { CertificateCache } from '../../src/engine/certificate-cache.js';
import { testIssuer } from '../support/engine.js';

it('reads each certificate once, and keeps nothing of the network’s buffer', async () => {
  const der = (await testIssuer()).certificateDer;
  const chunk = Buffer.concat([Buffer.alloc(50_000), der]);
  const cache = new CertificateCache(10);
  const read = cache.read(chunk.subarray(50_000));
  expect(cache.read(der)).toBe(read);
  expect(read.der.buffer.byteLength).toBe(der.length);
  expect(Buffer.from(read.der).equals(der)).toBe(true);
});
