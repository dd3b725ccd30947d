import { describe, expect, it, onTestFinished } from 'vitest';
import { Cancellation } from '../../src/engine/cancellation.js';
import { expandServices } from '../../src/engine/service-records.js';
import { parseTarget } from '../../src/targets/parse-target.js';
import { type DnsRecords, startDns } from '../support/dns-server.js';

async function expanded(text: string, zone: Readonly<Record<string, DnsRecords>>, cancellation = new Cancellation()) {
  const server = await startDns(zone);
  onTestFinished(() => server.stop());
  const found: string[] = [];
  const options = { dns: server.server, timeoutMs: 1_000, cancellation };
  for await (const each of expandServices(parseTarget(text, { source: 'list:1' }), options)) {
    found.push('reason' in each ? `${each.text}: ${each.reason}` : `${each.scheme} ${each.host}:${each.port}`);
  }
  return found;
}

describe('expandServices', () => {
  it('asks the mail exchangers in the place of their domain, the preferred first', async () => {
    const zone = {
      'shop.test': {
        MX: [
          [20, 'MX2.test'],
          [10, 'mx1.test'],
        ] as const,
      },
    };
    expect(await expanded('mx:shop.test', zone)).toEqual(['smtp mx1.test:25', 'smtp mx2.test:25']);
  });

  it('asks the hosts of a service at the ports that DNS says', async () => {
    const zone = { '_imaps._tcp.shop.test': { SRV: [[1, 1993, 'mail.test']] as const } };
    expect(await expanded('srv:_imaps._tcp.shop.test', zone)).toEqual(['imaps mail.test:1993']);
  });

  it('asks the name itself where there is no record, or no answer', async () => {
    expect(await expanded('mx:shop.test', { 'shop.test': { A: ['127.0.0.1'] } })).toEqual(['smtp shop.test:25']);
    expect(await expanded('mx:shop.test', {})).toEqual(['smtp shop.test:25']);
    expect(await expanded('mx:shop.test', { 'shop.test': { fault: 'servfail' } })).toEqual(['smtp shop.test:25']);
  });

  it('says of a domain that it accepts no mail, and dials nothing that is no host name', async () => {
    expect(await expanded('mx:shop.test', { 'shop.test': { MX: [[0, '']] } })).toEqual([
      'mx:shop.test: the name accepts no mail (RFC 7505)',
    ]);
    expect(await expanded('mx:shop.test', { 'shop.test': { MX: [[0, '127.0.0.1']] } })).toEqual([
      'mx:shop.test: its record names no host name',
    ]);
  });

  it('lets every other target through, and ends with the run', async () => {
    expect(await expanded('shop.test:443,8443', {})).toEqual(['https shop.test:443', 'https shop.test:8443']);
    const cancellation = new Cancellation();
    cancellation.abort();
    expect(await expanded('mx:shop.test', { 'shop.test': { fault: 'silence' } }, cancellation)).toEqual([
      'smtp shop.test:25',
    ]);
  });
});
