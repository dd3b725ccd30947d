import { describe, expect, it } from 'vitest';
import { PLAIN_EXPECTATION } from '../../src/model/expectation.js';
import type { BadLine, Target } from '../../src/model/target.js';
import type { TargetDefaults } from '../../src/targets/parse-target.js';
import { readTargetList } from '../../src/targets/read-target-list.js';

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function list(
  content: string | Uint8Array,
  defaults?: TargetDefaults,
  size = 1 << 16,
): Promise<(Target | BadLine)[]> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const found: (Target | BadLine)[] = [];
  for await (const each of readTargetList(chunksOf(bytes, size), 'hosts', defaults)) found.push(each);
  return found;
}

const brief = (each: Target | BadLine): string =>
  'reason' in each
    ? `${each.source} !`
    : `${each.source} ${each.scheme} ${each.host}:${each.port}${each.addresses === null ? '' : ` @${each.addresses.map((one) => `${one.address}${one.port === null ? '' : `#${one.port}`}`).join(',')}`}`;
const briefly = async (content: string | Uint8Array, size?: number): Promise<string[]> =>
  (await list(content, {}, size)).map(brief);

const swapped = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16();

describe('readTargetList: text', () => {
  const TEXT =
    '# comment\r\n\r\n  shop.example  \r\nsmtp://mail.example # inline\r\nbücher.example:8443,9443\r\n[::1]@127.0.0.1';
  const READ = [
    'hosts:3 https shop.example:443',
    'hosts:4 smtp mail.example:25',
    'hosts:5 https xn--bcher-kva.example:8443',
    'hosts:5 https xn--bcher-kva.example:9443',
    'hosts:6 https ::1:443 @127.0.0.1',
  ];

  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16LE with a byte order mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
    ['UTF-16BE with a byte order mark', swapped(`\ufeff${TEXT}`)],
    ['UTF-16LE without', Buffer.from(TEXT, 'utf16le')],
    ['UTF-16BE without', swapped(TEXT)],
    ['LF', Buffer.from(TEXT.replaceAll('\r\n', '\n'))],
    ['CR', Buffer.from(TEXT.replaceAll('\r\n', '\r'))],
  ])('reads %s, in any chunks', async (_name, bytes) => {
    expect(await briefly(bytes)).toEqual(READ);
    expect(await briefly(bytes, 1)).toEqual(READ);
    expect(await briefly(bytes, 3)).toEqual(READ);
  });

  it('names file, line and reason of a bad line, and goes on', async () => {
    const [first, bad, last] = await list('a.example\nb..example\nc.example\n');
    expect([first, last].map((each) => each !== undefined && brief(each))).toEqual([
      'hosts:1 https a.example:443',
      'hosts:3 https c.example:443',
    ]);
    expect(bad).toEqual({ source: 'hosts:2', text: 'b..example', reason: expect.stringMatching(/empty label/) });
  });

  it('says of CSV without a header that it needs one', async () => {
    expect(await list('a.example;443\n')).toEqual([
      { source: 'hosts:1', text: 'a.example;443', reason: expect.stringMatching(/CSV needs a header/) },
    ]);
  });

  it('says of bytes that are not UTF-8 what they are', async () => {
    expect(await list(Buffer.from('b\u00fccher.example\n', 'latin1'))).toEqual([
      expect.objectContaining({ source: 'hosts:1', reason: expect.stringMatching(/not UTF-8/) }),
    ]);
  });

  it('passes over a line that never ends without holding it', async () => {
    const [bad, good] = await list(`${'x'.repeat(1_000_000)}\na.example`);
    expect(bad).toEqual(expect.objectContaining({ source: 'hosts:1', reason: 'the line is too long' }));
    expect(good).toEqual(expect.objectContaining({ host: 'a.example', source: 'hosts:2' }));
  });

  it('reads lazily: the second line is not wanted before the first is taken', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        given += 1;
        yield Buffer.from(`host${given}.example\n`);
      }
    }
    const targets = readTargetList(endless(), 'hosts');
    await targets.next();
    await targets.next();
    await targets.return(undefined);
    expect(given).toBeLessThan(4);
  });

  it.each([
    ['a sheet', Buffer.from('504b0304140000000800', 'hex'), /\.xlsx/],
    ['an object file', Buffer.from('7f454c460201010000', 'hex'), /list is text/],
  ])('refuses %s', async (_name, bytes, hint) => {
    await expect(list(bytes)).rejects.toThrow(
      expect.objectContaining({ code: 'bad-file', hint: expect.stringMatching(hint) }),
    );
  });

  it('takes nothing out of nothing', async () => {
    expect(await list('')).toEqual([]);
    expect(await list('\ufeff\r\n# only this\r\n')).toEqual([]);
  });
});

