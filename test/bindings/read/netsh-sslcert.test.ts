import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNetshSslcert } from '../../../src/bindings/read/netsh-sslcert.js';
import { readRegistry } from '../../../src/bindings/read/registry.js';
import type { BindingRow } from '../../../src/model/bindings.js';
import { type Layout, type RenderedRow, renderNetsh, renderRegistry } from './render.js';

const IIS = '4dc3e181-e14b-4a21-b022-59fc669b0914';

/** What the table of a reading says, one row a line: `10.0.0.5:443 hash app store`. */
function brief({ rows }: { readonly rows: readonly BindingRow[] }): readonly string[] {
  return rows.map((row) => {
    const at =
      row.address === null ? (row.host ?? 'ccs') : row.address.includes(':') ? `[${row.address}]` : row.address;
    return `${at}:${row.port} ${row.thumbprint ?? row.hash} ${row.owner ?? row.appId} ${row.store}`;
  });
}

const read = (text: string): readonly string[] => brief(readNetshSslcert(text, 'sslcert.txt'));

describe('netsh http show sslcert: the layouts of facts/http-sys.md section 11', () => {
  it('the oldest, misaligned, with the store behind `Name: `', () => {
    expect(
      read(
        [
          'SSL Certificate bindings:',
          '-------------------------',
          'IP:port                 : 0.0.0.0:8172',
          'Certificate Hash        : f06ae62a5275a818338f05ecc80707335be1e204',
          'Application ID          : {00000000-0000-0000-0000-000000000000}',
          'Certificate Store Name: MY',
          'Verify Client Certificate Revocation    : Enabled',
          'Negotiate Client Certificate    : Disabled',
        ].join('\n'),
      ),
    ).toEqual(['0.0.0.0:8172 f06ae62a5275a818338f05ecc80707335be1e204 Web Management Service MY']);
  });

  it('by host name, lower-cased', () => {
    expect(
      read(
        [
          'Hostname:port                : SNI.IIS8.com:443',
          'Certificate Hash             : 8D90A17D2851F802B0A5619BF695B03544B8F5CB',
          `Application ID               : {${IIS}}`,
          'Certificate Store Name       : My',
        ].join('\r\n'),
      ),
    ).toEqual(['sni.iis8.com:443 8d90a17d2851f802b0a5619bf695b03544b8f5cb IIS My']);
  });

  it('with extended properties, which belong to the row above', () => {
    const text = `IP:port                      : 0.0.0.0:44307
    Certificate Hash             : 61d34f532da121bbab64723c4871e72c92f03735
    Application ID               : {214124cd-d05b-4309-9af9-9caa44b2b74a}
    Certificate Store Name       : (null)
    Disable TLS1.3               : Set
 Extended Properties:
    PropertyId                   : 0
    Receive Window               : 1048576
 Extended Properties:
    PropertyId                   : 1
    Max Settings Per Minute      : 4294967295
 IP:port                      : [::]:44307
    Certificate Hash             : 61d34f532da121bbab64723c4871e72c92f03735
    Application ID               : {214124cd-d05b-4309-9af9-9caa44b2b74a}`;
    expect(read(text)).toEqual([
      '0.0.0.0:44307 61d34f532da121bbab64723c4871e72c92f03735 IIS Express null',
      '[::]:44307 61d34f532da121bbab64723c4871e72c92f03735 IIS Express null',
    ]);
    expect(readNetshSslcert(text, 'a').rows.map((row) => row.disabledVersions)).toEqual([['TLSv1.3'], []]);
  });

  it('German, without a heading or blank lines', () => {
    expect(
      read(
        [
          'IP:Port : 192.0.2.4:443',
          'Zertifikathash : a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4',
          `Anwendungs-ID : {${IIS}}`,
          'Zertifikatspeichername : My',
          'Clientzertifikatsperrung überprüfen : Aktiviert',
          'Hostname:Port : shop.example:443',
          'Zertifikathash : 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c',
          `Anwendungs-ID : {${IIS}}`,
        ].join('\n'),
      ),
    ).toEqual([
      '192.0.2.4:443 a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4 IIS My',
      'shop.example:443 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c IIS null',
    ]);
  });

  it('rows of the central store in each of their forms', () => {
    const central = (first: string): string => `${first}\nApplication ID : {${IIS}}\nCertificate Store Name : (null)\n`;
    expect(read(central('Central Certificate Store : 443'))).toEqual(['ccs:443 none IIS null']);
    expect(read(central('CCS : 443\nCertificate Hash : (null)'))).toEqual(['ccs:443 none IIS null']);
    expect(read(central('Hostname:port : *:443\nCertificate Hash : '))).toEqual(['ccs:443 none IIS null']);
    expect(read(central('CCS:port : CCS:443'))).toEqual(['ccs:443 none IIS null']);
  });

  it('blank, zero and unreadable hashes are three things', () => {
    const row = (hash: string): readonly string[] =>
      read(`IP:port : 10.0.0.5:443\nCertificate Hash : ${hash}\nApplication ID : {${IIS}}\nStore : MY`);
    expect(row('')).toEqual(['10.0.0.5:443 blank IIS MY']);
    expect(row('(null)')).toEqual(['10.0.0.5:443 blank IIS MY']);
    expect(row('0'.repeat(40))).toEqual(['10.0.0.5:443 blank IIS MY']);
    expect(row('f06ae62a5275')).toEqual(['10.0.0.5:443 unreadable IIS MY']);
  });

  it('names a row that cannot be by its line, and uses the rest', () => {
    const { rows, problems } = readNetshSslcert(
      [
        'IP:port : 10.0.0.999:443',
        `Certificate Hash : ${'a'.repeat(40)}`,
        `Application ID : {${IIS}}`,
        'IP:port : 10.0.0.6:443',
        `Certificate Hash : ${'b'.repeat(40)}`,
        `Application ID : {${IIS}}`,
      ].join('\n'),
      'dump.txt',
    );
    expect(brief({ rows })).toEqual([`10.0.0.6:443 ${'b'.repeat(40)} IIS null`]);
    expect(problems).toEqual([
      {
        source: 'dump.txt:1',
        reason: '10.0.0.999:443 is no address or name with a port: this row was left out',
        lost: true,
      },
    ]);
    expect(rows[0]?.source).toBe('dump.txt:4');
  });

  it('with the marks of direction that copying out of a window leaves', () => {
    const hash = 'a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4';
    expect(
      read(
        `IP:port : 0.0.0.0:443\u200f\n\u202bCertificate Hash : \u200e${hash}\nApplication ID : {${IIS}}\u202c\nCertificate Store Name : MY`,
      ),
    ).toEqual([`0.0.0.0:443 ${hash} IIS MY`]);
  });

  it('is not misled by prompts, remarks and times', () => {
    const text = `PS C:\\Users\\me> netsh http show sslcert ipport=0.0.0.0:443
Date : 12:30
Server : web01:443
# copied from RDP : see ticket https://tickets.example:8443
IP:port : 0.0.0.0:443
Certificate Hash : ${'c'.repeat(40)}
Application ID : {${IIS}}
PS C:\\Users\\me> exit`;
    expect(read(text)).toEqual([`0.0.0.0:443 ${'c'.repeat(40)} IIS null`]);
  });

  it('nothing bound', () => {
    expect(
      read('SSL Certificate bindings:\n-------------------------\n\nThe system cannot find the file specified.\n'),
    ).toEqual([]);
  });
});

