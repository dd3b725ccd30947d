import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAUSE_TEXTS } from '../../../src/diagnosis/causes/all.js';
import { type Facts, PLACEHOLDERS } from '../../../src/diagnosis/causes/facts.js';
import { CAUSES } from '../../../src/model/diagnosis.js';

const facts: Facts = {
  ...PLACEHOLDERS,
  host: 'shop.example',
  address: '203.0.113.5',
  place: '203.0.113.5',
  answer: '"CN=legacy"',
  served: '"CN=legacy"',
  servedThumbprint: 'ab'.repeat(20),
  rightThumbprint: 'cd'.repeat(20),
  expected: '"CN=shop.example"',
  withoutName: '"CN=legacy"',
  unknownName: '"CN=legacy"',
  allAlike: true,
  asUnknown: true,
  rightAt: ['203.0.113.6'],
  localAddress: '<local address of 203.0.113.5>',
};

const commandLines = (text: string) => text.split('\n').filter((line) => /^(\$|PS>) /.test(line));
const commandsOf = (some: Facts) =>
  CAUSES.flatMap((cause) => CAUSE_TEXTS[cause].remedies(some).flatMap(({ steps }) => steps.flatMap(commandLines)));

describe.each(CAUSES)('%s', (cause) => {
  const text = CAUSE_TEXTS[cause];

  it('is told in whole sentences, and names the host or the place', () => {
    expect(text.cause).toBe(cause);
    expect(text.happens).toMatch(/^[A-Z].*\.$/s);
    expect(text.why.length).toBeGreaterThan(0);
    expect(text.title(facts)).toMatch(/shop\.example|203\.0\.113\.5/);
    expect(text.title(facts)).not.toMatch(/\.$|undefined|null/);
    expect(text.explanation(facts)).toMatch(/[.]$/);
    expect(text.explanation(facts)).not.toMatch(/undefined|null/);
    expect(text.tellApart(facts)).not.toBe('');
  });

  it('says what to do, with the case filled in, and ends by checking again', () => {
    const remedies = text.remedies(facts);
    expect(remedies.length).toBeGreaterThan(0);
    expect(new Set(remedies.map(({ platform }) => platform)).size).toBe(remedies.length);
    for (const { steps } of remedies) expect(steps.length).toBeGreaterThan(0);
    expect(remedies.flatMap(({ steps }) => steps).join('\n')).toContain('shop.example');
    for (const line of commandsOf(facts)) expect(line).not.toMatch(/undefined|(?<!\/dev\/)null|NaN|\[object/);
  });
});

describe('commands', () => {
  it('keep the protocol and the port of the case', () => {
    const mail = commandsOf({ ...facts, scheme: 'smtp://', port: 25, opensslStarttls: ' -starttls smtp' });
    const checks = mail.filter((line) => line.startsWith('$ whichcert '));
    expect(checks).toContain("$ whichcert 'smtp://shop.example:25@203.0.113.5'");
    for (const line of checks) expect(line).toMatch(/^\$ whichcert 'smtp:\/\/[^']+:25@/);
    const other = commandsOf({ ...facts, port: 8443 }).filter((line) => line.startsWith('$ whichcert '));
    for (const line of other) expect(line.match(/'[^']+'/g)?.every((target) => target.includes(':8443@'))).toBe(true);
  });

  it('carry nothing that a peer sent, whatever it sent', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, unit: 'grapheme' }), (sent) => {
        const mark = `«${sent}»`;
        const hostile: Facts = {
          ...facts,
          answer: mark,
          served: mark,
          withoutName: mark,
          unknownName: mark,
          server: mark,
          knownProduct: mark,
          ending: mark,
          differences: [mark],
          faults: [mark],
        };
        return (
          commandsOf(hostile).every((line) => !line.includes(mark)) &&
          commandsOf(hostile).join() === commandsOf(facts).join()
        );
      }),
    );
  });

  it('a delete is shown only after its owner, with the line that restores the row', () => {
    const steps =
      CAUSE_TEXTS['ip-binding-conflict'].remedies(facts).find(({ platform }) => platform === 'windows-iis')?.steps ??
      [];
    const at = (part: string) => steps.findIndex((step) => step.includes(part));
    expect(at('Select-String -Context 2,2 abab')).toBe(0);
    expect(at('Application ID')).toBeGreaterThan(0);
    expect(at('Application ID')).toBeLessThan(at('delete sslcert'));
    expect(steps[at('delete sslcert')]).toContain('add sslcert ipport=<local address of 203.0.113.5>:443');
  });

  it('bind the right certificate, by its thumbprint where it is known', () => {
    const commands = (some: Facts) =>
      CAUSE_TEXTS['missing-sni-host-match']
        .remedies(some)
        .flatMap(({ steps }) => steps.flatMap(commandLines))
        .join('\n');
    expect(commands(facts)).toContain(`certhash=${'cd'.repeat(20)} appid='{4dc3e181-e14b-4a21-b022-59fc669b0914}'`);
    expect(commands({ ...facts, rightThumbprint: null })).toContain('<thumbprint of the right certificate>');
  });

  it('name no http.sys where an alert was sent: it sends none', () => {
    for (const cause of ['missing-sni-host-match', 'private-key-unusable', 'no-certificate-served'] as const) {
      const platforms = CAUSE_TEXTS[cause]
        .remedies({ ...facts, isAlert: true, isServed: false })
        .map(({ platform }) => platform);
      expect(platforms).not.toContain('windows-iis');
    }
  });

  it('write IPv6 in brackets', () => {
    const six = { ...facts, address: '2001:db8::5', place: '2001:db8::5' };
    expect(commandsOf(six).join('\n')).toContain("$ whichcert 'shop.example@[2001:db8::5]'");
    expect(commandsOf(six).join('\n')).toContain('-connect [2001:db8::5]:443');
  });
});