describe('readTargetList: CSV', () => {
  it('merges rows of one host, port and protocol, wherever they stand', async () => {
    const content =
      'host;port;address;starttls\r\nshop.example;443;203.0.113.5;\r\nmail.example;;203.0.113.7;smtp\r\nshop.example;443;203.0.113.6;\r\nshop.example;;203.0.113.5;\r\nother.example;8443;;\r\n';
    expect(await briefly(content)).toEqual([
      'hosts:6 https other.example:8443',
      'hosts:2 https shop.example:443 @203.0.113.5,203.0.113.6',
      'hosts:3 smtp mail.example:25 @203.0.113.7',
    ]);
  });

  it('asks port 3389 as Remote Desktop unless the column says that TLS comes first', async () => {
    const found = await list('host,port,starttls\ndesk.example,3389,\nraw.example,3389,none\n');
    expect(found).toEqual([
      expect.objectContaining({ host: 'desk.example', starttls: 'rdp' }),
      expect.objectContaining({ host: 'raw.example', starttls: null }),
    ]);
  });

  it('takes columns in any order and case, quoted fields, and passes over unknown columns', async () => {
    const content = 'Label,"HOST",Owner,Fingerprint\n"web, ""a""",shop.example,"me\nand you",AA:AA'
      .replace('AA:AA', Array(32).fill('AA').join(':'))
      .concat('\n# comment\n\n,next.example,,\n');
    const [shop, next] = await list(content);
    expect(shop).toEqual(
      expect.objectContaining({
        host: 'shop.example',
        labels: { label: 'web, "a"' },
        expectation: {
          ...PLAIN_EXPECTATION,
          certificates: [{ digest: { algorithm: 'sha256', hex: 'aa'.repeat(32) }, der: null, source: 'hosts:2' }],
        },
      }),
    );
    expect(next).toEqual(
      expect.objectContaining({ host: 'next.example', source: 'hosts:6', expectation: null, labels: {} }),
    );
  });

  it("reads Excel's sep= line, UTF-16 and semicolons", async () => {
    const content = Buffer.from('\ufeffsep=;\r\nhost;port\r\nshop.example;8443\r\n', 'utf16le');
    expect(await briefly(content)).toEqual(['hosts:3 https shop.example:8443']);
  });

  it.each([
    ['IP, DOMAIN, TAG, PORT\n', 1],
    ['', 0],
  ])("reads zgrab2's columns behind %j", async (header, lines) => {
    const content = `${header}203.0.113.5, shop.example, web, 8443\n203.0.113.6, shop.example, web, 8443\n2001:db8::5, shop.example,,8443\n203.0.113.9,,,\n, lone.example\n`;
    expect((await briefly(content)).sort()).toEqual(
      [
        `hosts:${lines + 1} https shop.example:8443 @203.0.113.5,203.0.113.6,2001:db8::5`,
        `hosts:${lines + 4} https 203.0.113.9:443`,
        `hosts:${lines + 5} https lone.example:443`,
      ].sort(),
    );
  });

  it('keeps rows apart that expect different certificates', async () => {
    const content = `host,address,fingerprint\na.example,203.0.113.5,${'aa'.repeat(32)}\na.example,203.0.113.6,${'bb'.repeat(20)}\n`;
    expect(await briefly(content)).toEqual([
      'hosts:2 https a.example:443 @203.0.113.5',
      'hosts:3 https a.example:443 @203.0.113.6',
    ]);
  });

  it.each([
    ['host,port\na.example,99999\n', /not a port/],
    ['host,port\na.example:1,2\n', /the host says port 1, the port column 2/],
    ['host,port\n,443\n', /host is missing/],
    ['host,starttls\na.example,gopher\n', /starttls column/],
    ['host,fingerprint\na.example,zz\n', /./],
    ['host,address\na.example,b.example\n', /not an address/],
    ['host,address\na.example@203.0.113.5,203.0.113.6\n', /both|column/],
    ['host,port\n"a.example,443\n', /quote/],
  ])('makes a bad line of %j', async (content, reason) => {
    expect(await list(content)).toEqual([
      expect.objectContaining({ source: 'hosts:2', reason: expect.stringMatching(reason) }),
    ]);
  });

  it('fills in what holds for every target', async () => {
    const defaults = { addresses: [{ address: '203.0.113.9', port: null }], labels: { run: 'x' } };
    expect(await list('host,label\na.example,b\n', defaults)).toEqual([
      expect.objectContaining({ addresses: defaults.addresses, labels: { run: 'x', label: 'b' } }),
    ]);
  });
});

describe('readTargetList: column names', () => {
  const told = async (content: string): Promise<readonly string[]> => {
    const warnings: string[] = [];
    const chunks = chunksOf(Buffer.from(content), 1 << 16);
    for await (const _ of readTargetList(chunks, 'hosts.csv', {}, (message) => warnings.push(message)));
    return warnings;
  };

  it('refuses a list whose column was mistyped: it would ask other servers', async () => {
    await expect(list('host,port,addr\nshop.example,443,203.0.113.5\n')).rejects.toMatchObject({
      code: 'bad-file',
      message: 'hosts: the column "addr" is not known; was "address" meant',
      hint: expect.stringContaining('host, port, address, starttls, fingerprint and label'),
    });
  });

  it('tells once which columns are not read', async () => {
    expect(await told('host,owner,Cost Center\na.example,x,1\nb.example,y,2\n')).toEqual([
      'hosts.csv: the columns "owner", "Cost Center" are not read; known are host, port, address, starttls, fingerprint and label',
    ]);
    expect(await told('host,port\na.example,443\n')).toEqual([]);
    expect(await told('IP, DOMAIN, TAG, PORT\n203.0.113.5,a.example,,443\n')).toEqual([]);
  });
});
