import { describe, expect, it } from 'vitest';
import { select, traceSelection } from '../../src/bindings/select.js';
import type { SelectionTable } from '../../src/model/selection.js';
import { byName, connection, shown, windows } from './tables.js';

/** One hand-derived case: who asks what, what is answered, and the fact that it follows from. */
type Case = readonly [ask: string, answer: string, fact: string];

const STANDARD = [
  'ipport=0.0.0.0:443 Default',
  'hostnameport=shop.example:443 Shop',
  'hostnameport=www.example.com:443 Www',
  'hostnameport=*.example.com:443 Wild',
];

const CONFLICT = ['ipport=10.0.0.5:443 Leftover', ...STANDARD];

const SIX = ['ipport=[::]:443 Six', ...STANDARD];

const TABLES: readonly { readonly title: string; readonly table: SelectionTable; readonly cases: readonly Case[] }[] = [
  {
    title: 'http.sys 2016+, SNI rows above 0.0.0.0',
    table: windows('2016+', STANDARD),
    cases: [
      ['shop.example@10.0.0.5', 'Shop', 'http-sys 1 #2: the SNI row of the name'],
      ['SHOP.Example@10.0.0.5', 'Shop', 'http-sys 9: names compared without case'],
      ['-@10.0.0.5', 'Default', 'http-sys 1 #5: 0.0.0.0 answers any connection'],
      ['nobody.invalid@10.0.0.5', 'Default', 'http-sys 1 #5: unknown names fall to 0.0.0.0'],
      ['www.example.com@10.0.0.5', 'Www', 'http-sys 1: exact name before wildcard name'],
      ['api.example.com@10.0.0.5', 'Wild', 'http-sys 1: IIS 10 wildcard host names'],
      ['a.b.example.com@10.0.0.5', 'Default', 'http-sys 1: left-most label only'],
      ['example.com@10.0.0.5', 'Default', 'http-sys 1: a wildcard needs a label'],
      ['.example.com@10.0.0.5', 'Default', 'http-sys 1: an empty label is none'],
      ['shop.example@[2001:db8::5]', 'Shop', 'http-sys 1: SNI rows answer IPv6 connections (I)'],
      ['-@[2001:db8::5]', 'Default', 'sdk-api: 0.0.0.0 covers IPv4 and IPv6'],
      ['shop.example@10.0.0.5:8443', 'reset', 'http-sys 1: rows are keyed on the port; no row: reset'],
      ['shop.example.@10.0.0.5', 'Default', 'servers 5: a trailing dot makes another name'],
    ],
  },
  {
    title: 'http.sys 2016+, an exact row beside them (IP binding conflict)',
    table: windows('2016+', CONFLICT),
    cases: [
      ['shop.example@10.0.0.5', 'Leftover', 'http-sys 1 #1 (D; O: win-acme #94, #1686)'],
      ['-@10.0.0.5', 'Leftover', 'http-sys 1 #1: whatever the server name'],
      ['nobody.invalid@10.0.0.5', 'Leftover', 'http-sys 10: the same for all four'],
      ['api.example.com@10.0.0.5', 'Leftover', 'http-sys 1 #1'],
      ['shop.example@10.0.0.6', 'Shop', 'http-sys 10: at one address only'],
      ['-@10.0.0.6', 'Default', 'http-sys 1 #5'],
    ],
  },
  {
    title: 'http.sys with [::] and 0.0.0.0',
    table: windows('2016+', SIX),
    cases: [
      ['shop.example@[2001:db8::5]', 'Shop', 'http-sys 1: [::] does not beat SNI (O: win-acme #1083)'],
      ['-@[2001:db8::5]', 'Six', 'http-sys 1 #4 before #5'],
      ['nobody.invalid@[2001:db8::5]', 'Six', 'http-sys 1 #4'],
      ['-@10.0.0.5', 'Default', 'http-sys 1: [::] is IPv6 only'],
      ['nobody.invalid@10.0.0.5', 'Default', 'http-sys 1 #5'],
    ],
  },
  {
    title: 'http.sys with an exact IPv6 row, written differently',
    table: windows('2016+', ['ipport=[2001:DB8:0:0::5]:443 Exact6', ...SIX]),
    cases: [
      ['shop.example@[2001:db8::5]', 'Exact6', 'http-sys 10: IPv4 right, IPv6 wrong: an exact IPv6 row'],
      ['shop.example@[2001:db8::6]', 'Shop', 'http-sys 1 #2'],
      ['shop.example@10.0.0.5', 'Shop', 'http-sys 1 #2'],
    ],
  },
  {
    title: 'http.sys with SNI rows and no fallback',
    table: windows('2016+', ['hostnameport=shop.example:443 Shop']),
    cases: [
      ['shop.example@10.0.0.5', 'Shop', 'http-sys 10: target right …'],
      ['-@10.0.0.5', 'reset', 'http-sys 1: no row, no SNI: reset (D: AD FS/WAP)'],
      ['nobody.invalid@10.0.0.5', 'reset', 'http-sys 1: unknown name: fails, as a reset (I)'],
    ],
  },
  {
    title: 'http.sys with [::] alone',
    table: windows('2016+', ['ipport=[::]:443 Six']),
    cases: [
      ['-@10.0.0.5', 'reset', 'sdk-api: [::] covers IPv6 only'],
      ['-@[2001:db8::5]', 'Six', 'sdk-api: [::] covers IPv6'],
    ],
  },
  {
    title: 'Server 2008 R2',
    table: windows('2008r2', CONFLICT),
    cases: [
      ['shop.example@10.0.0.5', 'Leftover', 'http-sys 1: 2008 R2: exact address, then wildcard (D)'],
      ['shop.example@10.0.0.6', 'Default', 'http-sys 1: 2008 R2 knows no names'],
      ['-@10.0.0.6', 'Default', 'http-sys 10: the same for all names'],
      ['nobody.invalid@10.0.0.6', 'Default', 'http-sys 10: the same for all names'],
    ],
  },
  {
    title: 'Server 2012',
    table: windows('2012', STANDARD),
    cases: [
      ['shop.example@10.0.0.5', 'Shop', 'http-sys 1: 2012 has SNI'],
      ['api.example.com@10.0.0.5', 'Default', 'http-sys 1: wildcard host names are IIS 10 (D)'],
      ['www.example.com@10.0.0.5', 'Www', 'http-sys 1 #2'],
    ],
  },
  {
    title: 'Central Certificate Store',
    table: windows('2016+', [
      'ccs=443 files.example.com FilePfx',
      'ccs=443 *.example.com WildPfx',
      'ccs=443 gone.example.com blank',
      'hostnameport=*.example.com:443 WildRow',
      'ccs=443 shop.example ShopPfx',
      'ccs=443 lost.example blank',
      'ipport=0.0.0.0:443 Legacy',
    ]),
    cases: [
      ['shop.example@10.0.0.5', 'ShopPfx', 'http-sys 1 #3: the file is found by name'],
      ['files.example.com@10.0.0.5', 'WildRow', 'http-sys 9: SNI rows before the central store'],
      ['lost.example@10.0.0.5', 'Legacy', 'CCS article: file missing falls through to the legacy row (D)'],
      ['-@10.0.0.5', 'Legacy', 'http-sys 9: no name: go on'],
      ['nobody.invalid@10.0.0.5', 'Legacy', 'http-sys 9: no file: go on'],
    ],
  },
  {
    title: 'Central Certificate Store: exact file before the wildcard file',
    table: windows('2012', [
      'ccs=443 *.example.com WildPfx',
      'ccs=443 a.example.com APfx',
      'ccs=443 gone.example.com blank',
    ]),
    cases: [
      ['a.example.com@10.0.0.5', 'APfx', 'http-sys 1: looks for host.pfx, for wildcards _.parent.pfx'],
      ['b.example.com@10.0.0.5', 'WildPfx', 'http-sys 1: _.parent.pfx'],
      ['gone.example.com@10.0.0.5', 'WildPfx', 'http-sys 1: host.pfx missing, _.parent.pfx loads'],
      ['-@10.0.0.5', 'reset', 'http-sys 1: no row: reset'],
    ],
  },
  {
    title: 'unusable keys',
    table: windows('2016+', [
      'hostnameport=broken.example:443 Broken!resets',
      'hostnameport=blank.example:443 blank',
      'hostnameport=slips.example:443 Slips!falls-through',
      'hostnameport=www.example.com:443 Www!falls-through',
      'hostnameport=*.example.com:443 Wild',
      'hostnameport=swapped.example:443 Swapped!wrong',
      'ipport=10.0.0.7:443 Exact!falls-through',
      'ipport=10.0.0.8:443 blank',
      'ipport=0.0.0.0:443 Default',
    ]),
    cases: [
      ['broken.example@10.0.0.5', 'reset', 'http-sys 3: unusable key: reset for that name (D by example)'],
      ['blank.example@10.0.0.5', 'reset', 'http-sys 9: blank hash: reset; incident 15'],
      ['slips.example@10.0.0.5', 'Default', 'http-sys 3: or the next row (V: Certify The Web)'],
      ['www.example.com@10.0.0.5', 'Wild', 'http-sys 9: the next row is the wildcard row'],
      ['swapped.example@10.0.0.5', 'Swapped (signature fails)', 'servers 1.3: key of another certificate'],
      ['broken.example@10.0.0.7', 'reset', 'http-sys 9: an exact row that falls through uncovers the SNI row'],
      ['-@10.0.0.7', 'Default', 'http-sys 9: … and then the wildcard address'],
      ['www.example.com@10.0.0.8', 'reset', 'http-sys 9: a blank exact row wins and resets'],
      ['-@10.0.0.5', 'Default', 'http-sys 10: others are answered'],
    ],
  },
  {
    title: 'iplisten',
    table: windows('2016+', STANDARD, ['10.0.0.5', '2001:db8::5']),
    cases: [
      ['shop.example@10.0.0.5', 'Shop', 'http-sys 9: listed'],
      ['shop.example@10.0.0.6', 'refused', 'http-sys 6: limits the addresses http.sys listens on'],
      ['shop.example@[2001:0db8::5]', 'Shop', 'http-sys 9: listed, however spelt'],
    ],
  },
  {
    title: 'nginx: virtual hosts, a specific listener with its own name table',
    table: byName([
      {
        at: '*:443',
        rows: ['shop.example Shop', 'other.example Other', '*.example.com Wild spans'],
        fallback: 'Default',
      },
      { at: '192.0.2.1:443', rows: ['other.example Other2'], fallback: 'Specific' },
    ]),
    cases: [
      ['shop.example@192.0.2.2', 'Shop', 'servers 2: virtual host'],
      ['nobody.invalid@192.0.2.2', 'Default', 'servers 2: default_server'],
      ['-@192.0.2.2', 'Default', 'servers 2: default_server without SNI'],
      ['shop.example@192.0.2.1', 'Specific', 'servers 2: a specific listen hides the *:443 hosts (O)'],
      ['other.example@192.0.2.1', 'Other2', 'servers 2: inside that listener names still select (O)'],
      ['-@192.0.2.1', 'Specific', 'servers 2: that listener has its own default'],
      ['a.b.example.com@192.0.2.2', 'Wild', 'servers 5: nginx matches x.y under a wildcard'],
    ],
  },
  {
    title: 'HAProxy strict-sni, nginx ssl_reject_handshake',
    table: byName([{ at: '*:443', rows: ['shop.example Shop'], fallback: '112' }]),
    cases: [
      ['shop.example@192.0.2.1', 'Shop', 'servers 2'],
      ['nobody.invalid@192.0.2.1', 'alert 112', 'servers 2: strict-sni'],
      ['-@192.0.2.1', 'alert 112', 'servers 2: strict-sni without SNI too'],
    ],
  },
  {
    title:
      'JSSE matcher, Hitch abort: unknown names refused, no name served; Cloudflare: the reverse; a layer-4 router',
    table: byName([
      { at: '*:443', rows: ['shop.example Shop'], fallback: '112', withoutName: 'Default' },
      { at: '*:8443', rows: ['shop.example Shop'], fallback: 'Default', withoutName: '40' },
      { at: '*:9443', rows: ['shop.example Shop'], fallback: 'close' },
    ]),
    cases: [
      ['nobody.invalid@192.0.2.1', 'alert 112', 'servers 3: fatal 112, unknown name only'],
      ['-@192.0.2.1', 'Default', 'servers 2: sni-nomatch-abort'],
      ['-@192.0.2.1:8443', 'alert 40', 'servers 3: fatal 40: Cloudflare without SNI'],
      ['nobody.invalid@192.0.2.1:9443', 'close', 'servers 2: layer-4 router without a default'],
    ],
  },
  {
    title: 'two key types',
    table: byName([
      {
        at: '*:443',
        rows: ['both.example New/ecdsa+Old/rsa', 'rsa.example Rsa', 'half.example E/ecdsa!alerts+R/rsa'],
        fallback: 'Ecc/ecdsa',
      },
    ]),
    cases: [
      ['both.example@192.0.2.1', 'New', 'servers 4: chosen by signature_algorithms; ECDSA where both are taken'],
      ['both.example@192.0.2.1 rsa', 'Old', 'servers 4: a renewed ECDSA certificate can hide a stale RSA one'],
      ['both.example@192.0.2.1 ecdsa', 'New', 'servers 4'],
      ['rsa.example@192.0.2.1 ecdsa', 'alert 40', 'servers 3: fatal 40: no common key type'],
      ['nobody.invalid@192.0.2.1 rsa', 'alert 40', 'servers 3: fatal 40: no common key type'],
      ['half.example@192.0.2.1', 'alert 80', 'servers 2: nginx, the missing file shows per name'],
      ['half.example@192.0.2.1 rsa', 'R', 'servers 4: compare like with like'],
    ],
  },
];

