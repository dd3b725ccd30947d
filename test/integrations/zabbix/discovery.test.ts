import { describe, expect, it } from 'vitest';
import { Discovery } from '../../../src/integrations/zabbix/discovery.js';
import { anEndpoint, aReport, GOOD } from '../../support/reports.js';

const shop = { id: 'shop.example', host: 'shop.example', port: 443, addresses: [] };
const mail = { id: 'smtp://mail.example:25', host: 'mail.example', port: 25, addresses: ['203.0.113.25'] };
const at = (...addresses: readonly string[]) =>
  aReport({ endpoints: addresses.map((address) => anEndpoint(address, GOOD)) });

describe('discovery', () => {
  it('names targets, and the addresses that were seen or are remembered', () => {
    const discovery = new Discovery();
    discovery.watch([shop, mail]);
    expect(JSON.parse(discovery.targets())).toEqual([
      { '{#TARGET}': 'shop.example', '{#HOST}': 'shop.example', '{#PORT}': '443' },
      { '{#TARGET}': 'smtp://mail.example:25', '{#HOST}': 'mail.example', '{#PORT}': '25' },
    ]);
    expect([discovery.size, discovery.complete]).toEqual([2, false]);
    expect(discovery.see('shop.example', at('203.0.113.6', '203.0.113.5'))).toBe(true);
    expect(discovery.complete).toBe(true);
    expect(JSON.parse(discovery.addresses())).toEqual([
      { '{#TARGET}': 'shop.example', '{#ADDRESS}': '203.0.113.5' },
      { '{#TARGET}': 'shop.example', '{#ADDRESS}': '203.0.113.6' },
      { '{#TARGET}': 'smtp://mail.example:25', '{#ADDRESS}': '203.0.113.25' },
    ]);
  });

  it('is new when an address comes or goes, not when their order changes', () => {
    const discovery = new Discovery();
    discovery.watch([shop]);
    const seen = [at('a', 'b'), at('b', 'a'), at('b'), at('b', 'c'), at('b', 'c')];
    expect(seen.map((report) => discovery.see('shop.example', report))).toEqual([true, false, true, true, false]);
  });

  it('keeps the addresses of a name that DNS does not tell just now', () => {
    const discovery = new Discovery();
    discovery.watch([shop]);
    discovery.see('shop.example', at('203.0.113.5'));
    const { resolution } = aReport();
    const silent = aReport({ endpoints: [], resolution: { ...resolution, addresses: [], reason: 'timed-out' } });
    expect(discovery.see('shop.example', silent)).toBe(false);
    expect(discovery.addresses()).toContain('203.0.113.5');
  });

  it('forgets who goes, keeps what it saw of who stays, and does not know strangers', () => {
    const discovery = new Discovery();
    discovery.watch([shop, mail]);
    discovery.see('shop.example', at('203.0.113.9'));
    discovery.watch([shop]);
    expect(JSON.parse(discovery.addresses())).toEqual([{ '{#TARGET}': 'shop.example', '{#ADDRESS}': '203.0.113.9' }]);
    expect(discovery.see('smtp://mail.example:25', at('203.0.113.25'))).toBe(false);
    discovery.watch([]);
    expect([discovery.targets(), discovery.addresses(), discovery.complete]).toEqual(['[]', '[]', true]);
  });
});