const hex = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''));
const port = fc.integer({ min: 1, max: 65_535 });
const hash = hex(40).map((digits) => `f${digits.slice(1)}`);
const guid = hex(32).map(
  (d) => `${d.slice(0, 8)}-${d.slice(8, 12)}-${d.slice(12, 16)}-${d.slice(16, 20)}-${d.slice(20)}`,
);
const store = fc.constantFrom('MY', 'My', 'WebHosting', null);
const common = { hash: fc.oneof(hash, fc.constant(null)), appId: guid, store };
const address = fc.oneof(
  fc.constantFrom('0.0.0.0', '[::]', '[2001:db8::5]', '[fe80::1]'),
  fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => `10.${a}.${b}.7`),
);
const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z]$/);
const host = fc.tuple(fc.constantFrom('', '*.', 'www.'), label).map(([prefix, name]) => `${prefix}${name}.example`);
const renderedRow: fc.Arbitrary<RenderedRow> = fc.oneof(
  fc.record({
    kind: fc.constant('ipport' as const),
    key: fc.tuple(address, port).map(([a, p]) => `${a}:${p}`),
    ...common,
  }),
  fc.record({
    kind: fc.constant('hostnameport' as const),
    key: fc.tuple(host, port).map(([h, p]) => `${h}:${p}`),
    ...common,
  }),
  fc.record({ kind: fc.constant('ccs' as const), key: port.map(String), ...common, hash: fc.constant(null) }),
);
const table = fc.uniqueArray(renderedRow, { maxLength: 8, selector: ({ kind, key }) => `${kind} ${key}` });
const layout: fc.Arbitrary<Layout> = fc.record({
  language: fc.constantFrom('english', 'german', 'french', 'spanish', 'chinese', 'japanese'),
  age: fc.constantFrom('old', '2016', '2019', '2022'),
  newline: fc.constantFrom('\n', '\r\n'),
  blank: fc.boolean(),
  indent: fc.integer({ min: 0, max: 4 }),
  width: fc.constantFrom(0, 12, 29, 40),
  centralForm: fc.constantFrom('port', 'star', 'ccs'),
  upperHash: fc.boolean(),
  prompt: fc.boolean(),
  missing: fc.constantFrom('(null)', ''),
});