describe('select: hand-derived cases', () => {
  for (const { title, table, cases } of TABLES) {
    describe(title, () => {
      for (const [ask, answer, fact] of cases) {
        it(`${ask} → ${answer} (${fact})`, () => expect(shown(select(table, connection(ask)))).toBe(answer));
      }
    });
  }

  it('are at least sixty', () => {
    expect(TABLES.flatMap(({ cases }) => cases).length).toBeGreaterThanOrEqual(60);
  });
});

describe('select: devices in front', () => {
  const plain = byName([{ at: '*:443', rows: ['shop.example Shop'], fallback: 'Default' }], 'never');

  it('closes a filtered name and no other (servers 2: a router whose backend is down)', () => {
    const table = { ...plain, filtered: [{ host: 'shop.example', reply: 'close' } as const] };
    expect(shown(select(table, connection('Shop.example@192.0.2.1')))).toBe('close');
    expect(shown(select(table, connection('-@192.0.2.1')))).toBe('Default');
  });

  it('mints a certificate per name', () => {
    const table = { ...plain, mints: true };
    expect(shown(select(table, connection('shop.example@192.0.2.1')))).toBe('minted:shop.example');
    expect(shown(select(table, connection('-@192.0.2.1')))).toBe('minted:192.0.2.1');
  });
});

