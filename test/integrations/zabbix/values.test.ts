import { describe, expect, it } from 'vitest';
import { addressesOf, itemKey, valueGroups } from '../../../src/integrations/zabbix/values.js';
import { aCertificate, aConflict, anEndpoint, aReport, GOOD } from '../../support/reports.js';

const plain = (groups: ReturnType<typeof valueGroups>) =>
  groups.map(({ of, values }) => [...of, Object.fromEntries(values.map(({ key, value }) => [key, value]))]);

describe('the values of a report', () => {
  it('say status, cause, sentence and days of the target, and what each address is served', () => {
    const report = aConflict();
    const [target, ...addresses] = plain(valueGroups('shop.example', report, 'web21'));
    expect(target).toEqual([
      'shop.example',
      {
        'whichcert.cause[shop.example]': 'ip-binding-conflict',
        'whichcert.text[shop.example]': expect.stringMatching(/^\[ip-binding-conflict\] shop\.example is served/),
        'whichcert.days_left[shop.example]': expect.stringMatching(/^\d+\.\d\d$/),
        'whichcert.wrong_addresses[shop.example]': '1',
        'whichcert.duration[shop.example]': '0.041',
        'whichcert.status[shop.example]': '2',
      },
    ]);
    const wrong = report.endpoints.find(({ status }) => status === 'critical');
    expect(addresses).toContainEqual([
      'shop.example',
      wrong?.address,
      {
        [`whichcert.address.cause[shop.example,${wrong?.address}]`]: 'ip-binding-conflict',
        [`whichcert.address.matches[shop.example,${wrong?.address}]`]: expect.stringMatching(/^[01]$/),
        [`whichcert.address.days_left[shop.example,${wrong?.address}]`]: expect.stringMatching(/^\d+\.\d\d$/),
        [`whichcert.address.sha256[shop.example,${wrong?.address}]`]: wrong?.served,
        [`whichcert.address.status[shop.example,${wrong?.address}]`]: '2',
      },
    ]);
  });

  it('carry the time of the check, to the nanosecond as Zabbix counts', () => {
    const [group] = valueGroups('shop.example', aReport({ startedAt: '2026-11-20T06:00:00.041Z' }), 'web21');
    expect(group?.values[0]).toMatchObject({ host: 'web21', clock: 1795154400, ns: 41_000_000 });
  });

  it('end with the status, so that what a trigger quotes beside it is there before', () => {
    for (const { values } of valueGroups('shop.example', aConflict(), 'web21')) {
      expect(values.at(-1)?.key).toMatch(/\.status\[/);
    }
  });

  it('clear cause and fingerprint, and leave out what nobody could ask', () => {
    const none = anEndpoint('203.0.113.5', null, { status: 'unknown', observations: [] });
    const unresolved = aReport({ status: 'unknown', endpoints: [none] });
    expect(plain(valueGroups('a', unresolved, 'h'))[1]?.[2]).toEqual({
      'whichcert.address.cause[a,203.0.113.5]': '',
      'whichcert.address.sha256[a,203.0.113.5]': '',
      'whichcert.address.status[a,203.0.113.5]': '3',
    });
    expect(plain(valueGroups('a', aReport(), 'h'))[0]?.[1]).toMatchObject({ 'whichcert.cause[a]': '' });
  });

  it('count days below zero', () => {
    const expired = aReport({ certificates: { [GOOD]: aCertificate({ notAfter: '2026-11-18T06:00:00Z' }) } });
    expect(plain(valueGroups('a', expired, 'h'))[0]?.[1]).toMatchObject({ 'whichcert.days_left[a]': '-2.00' });
  });

  it('speak of an address once: the worse of two hosts that share it', () => {
    const twice = aReport({
      endpoints: [anEndpoint('203.0.113.5', GOOD), anEndpoint('203.0.113.5', GOOD, { status: 'critical' })],
    });
    expect(addressesOf(twice)).toEqual(['203.0.113.5']);
    expect(plain(valueGroups('a', twice, 'h'))[1]?.[2]).toMatchObject({
      'whichcert.address.status[a,203.0.113.5]': '2',
    });
  });
});

describe('a key', () => {
  it.each([
    [['shop.example'], 'k[shop.example]'],
    [['smtp://mail.example:25'], 'k[smtp://mail.example:25]'],
    [['2001:db8::5'], 'k[2001:db8::5]'],
    [['[2001:db8::5]:8443'], 'k["[2001:db8::5]:8443"]'],
    [['shop.example@203.0.113.5,203.0.113.6', '203.0.113.5'], 'k["shop.example@203.0.113.5,203.0.113.6",203.0.113.5]'],
    [['a@[::1]'], 'k["a@[::1]"]'],
    [['say "hi", you'], 'k["say \\"hi\\", you"]'],
    [['say "hi"'], 'k[say "hi"]'],
    [[''], 'k[]'],
  ])('of %j is %s, quoted where Zabbix quotes', (parameters, key) => {
    expect(itemKey('k', parameters)).toBe(key);
  });
});
