import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMPTY_EXPORT, readExport } from '../../src/bindings/read/read-export.js';

const SCRIPT = join(import.meta.dirname, '../../examples/windows/export-bindings.ps1');
const HASH = 'd0013e91aab93f437a4443b13e6d18bd60f0279c';
const IIS = '4dc3e181-e14b-4a21-b022-59fc669b0914';
const wide = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
const registry = (table: string, key: string): Buffer =>
  wide(
    `Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters\\${table}]\r\n\r\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters\\${table}\\${key}]\r\n"SslHash"=hex:${HASH.match(/../g)?.join(',')}\r\n`,
  );

/** What the machine's tools write under each name: encodings and shapes as Windows PowerShell 5.1 leaves them. */
const SAMPLES: Readonly<Record<string, Buffer>> = {
  'sslcert.txt': wide(
    `\r\nSSL Certificate bindings:\r\n-------------------------\r\n\r\n    IP:port                      : 0.0.0.0:443\r\n    Certificate Hash             : ${HASH}\r\n    Application ID               : {${IIS}}\r\n    Certificate Store Name       : My\r\n`,
  ),
  'iplisten.txt': wide(
    '\r\nIP addresses present in the IP listen list:\r\n---------------------\r\n\r\n    10.0.0.5\r\n',
  ),
  'SslBindingInfo.reg': registry('SslBindingInfo', '0.0.0.0:443'),
  'SslSniBindingInfo.reg': registry('SslSniBindingInfo', 'shop.example:443'),
  'SslCcsBindingInfo.reg': registry('SslCcsBindingInfo', '443'),
  'sites.config': Buffer.from(
    '<configuration><system.applicationHost><sites><site name="S" id="1"><bindings><binding protocol="https" bindingInformation="*:443:shop.example" sslFlags="1" /></bindings></site></sites></system.applicationHost></configuration>',
  ),
  'appcmd.txt': wide('SITE "S" (id:1,bindings:https/*:443:shop.example,state:Started)\r\n'),
  'webbindings.json': Buffer.from(
    JSON.stringify([
      { protocol: 'https', bindingInformation: '*:443:shop.example', sslFlags: 1, certificateHash: HASH },
    ]),
  ),
  'certificates.json': Buffer.from(
    JSON.stringify([
      {
        Store: 'My',
        Thumbprint: HASH,
        HasPrivateKey: true,
        NotAfter: '2027-01-01T00:00:00.0000000Z',
        DnsNameList: ['shop.example'],
      },
    ]),
  ),
  'machine.json': Buffer.from(
    JSON.stringify([{ SystemVersion: '10.0.17763.0', Addresses: ['10.0.0.5'], CentralFiles: null }]),
  ),
};

/** The names of the files in the script: literal ones, and the three of the registry. */
async function namesInScript(): Promise<readonly string[]> {
  const script = await readFile(SCRIPT, 'utf8');
  const literal = [...script.matchAll(/(?:Join-Path \$Folder|Write-Json) '([^']+)'/g)].map(([, name]) => name ?? '');
  const tables = [...script.matchAll(/'(Ssl\w*BindingInfo)'/g)].map(([, table]) => `${table}.reg`);
  expect(script).toContain('"$table.reg"');
  return [...literal, ...tables];
}

describe('examples/windows/export-bindings.ps1', () => {
  it('names files that the reader takes, each of them', async () => {
    const names = await namesInScript();
    expect([...names].sort()).toEqual(Object.keys(SAMPLES).sort());
    for (const name of names) {
      const read = await readExport([{ source: name, bytes: SAMPLES[name] ?? Buffer.alloc(0) }]);
      expect(read.problems, name).toEqual([]);
      expect(read, name).not.toEqual(EMPTY_EXPORT);
    }
  });

  it('together describe one machine', async () => {
    const files = Object.entries(SAMPLES).map(([source, bytes]) => ({ source, bytes }));
    const read = await readExport(files);
    expect(read.rows.map(({ kind }) => kind).sort()).toEqual(['ccs', 'hostnameport', 'ipport']);
    expect(read.sites).toHaveLength(1);
    expect(read.sites[0]).toMatchObject({ site: 'S', sslFlags: 1, state: 'started' });
    expect(read.systemVersion).toBe('10.0.17763.0');
  });

  it('changes nothing and writes no secret', async () => {
    const script = await readFile(SCRIPT, 'utf8');
    const code = script.replace(/<#[\s\S]*?#>/, '').replace(/#.*/g, '');
    expect(code).not.toMatch(
      /netsh\S* http (?:add|delete|set|update)|Remove-|Set-|Export-Pfx|PrivateKey\b(?!\s*=)(?<!HasPrivateKey)/,
    );
    expect(code).toMatch(/RemoveChild/);
  });
});
