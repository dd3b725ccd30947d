import { describe, expect, it } from 'vitest';
import type { HttpSysSystem } from '../../src/bindings/http-sys-table.js';
import { predict } from '../../src/bindings/predict.js';
import { parseRowCommand } from '../../src/bindings/row-command.js';
import { parseSystem, systemOf } from '../../src/bindings/system.js';
import { notFound, whatIf } from '../../src/bindings/what-if.js';
import { type MachineText, machine } from './machines.js';

/** `shop.example@0.0.0.0 name: A`, one a line. */
function predicted(
  text: MachineText,
  system: HttpSysSystem = '2016+',
  addresses: readonly string[] = [],
  hosts: readonly string[] = [],
): readonly string[] {
  return predict(machine(text), { system, hosts, addresses }).map(
    ({ host, address, question, thumbprint, outcome }) =>
      `${host}@${address} ${question.replace(/-?name/, '') || 'name'}: ${thumbprint?.[0]?.toUpperCase() ?? outcome}`,
  );
}

const ROWS = ['ipport=10.0.0.5:443 D', 'hostnameport=shop.example:443 A', 'ipport=0.0.0.0:443 B'];

describe('predict', () => {
  it('every name × every address × three questions', () => {
    expect(predicted({ rows: ROWS })).toEqual([
      'shop.example@0.0.0.0 target: A',
      'shop.example@0.0.0.0 no: B',
      'shop.example@0.0.0.0 unknown: B',
      'shop.example@10.0.0.5 target: D',
      'shop.example@10.0.0.5 no: D',
      'shop.example@10.0.0.5 unknown: D',
    ]);
  });

  it('says which row, why, and why the others do not', () => {
    const [there] = predict(machine({ rows: ROWS }), { system: '2016+', hosts: [], addresses: ['10.0.0.5'] });
    expect(there).toMatchObject({ row: 0, outcome: 'served', confidence: 'documented' });
    expect(there?.because).toBe(
      'ipport=10.0.0.5:443 is keyed on exactly 10.0.0.5:443 and answers whatever the name; hostnameport=shop.example:443 ranks lower; ipport=0.0.0.0:443 ranks lower',
    );
  });

  it('given names and addresses', () => {
    expect(predicted({ rows: ROWS }, '2016+', ['10.0.0.9'], ['other.example'])).toEqual(
      expect.arrayContaining(['other.example@10.0.0.9 target: B', 'shop.example@10.0.0.9 target: A']),
    );
  });

  it('an export without names', () => {
    expect(predicted({ rows: ['ipport=0.0.0.0:8443 A'] })).toEqual(['*@0.0.0.0 no: A', '*@0.0.0.0 unknown: A']);
  });

  it('2008 R2', () => {
    expect(predicted({ rows: ROWS }, '2008r2', ['10.0.0.9'])[0]).toBe('shop.example@10.0.0.9 target: B');
  });

  it('resets where the hash is blank or the list shows that the key is missing', () => {
    expect(predicted({ rows: ['hostnameport=a.example:443 blank', 'ipport=0.0.0.0:443 B'] })[0]).toBe(
      'a.example@0.0.0.0 target: reset',
    );
    const keyless = {
      rows: ['hostnameport=a.example:443 A', 'ipport=0.0.0.0:443 B'],
      certificates: ['A a.example nokey', 'B b.example'],
    };
    expect(predicted(keyless).slice(0, 2)).toEqual(['a.example@0.0.0.0 target: reset', 'a.example@0.0.0.0 no: B']);
  });

  it('refuses where the listen list leaves the address out', () => {
    expect(predicted({ rows: ROWS, ipListen: ['10.0.0.6'] })).toEqual(
      expect.arrayContaining(['shop.example@10.0.0.6 target: A', 'shop.example@10.0.0.5 target: refused']),
    );
  });

  it('the central store: by its files, and by its bindings where these are not listed', () => {
    const text = { rows: ['ccs=443', 'ipport=0.0.0.0:443 B'], sites: ['S *:443:shop.example 3'] };
    const options = { system: '2016+', hosts: [], addresses: [] } as const;
    expect(predict(machine(text), options)[0]).toMatchObject({
      row: 0,
      thumbprint: null,
      outcome: 'served',
      confidence: 'unverified',
    });
    expect(predicted({ ...text, centralFiles: [] })[0]).toBe('shop.example@0.0.0.0 target: B');
  });
});

describe('what if', () => {
  const options = { system: '2016+', hosts: [], addresses: [] } as const;
  const brief = (add: readonly string[], remove: readonly string[]): readonly string[] =>
    whatIf(
      machine({ rows: ROWS }),
      {
        add: add.map((text) => parseRowCommand(text, '--with')),
        remove: remove.map((text) => parseRowCommand(text, '--without')),
      },
      options,
    ).map(
      ({ before, after }) =>
        `${before.host}@${before.address} ${before.question}: ${before.thumbprint?.[0]} → ${after.thumbprint?.[0] ?? after.outcome}`,
    );

  it('removing the exact row uncovers the names', () => {
    expect(brief([], ['ipport=10.0.0.5:443'])).toEqual([
      'shop.example@10.0.0.5 target-name: d → a',
      'shop.example@10.0.0.5 no-name: d → b',
      'shop.example@10.0.0.5 unknown-name: d → b',
    ]);
  });

  it('adding a row for a name that the export does not have', () => {
    expect(brief([`hostnameport=new.example:443 certhash=${'c'.repeat(40)}`], [])).toEqual([
      'new.example@0.0.0.0 target-name: b → c',
    ]);
  });

  it('replacing a certificate', () => {
    expect(brief([`ipport=0.0.0.0:443 certhash=${'E'.repeat(40)}`], [])).toHaveLength(2);
  });

  it('removing the fallback resets', () => {
    expect(brief([], ['ipport=0.0.0.0:443'])).toContain('shop.example@0.0.0.0 no-name: b → reset');
  });

  it('says what is not there to be removed', () => {
    const remove = [parseRowCommand('ipport=10.9.9.9:443', '--without')];
    expect(notFound(machine({ rows: ROWS }), { add: [], remove })).toHaveLength(1);
  });
});

describe('parseRowCommand', () => {
  it('takes the whole command, quotes and braces', () => {
    const text = `netsh http add sslcert hostnameport=Shop.example:443 certhash=${'AB'.repeat(20)} appid='{BA195980-cd49-458b-9e23-c84ee0adcd75}' certstorename="WebHosting"`;
    expect(parseRowCommand(text, 'x')).toMatchObject({
      kind: 'hostnameport',
      host: 'shop.example',
      thumbprint: 'ab'.repeat(20),
      owner: 'SSTP (Routing and Remote Access)',
      store: 'WebHosting',
    });
  });

  it.each([
    '',
    'shop.example:443',
    'ipport=shop.example:443',
    'hostnameport=10.0.0.5:443',
    'ipport=10.0.0.5:443 certhash=abc',
  ])('refuses %j', (text) =>
    expect(() => parseRowCommand(text, '--with')).toThrow(expect.objectContaining({ code: 'bad-option' })),
  );
});

describe('systems', () => {
  it('by word and by version', () => {
    expect(parseSystem('2012 R2')).toBe('2012');
    expect(parseSystem('xp')).toBeNull();
    const at = (systemVersion: string | null): string => systemOf({ ...machine({ rows: [] }), systemVersion });
    expect(at('6.1.7601')).toBe('2008r2');
    expect(at('6.3.9600')).toBe('2012');
    expect(at('10.0.20348')).toBe('2016+');
    expect(at(null)).toBe('2016+');
  });
});
