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
    expect(readHeader(line, delimiter)).toMatchObject({ ...header, mistyped: null });
  });

  it.each([
    ['host,owner', ['owner']],
    ['Host Name;Notes;IP_Address', ['Notes']],
    ['host,port,address,addr,ports', ['addr', 'ports']],
    ['host,port,tags,Cost,Part', ['tags', 'Cost', 'Part']],
    ['host,port', []],
  ])('%j: tells which names it does not know, and suspects none', (line, unknown) => {
    expect(readHeader(line, null)).toMatchObject({ unknown, mistyped: null });
  });

  it.each([
    ['host,port,addr', 'addr', 'address'],
    ['host,addr', 'addr', 'address'],
    ['hosst;port', 'hosst', 'host'],
    ['host,IPv4', 'IPv4', 'address'],
    ['host,fingerpint', 'fingerpint', 'fingerprint'],
    ['host,prot', 'prot', 'port'],
  ])('%j: sees what was meant', (line, written, meant) => {
    expect(readHeader(line, null)?.mistyped).toEqual({ written, meant });
  });

  it.each([
    'shop.example',
    'shop.example,443',
    'port,label',
    'host,host',
    'name',
    '203.0.113.5,shop.example',
    'host:443,8443',
  ])('takes %j for no header', (line) => {
    expect(readHeader(line, null)).toBeNull();
  });
});
