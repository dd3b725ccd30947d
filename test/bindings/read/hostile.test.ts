import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExport } from '../../../src/bindings/read/read-export.js';
import { writeExport } from '../../../src/bindings/write-export.js';
import { machine } from '../machines.js';
import { randomMachine } from '../random-machines.js';

const IIS = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';
const SAMPLES: readonly string[] = [
  `IP:port : 10.0.0.5:443\r\nCertificate Hash : ${'a'.repeat(40)}\r\nApplication ID : ${IIS}\r\n`,
  'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\X\\SslBindingInfo\\0.0.0.0:443]\r\n"SslHash"=hex:aa,bb,\\\r\n  cc\r\n"AppId"=hex:01\r\n',
  '<configuration><sites><site name="a" id="1"><bindings><binding protocol="https" bindingInformation="*:443:a.example" sslFlags="1"/></bindings></site></sites></configuration>',
  'SITE "a" (id:1,bindings:https/*:443:a.example,state:Started)\r\n',
  '[{"protocol":"https","bindingInformation":"*:443:a.example","sslFlags":1},{"Thumbprint":"aa","RawData":"AAAA","DnsNameList":[{}]},{"SystemVersion":"10.0","Addresses":[null,1],"CentralFiles":{}}]',
];

/** One byte changed, a piece cut out, or a piece repeated. */
const mutation = fc.record({
  at: fc.nat(),
  byte: fc.integer({ min: 0, max: 255 }),
  cut: fc.nat({ max: 20 }),
  repeat: fc.nat({ max: 3 }),
});

describe('mutated exports', () => {
  it('never throw', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SAMPLES),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        async (sample, list) => {
          let bytes = Buffer.from(sample);
          for (const { at, byte, cut, repeat } of list) {
            const start = at % (bytes.length + 1);
            const piece = bytes.subarray(start, start + cut);
            const pieces = Array.from({ length: repeat }, () => piece);
            bytes = Buffer.concat([bytes.subarray(0, start), Buffer.of(byte), ...pieces, bytes.subarray(start + cut)]);
          }
          const { rows, problems } = await readExport([{ source: 'f', bytes }]);
          for (const { port } of rows) expect(port).toBeGreaterThan(0);
          for (const { source } of problems) expect(source).toMatch(/^f:\d+$/);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('random bytes never throw', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        async (bytes) => void (await readExport([{ source: 'f', bytes }])),
      ),
    );
  });

  it.each([
    ['blanks', ' '.repeat(300_000)],
    ['line ends', '\n'.repeat(300_000)],
    ['colons', ' :'.repeat(150_000)],
    ['open sites', `<sites>${'<site '.repeat(50_000)}`],
    ['open attributes', `<sites>${'<site "'.repeat(50_000)}`],
    ['open comments', `<sites><site name="a">${'<!--'.repeat(70_000)}`],
    ['registry lines that go on', `REGEDIT4\n${'"a"=hex:00,\\\n'.repeat(30_000)}`],
    ['appcmd in one line', `SITE "a" (id:1,bindings:,state:Started)\n${'SITE "a" (id:1,bindings:'.repeat(20_000)}`],
    ['open brackets', '['.repeat(300_000)],
  ])('%s are read in linear time', { timeout: 20_000 }, async (_, text) => {
    expect((await readExport([{ source: 'f', bytes: Buffer.from(text) }])).rows).toEqual([]);
  });
});

describe('writeExport', () => {
  it('is read back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(randomMachine, async (exported) => {
        const files = writeExport(exported).map(({ name, text }) => ({ source: name, bytes: Buffer.from(text) }));
        const back = await readExport(files);
        expect(back.problems).toEqual([]);
        expect(back.rows.map((row) => ({ ...row, source: '' }))).toEqual(
          exported.rows.map((row) => ({ ...row, source: '' })),
        );
        expect(back.ipListen).toEqual(exported.ipListen);
        expect(back.certificates?.map(({ thumbprint, hasPrivateKey }) => [thumbprint, hasPrivateKey])).toEqual(
          exported.certificates?.map(({ thumbprint, hasPrivateKey }) => [thumbprint, hasPrivateKey]),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('writes sites too', async () => {
    const exported = machine({
      rows: ['ipport=0.0.0.0:443 A'],
      sites: ['Shop 10.0.0.5:443:shop.example 97', 'Six [2001:db8::5]:443: 0'],
    });
    const files = writeExport(exported).map(({ name, text }) => ({ source: name, bytes: Buffer.from(text) }));
    const back = await readExport(files);
    expect(back.sites.map((site) => ({ ...site, source: 'test' }))).toEqual(exported.sites);
  });
});
