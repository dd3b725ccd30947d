import { describe, expect, it } from 'vitest';
import { nearMiss, nearMissWords } from '../../src/diagnosis/near-miss.js';
import { coversHost } from '../../src/x509/identity.js';
import { certificate, run, table } from './support.js';

const withNames = (names: readonly string[], commonName = 'somebody.example') =>
  certificate('near', { names, subjectAttributes: [{ type: 'CN', value: commonName }] });

describe('a certificate that does not cover the name, and looks meant for it', () => {
  it.each([
    ['cn.example', [], 'cn.example', 'common-name', 'cn.example'],
    ['cn.example', [], 'CN.example', 'common-name', 'CN.example'],
    ['a.b.apps.corp.example', ['*.apps.corp.example'], '', 'wildcard-depth', '*.apps.corp.example'],
    ['corp.example', ['*.corp.example'], '', 'wildcard-parent', '*.corp.example'],
    ['store.example', ['*.example'], '', 'wildcard-top', '*.example'],
    ['www.bare.example', ['bare.example'], '', 'forgotten', 'bare.example'],
    ['bare.example', ['www.bare.example'], '', 'forgotten', 'www.bare.example'],
    ['nope.big.example', ['h1.big.example', 'h2.big.example'], '', 'forgotten', 'h1.big.example'],
  ])('%s, of %j and "%s": %s', (host, names, commonName, kind, presented) => {
    const one = withNames(names, commonName);
    expect(coversHost(one, host, 'name')).toBe(false);
    const near = nearMiss(one, host);
    expect(near).toEqual({ kind, presented });
    const words = near === null ? '' : nearMissWords(near, host);
    expect(words.toLowerCase()).toContain(presented.toLowerCase());
  });

  it.each([
    ['shop.example', ['blog.example']],
    ['shop.example', ['example']],
    ['shop.corp.example', ['corp.test', '*.corp.test']],
    ['a.example', []],
  ])('%s is not near %j', (host, names) => {
    expect(nearMiss(withNames(names), host)).toBeNull();
  });

  it('is told with what to do, before the name is given a place of its own', () => {
    const bare = withNames([], 'shop.example.net');
    const { verdict, findings } = run({
      sites: [{ address: '192.0.2.1', server: table({ else: bare }), http: 'nginx/1.22.1' }],
    });
    expect(findings.map(({ message }) => message).join()).toContain('clients look at subjectAltName only');
    expect(verdict.diagnosis?.explanation).toContain('shop.example.net is its common name alone');
    expect(verdict.diagnosis?.remedies[0]?.steps[0]).toContain('issued again with shop.example.net');
  });

  it('of a forgotten name is told behind what else it can be', () => {
    const beside = withNames(['example.net', 'www.example.net']);
    const { verdict } = run({ sites: [{ address: '192.0.2.1', server: table({ else: beside }) }] });
    expect(verdict.diagnosis?.explanation).toContain('"example.net", and shop.example.net is missing from it');
    expect(verdict.diagnosis?.remedies[0]?.steps.at(-1)).toContain('issued again with shop.example.net');
  });
});
