import { describe, expect, it } from 'vitest';
import { readHeader } from '../../src/targets/columns.js';

describe('readHeader', () => {
  it.each([
    ['host,port', null, { delimiter: ',', columns: ['host', 'port'] }],
    ['Host;Owner;Fingerprint', null, { delimiter: ';', columns: ['host', null, 'fingerprint'] }],
    ['"host"\t"port"', null, { delimiter: '\t', columns: ['host', 'port'] }],
    ['IP, DOMAIN, TAG, PORT', null, { delimiter: ',', columns: ['address', 'host', 'label', 'port'] }],
    ['hostname', null, { delimiter: ',', columns: ['host'] }],
    ['host|port', '|', { delimiter: '|', columns: ['host', 'port'] }],
  ])('reads %j', (line, delimiter, header) => {
    expect(readHeader(line, delimiter)).toEqual(header);
  });

  it.each(['shop.example', 'shop.example,443', 'port,label', 'host,host', 'name', '203.0.113.5,shop.example'])(
    'takes %j for no header',
    (line) => {
      expect(readHeader(line, null)).toBeNull();
    },
  );
});