function expected(rows: readonly RenderedRow[]): readonly string[] {
  return rows.map(
    ({ kind, key, hash: digits, appId, store: name }) =>
      `${kind} ${key} ${digits ?? (kind === 'ccs' ? 'none' : 'blank')} ${appId} ${name}`,
  );
}

function found(rows: readonly BindingRow[]): readonly string[] {
  return rows.map((row) => {
    const at = row.address?.includes(':') ? `[${row.address}]` : (row.address ?? row.host);
    const key = row.kind === 'ccs' ? String(row.port) : `${at}:${row.port}`;
    return `${row.kind} ${key} ${row.thumbprint ?? row.hash} ${row.appId} ${row.store}`;
  });
}

describe('properties', () => {
  it('random tables in every layout and language are read back', () => {
    fc.assert(
      fc.property(table, layout, (rows, shape) => {
        const { rows: back, problems } = readNetshSslcert(renderNetsh(rows, shape), 'f');
        expect(found(back)).toEqual(expected(rows));
        expect(problems).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('random tables in a registry export are read back', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const { rows: back, problems } = readRegistry(renderRegistry(rows), 'f');
        expect(found(back)).toEqual(expected(rows));
        expect(problems).toEqual([]);
      }),
    );
  });

  it('a mutated line never throws, and loses no row but its own', () => {
    fc.assert(
      fc.property(table, layout, fc.nat(), fc.string({ maxLength: 60 }), (rows, shape, where, junk) => {
        const lines = renderNetsh(rows, { ...shape, centralForm: 'star' }).split(shape.newline);
        const at = where % lines.length;
        lines[at] = junk.replace(/[\r\n:：]/g, '');
        const back = found(readNetshSslcert(lines.join(shape.newline), 'f').rows);
        const lost = expected(rows).filter((row) => !back.includes(row));
        expect(lost.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });
});
