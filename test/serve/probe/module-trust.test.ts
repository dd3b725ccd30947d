import { describe, expect, it } from 'vitest';
import { ModuleTrust } from '../../../src/serve/probe/module-trust.js';

const common = { probes: [], trust: { mode: 'both', ca: [new Uint8Array([1])], caSource: 'corp.pem' } } as const;

describe('whose roots count for a module', () => {
  it('the others’, where it has none of its own', () => {
    expect(new ModuleTrust().of([], common)).toEqual({});
  });

  it('its own beside the others’: one object for all its probes, another for another module', () => {
    const trust = new ModuleTrust();
    const ca = [new Uint8Array([2])];
    const first = trust.of(ca, common);
    expect(first).toEqual({ trust: { mode: 'both', ca: [...common.trust.ca, ...ca], caSource: 'corp.pem' } });
    expect(trust.of(ca, common).trust).toBe(first.trust);
    expect(trust.of([new Uint8Array([2])], common).trust).not.toBe(first.trust);
    expect(trust.of(ca, { probes: [] }).trust).toBe(first.trust);
    expect(new ModuleTrust().of(ca, { probes: [] }).trust).toEqual({ mode: 'bundled', ca, caSource: 'blackbox.yml' });
  });
});
