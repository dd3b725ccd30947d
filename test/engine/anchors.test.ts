import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { loadAnchors } from '../../src/engine/anchors.js';
import { sha256Hex } from '../../src/x509/digest.js';
import { testIssuer } from '../support/engine.js';

describe('who judges', () => {
  it('Node’s roots, told with the version and their number', async () => {
    const anchors = await loadAnchors({ mode: 'bundled', ca: [], caSource: null }, '20.20.2');
    expect(anchors?.description).toBe(`bundled ${rootCertificates.length} (Node 20.20.2)`);
    expect(anchors?.certificates()).toHaveLength(rootCertificates.length);
    expect(anchors?.certificates()).toBe(anchors?.certificates());
  });

  it('and those of the caller', async () => {
    const der = (await testIssuer()).certificateDer;
    const anchors = await loadAnchors({ mode: 'bundled', ca: [der], caSource: 'corp.pem' }, null);
    expect(anchors?.description).toBe(`bundled ${rootCertificates.length} + --ca corp.pem`);
    expect(anchors?.certificates().at(-1)?.sha256).toBe(sha256Hex(der));
    const given = await loadAnchors({ mode: 'bundled', ca: [der], caSource: null }, null);
    expect(given?.description).toMatch(/given 1$/);
  });

  it('are loaded once for as long as the caller keeps the options', async () => {
    const trust = { mode: 'bundled', ca: [(await testIssuer()).certificateDer], caSource: null } as const;
    const first = await loadAnchors(trust, null);
    expect(first).not.toBeNull();
    expect(await loadAnchors(trust, null)).toBe(first);
    expect(await loadAnchors({ ...trust }, null)).not.toBe(first);
    expect((await loadAnchors(trust, '20.20.2'))?.description).toMatch(/Node 20.20.2/);
  });

  it('nobody', async () => {
    expect(await loadAnchors({ mode: 'none', ca: [], caSource: null }, null)).toBeNull();
  });

  it('the system’s, or a word on what to do instead', async () => {
    const system = loadAnchors({ mode: 'system', ca: [], caSource: null }, null);
    const told = await system.then(
      (anchors) => anchors?.description,
      (error: { code: string; hint: string }) => `${error.code} ${error.hint}`,
    );
    expect(told).toMatch(/^system \d+$|^trust-unavailable .*--ca/);
  });
});