describe('traceSelection', () => {
  it('names the rows that an exact address hides, and why (issue 5: why the others do not)', () => {
    const trace = traceSelection(windows('2016+', CONFLICT), connection('shop.example@10.0.0.5'));
    expect(trace.reply).toMatchObject({ row: '10.0.0.5:443' });
    expect(trace.passed).toEqual([
      { row: 'shop.example:443', why: 'ranks-lower' },
      { row: '0.0.0.0:443', why: 'ranks-lower' },
    ]);
    expect(trace.confidence).toBe('documented');
    expect(trace.matchedName).toBe(false);
  });

  it('says that 2008 R2 does not look at names', () => {
    const trace = traceSelection(windows('2008r2', STANDARD), connection('shop.example@10.0.0.5'));
    expect(trace.passed).toEqual([{ row: 'shop.example:443', why: 'names-ignored' }]);
  });

  it('says that a missing central file was passed, and rests on documentation', () => {
    const table = windows('2016+', ['ccs=443 lost.example blank', 'ipport=0.0.0.0:443 Legacy']);
    const trace = traceSelection(table, connection('lost.example@10.0.0.5'));
    expect(trace.passed).toEqual([{ row: 'ccs:443/lost.example', why: 'file-missing' }]);
    expect(trace.confidence).toBe('documented');
  });

  it('rests on another vendor alone where a key fell through', () => {
    const table = windows('2016+', ['hostnameport=slips.example:443 A!falls-through', 'ipport=0.0.0.0:443 B']);
    const trace = traceSelection(table, connection('slips.example@10.0.0.5'));
    expect(trace.passed).toEqual([{ row: 'slips.example:443', why: 'key-unusable' }]);
    expect(trace.confidence).toBe('vendor');
  });

  it('infers where an unknown name meets no row', () => {
    const table = windows('2016+', ['hostnameport=shop.example:443 Shop']);
    expect(traceSelection(table, connection('nobody.invalid@10.0.0.5')).confidence).toBe('inferred');
    expect(traceSelection(table, connection('-@10.0.0.5')).confidence).toBe('documented');
  });

  it('acknowledges by family (servers 1)', () => {
    const rows = [{ at: '*:443', rows: ['shop.example Shop'], fallback: 'Default' }];
    const asked = (family: SelectionTable['acknowledges'], ask: string): boolean =>
      traceSelection(byName(rows, family), connection(ask)).acknowledged;
    expect(asked('always', 'nobody.invalid@192.0.2.1')).toBe(true);
    expect(asked('always', '-@192.0.2.1')).toBe(false);
    expect(asked('on-match', 'shop.example@192.0.2.1')).toBe(true);
    expect(asked('on-match', 'nobody.invalid@192.0.2.1')).toBe(false);
    expect(asked('never', 'shop.example@192.0.2.1')).toBe(false);
  });

  it('fails at one row only where its flags refuse every version offered (http-sys 9)', () => {
    const table = byName([{ at: '*:443', rows: ['shop.example Shop', 'other.example Other'], fallback: 'Default' }]);
    const [listener] = table.listeners;
    if (listener === undefined) throw new Error('no listener');
    const rows = listener.rows.map((row) =>
      row.host === 'shop.example' ? { ...row, disabledVersions: ['TLSv1.2', 'TLSv1.1'] as const } : row,
    );
    const flagged = { ...table, listeners: [{ ...listener, rows }] };
    const ask = (name: string, versions: readonly ('TLSv1.3' | 'TLSv1.2')[]): string =>
      shown(select(flagged, { ...connection(`${name}@192.0.2.1`), versions }));
    expect(ask('shop.example', ['TLSv1.2'])).toBe('alert 70');
    expect(ask('shop.example', ['TLSv1.3', 'TLSv1.2'])).toBe('Shop');
    expect(ask('other.example', ['TLSv1.2'])).toBe('Other');
  });
});
