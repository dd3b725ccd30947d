import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../src/bindings/read/decode.js';
import { readExport } from '../../../src/bindings/read/read-export.js';
import { createIssuer } from '../../../src/lab/issue.js';
import type { MachineExport } from '../../../src/model/bindings.js';

const IIS = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';
const HASH = 'd0013e91aab93f437a4443b13e6d18bd60f0279c';

function file(text: string, source = 'f'): { readonly source: string; readonly bytes: Uint8Array } {
  return { source, bytes: new TextEncoder().encode(text) };
}

const readText = (text: string): Promise<MachineExport> => readExport([file(text)]);

function bindings({ sites }: MachineExport): readonly string[] {
  return sites.map(
    (each) => `${each.site} ${each.address ?? '*'}:${each.port}:${each.host ?? ''} ${each.sslFlags} ${each.state}`,
  );
}

describe('decodeText', () => {
  const text = 'IP:Port : 10.0.0.5:443\r\n';
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16LE', Buffer.from(text, 'utf16le')],
    ['UTF-16BE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('%s', (_, bytes) => expect(decodeText(bytes)).toBe(text));

  it('code page 1252 where it is no UTF-8', () => {
    expect(decodeText(Buffer.from('Aktiviert für', 'latin1'))).toBe('Aktiviert für');
  });
});

describe('readExport: by content', () => {
  it('UTF-16 netsh output as PowerShell writes it', async () => {
    const text = `\ufeffIP:port : 0.0.0.0:443\r\nCertificate Hash : ${HASH}\r\nApplication ID : ${IIS}\r\n`;
    const { rows } = await readExport([{ source: 'x.bin', bytes: Buffer.from(text, 'utf16le') }]);
    expect(rows.map(({ address, thumbprint }) => [address, thumbprint])).toEqual([['0.0.0.0', HASH]]);
  });

  it('iplisten', async () => {
    const text =
      'IP addresses present in the IP listen list:\n------------------------------\n\n    10.0.0.5\n    2001:DB8:0::5\n';
    expect((await readText(text)).ipListen).toEqual(['10.0.0.5', '2001:db8::5']);
    const empty = await readText('IP addresses present in the IP listen list:\n------------------\n\n');
    expect(empty.problems).toEqual([]);
  });

  it('what it does not know, by its first line', async () => {
    expect((await readExport([file('hello\nworld', 'notes.txt')])).problems).toEqual([
      { source: 'notes.txt:1', reason: expect.stringContaining('none of the exports that are known'), lost: true },
    ]);
  });

  it('one row from two files', async () => {
    const netsh = `IP:port : 10.0.0.5:443\nCertificate Hash : ${HASH}\nApplication ID : ${IIS}\n`;
    const { rows } = await readExport([file(netsh, 'a'), file(netsh, 'b')]);
    expect(rows.map(({ source }) => source)).toEqual(['a:1']);
  });
});

describe('applicationHost.config', () => {
  const config = (sites: string, head = ''): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n${head}<configuration><system.applicationHost><sites>\n${sites}\n<siteDefaults><bindings/></siteDefaults></sites></system.applicationHost></configuration>`;

  it('reads https bindings with every bit of sslFlags', async () => {
    const read = await readText(
      config(`<site name="Shop &amp; more" id="2">
  <bindings>
    <binding protocol="http" bindingInformation="*:80:" />
    <binding protocol="https" bindingInformation="*:443:Shop.example" sslFlags="97" />
    <binding protocol="https" bindingInformation="10.0.0.5:443:" sslFlags="0" />
    <binding protocol="https" bindingInformation="[2001:DB8::5]:8443:www.shop.example" sslFlags="1" />
    <binding protocol="net.tcp" bindingInformation="808:*" />
  </bindings>
</site>
<!-- <site name="gone" id="9"><bindings><binding protocol="https" bindingInformation="*:443:gone.example"/></bindings></site> -->
<site name="Old" id="3"><bindings><binding protocol="https" bindingInformation="*:443:old.example" sslFlags="385"/></bindings></site>`),
    );
    expect(bindings(read)).toEqual([
      'Shop & more *:443:shop.example 97 null',
      'Shop & more 10.0.0.5:443: 0 null',
      'Shop & more 2001:db8::5:8443:www.shop.example 1 null',
      'Old *:443:old.example 385 null',
    ]);
    expect(read.sites[0]?.siteId).toBe(2);
    expect(read.problems).toEqual([
      { source: 'f:13', reason: 'sslFlags 385 of "*:443:old.example" has unknown bits (384)', lost: false },
    ]);
  });

  it('expands no entity of a document type, and says so', async () => {
    const read = await readText(
      config(
        '<site name="&x;" id="1"><bindings><binding protocol="https" bindingInformation="*:443:&x;"/><binding protocol="https" bindingInformation="*:443:a.example"/></bindings></site>',
        '<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "&x;&x;">]>\n',
      ),
    );
    expect(bindings(read)).toContain('&x; *:443:a.example null null');
    expect(JSON.stringify(read)).not.toContain('root:');
    expect(read.problems[0]).toEqual({ source: 'f:2', reason: expect.stringContaining('no entity'), lost: false });
  });

  it('loses a broken site and no other', async () => {
    const good = (name: string): string =>
      `<site name="${name}"><bindings><binding protocol="https" bindingInformation="*:443:${name}.example"/></bindings></site>`;
    const read = await readText(
      config(`${good('a')}<site name="b"><bindings><binding <<< ></bindings></site>${good('c')}`),
    );
    expect(bindings(read)).toEqual(
      expect.arrayContaining(['a *:443:a.example null null', 'c *:443:c.example null null']),
    );
  });
});

describe('appcmd list site', () => {
  it('as text', async () => {
    const read = await readText(
      'SITE "Default Web Site" (id:1,bindings:http/*:80:,https/*:443:,https/[::]:443:v6.example,state:Started)\r\nSITE "a (b), c" (id:2,bindings:https/10.0.0.5:443:shop.example,state:Stopped)\r\n',
    );
    expect(bindings(read)).toEqual([
      'Default Web Site *:443: null started',
      'Default Web Site :::443:v6.example null started',
      'a (b), c 10.0.0.5:443:shop.example null stopped',
    ]);
  });

  it('as XML, short and with /config:*', async () => {
    const short =
      '<?xml version="1.0" encoding="UTF-8"?>\n<appcmd>\n<SITE SITE.NAME="Default Web Site" SITE.ID="1" bindings="http/*:80:,https/*:443:shop.example" state="Started" />\n</appcmd>';
    expect(bindings(await readText(short))).toEqual(['Default Web Site *:443:shop.example null started']);
    const long = `<appcmd><SITE SITE.NAME="S" SITE.ID="7" bindings="https/*:443:shop.example" state="Started">
      <site name="S" id="7"><bindings><binding protocol="https" bindingInformation="*:443:shop.example" sslFlags="1" /></bindings></site></SITE></appcmd>`;
    expect(bindings(await readText(long))).toEqual(['S *:443:shop.example 1 started']);
  });
});

describe('ConvertTo-Json', () => {
  it('Get-WebBinding, one object or a list', async () => {
    const binding = {
      protocol: 'https',
      bindingInformation: '*:443:shop.example',
      sslFlags: 1,
      certificateHash: HASH.toUpperCase(),
      ItemXPath: "/system.applicationHost/sites/site[@name='Shop' and @id='2']",
    };
    const one = await readText(JSON.stringify(binding));
    expect(bindings(one)).toEqual(['Shop *:443:shop.example 1 null']);
    expect(one.sites[0]).toMatchObject({ siteId: 2, thumbprint: HASH });
    const two = await readText(JSON.stringify([binding, { protocol: 'http', bindingInformation: '*:80:' }]));
    expect(bindings(two)).toHaveLength(1);
  });

  it('a certificate list with the dates of PowerShell 5.1 and of 7', async () => {
    const { certificates } = await readText(
      JSON.stringify([
        {
          Thumbprint: HASH.toUpperCase(),
          Subject: 'CN=a',
          NotAfter: '/Date(1700000000000)/',
          HasPrivateKey: false,
          DnsNameList: [{ Punycode: 'A.example', Unicode: 'a' }],
        },
        {
          Thumbprint: 'a'.repeat(40),
          NotAfter: '2026-01-02T03:04:05Z',
          HasPrivateKey: true,
          DnsNameList: ['b.example'],
        },
      ]),
    );
    expect(
      certificates?.map(({ thumbprint, notAfter, hasPrivateKey, dnsNames }) => [
        thumbprint,
        notAfter,
        hasPrivateKey,
        dnsNames,
      ]),
    ).toEqual([
      [HASH, '2023-11-14T22:13:20Z', false, ['a.example']],
      ['a'.repeat(40), '2026-01-02T03:04:05Z', true, ['b.example']],
    ]);
  });

  it('lists as PowerShell 5.1 wraps some of them', async () => {
    const binding = { protocol: 'https', bindingInformation: '*:443:shop.example', sslFlags: 1 };
    const wrapped = await readText(JSON.stringify({ value: [binding, binding], Count: 2 }));
    expect(bindings(wrapped)).toHaveLength(2);
    expect(wrapped.problems).toEqual([]);
    const { certificates } = await readText(
      JSON.stringify({ Thumbprint: HASH, DnsNameList: { value: ['a.example'], Count: 1 }, HasPrivateKey: 'False' }),
    );
    expect(certificates).toMatchObject([{ dnsNames: ['a.example'], hasPrivateKey: false }]);
  });

  it('Get-Website: its bindings as objects, or as words below the depth of the JSON', async () => {
    const site = (Collection: unknown) =>
      JSON.stringify({ name: 'Shop', id: 2, state: 'Started', bindings: { Collection } });
    const objects = await readText(
      site([
        { protocol: 'https', bindingInformation: '*:443:shop.example', sslFlags: 1 },
        { protocol: 'http', bindingInformation: '*:80:' },
      ]),
    );
    const words = await readText(site(['http *:80:', 'https *:443:shop.example sslFlags=1']));
    for (const { sites, problems } of [objects, words]) {
      expect(problems).toEqual([]);
      expect(sites).toMatchObject([
        { site: 'Shop', siteId: 2, state: 'started', address: null, port: 443, host: 'shop.example', sslFlags: 1 },
      ]);
    }
  });

  it('prefers what the certificate itself says', async () => {
    const { createHash } = await import('node:crypto');
    const issuer = await createIssuer({ commonName: 'Test' });
    const { certificateDer } = issuer.issue({ dnsNames: ['real.example', '*.real.example'] });
    const Thumbprint = createHash('sha1').update(certificateDer).digest('hex');
    const RawData = Buffer.from(certificateDer).toString('base64');
    const { certificates } = await readText(JSON.stringify({ Thumbprint, DnsNameList: ['cn.example'], RawData }));
    expect(certificates?.[0]?.dnsNames).toEqual(['real.example', '*.real.example']);
  });

  it('the machine', async () => {
    const machine = {
      SystemVersion: '6.1.7601',
      Addresses: ['10.0.0.5', 'fe80::1%4', 'x'],
      CentralFiles: ['Shop.example.pfx', '_.example.com.pfx'],
    };
    expect(await readText(JSON.stringify(machine))).toMatchObject({
      systemVersion: '6.1.7601',
      addresses: ['10.0.0.5', 'fe80::1'],
      centralFiles: ['shop.example', '_.example.com'],
    });
  });

  it('broken JSON is named', async () => {
    expect((await readText('{"Thumbprint": ')).problems).toEqual([
      { source: 'f:1', reason: 'this JSON does not parse', lost: true },
    ]);
  });
});

describe('a registry export', () => {
  it('reads the listen list and flags', async () => {
    const read = await readText(
      [
        'Windows Registry Editor Version 5.00',
        '',
        '[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters]',
        '"ListenOnlyList"=hex(7):31,00,30,00,2e,00,30,00,2e,00,30,00,2e,00,35,00,00,00,\\',
        '  00,00',
        '',
        '[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters\\SslBindingInfo\\[::]:443]',
        '"AppId"="{4dc3e181-e14b-4a21-b022-59fc669b0914}"',
        `"SslHash"=hex:${HASH.match(/../g)?.join(',')}`,
        '"DefaultFlags"=dword:00000440',
        '',
        '[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters\\SslBindingInfo\\nonsense]',
      ].join('\r\n'),
    );
    expect(read.ipListen).toEqual(['10.0.0.5']);
    expect(read.rows[0]).toMatchObject({
      address: '::',
      thumbprint: HASH,
      owner: 'IIS',
      disabledVersions: ['TLSv1.3', 'TLSv1.1', 'TLSv1'],
    });
    expect(read.problems).toEqual([{ source: 'f:12', reason: expect.stringContaining('nonsense'), lost: true }]);
  });
});
