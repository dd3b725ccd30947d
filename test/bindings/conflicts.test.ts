import { describe, expect, it } from 'vitest';
import { findConflicts } from '../../src/bindings/conflicts.js';
import type { HttpSysSystem } from '../../src/bindings/http-sys-table.js';
import { remediesFor } from '../../src/bindings/join/words.js';
import { predict } from '../../src/bindings/predict.js';
import { parseRowCommand } from '../../src/bindings/row-command.js';
import { CAUSE_TEXTS } from '../../src/diagnosis/causes/all.js';
import { PLACEHOLDERS } from '../../src/diagnosis/causes/facts.js';
import type { BindingFinding } from '../../src/model/bindings.js';
import { CAUSES } from '../../src/model/diagnosis.js';
import { type MachineText, machine, NOW, row } from './machines.js';

function conflicts(text: MachineText, system: HttpSysSystem = '2016+'): readonly BindingFinding[] {
  const exported = machine(text);
  const predictions = predict(exported, { system, hosts: [], addresses: [] });
  return findConflicts({ machine: exported, system, predictions, now: NOW });
}

const codes = (text: MachineText, system?: HttpSysSystem): readonly string[] =>
  conflicts(text, system).map(({ code }) => code);

const SHOP = 'hostnameport=shop.example:443 A';
const FALLBACK = 'ipport=0.0.0.0:443 B';

/** [what, the export, the codes it must give, the Windows] */
const CASES: readonly (readonly [string, MachineText, readonly string[], HttpSysSystem?])[] = [
  [
    'healthy: SNI rows, a fallback of IIS, sites for each',
    {
      rows: [SHOP, 'hostnameport=www.example:443 C', FALLBACK],
      sites: ['Shop *:443:shop.example 1', 'Www *:443:www.example 1', 'Default *:443: 0'],
      certificates: ['A shop.example', 'B web01.example', 'C www.example,shop.example'],
    },
    [],
  ],
  ['healthy: one site on one address, no names', { rows: ['ipport=0.0.0.0:443 A'], sites: ['Default *:443: 0'] }, []],
  [
    'healthy: a dedicated address for a site of its own',
    {
      rows: ['ipport=10.0.0.6:443 D', SHOP, FALLBACK],
      sites: ['Own 10.0.0.6:443: 0', 'Shop 10.0.0.5:443:shop.example 1', 'Default *:443: 0'],
    },
    [],
  ],
  [
    'healthy: services that have no site',
    {
      rows: [
        SHOP,
        FALLBACK,
        'ipport=0.0.0.0:8172 C ZERO',
        'hostnameport=sts.example:49443 D ADFS',
        'ipport=0.0.0.0:49443 D ADFS',
      ],
      sites: ['Shop *:443:shop.example 1'],
    },
    [],
  ],
  ['exact-row-shadows-sni', { rows: ['ipport=10.0.0.5:443 D', SHOP, FALLBACK] }, ['exact-row-shadows-sni']],
  [
    'exact-row-shadows-sni: not where the same certificate answers',
    { rows: ['ipport=10.0.0.5:443 A', SHOP, FALLBACK] },
    [],
  ],
  ['exact-row-shadows-sni: not on another port', { rows: ['ipport=10.0.0.5:8443 D', SHOP, FALLBACK] }, []],
  [
    'host-binding-without-sni-flag',
    {
      rows: [FALLBACK],
      sites: ['Shop *:443:shop.example 0'],
    },
    ['host-binding-without-sni-flag'],
  ],
  [
    'host-binding-without-sni-flag: 97 has the flag',
    { rows: [SHOP, FALLBACK], sites: ['Shop *:443:shop.example 97'] },
    [],
  ],
  [
    'host-binding-without-sni-flag: 8 has it not',
    {
      rows: [FALLBACK],
      sites: ['Shop *:443:shop.example 8'],
    },
    ['host-binding-without-sni-flag'],
  ],
  ['site-without-row', { rows: [FALLBACK], sites: ['Shop *:443:shop.example 1'] }, ['site-without-row']],
  [
    'site-without-row: flags unknown, any row will do',
    { rows: [SHOP, FALLBACK], sites: ['Shop *:443:shop.example -'] },
    [],
  ],
  ['site-without-row: nothing is known without rows', { rows: [], sites: ['Shop *:443:shop.example 1'] }, []],
  [
    'row-without-site',
    {
      rows: [SHOP, 'hostnameport=gone.example:443 C', FALLBACK],
      sites: ['Shop *:443:shop.example 1'],
    },
    ['row-without-site'],
  ],
  ['shared-row', { rows: [FALLBACK], sites: ['One *:443: 0', 'Two *:443: 0'] }, ['shared-row']],
  [
    'shared-row with names and without the flag',
    {
      rows: [FALLBACK],
      sites: ['One *:443:a.example 0', 'Two *:443:b.example 0'],
    },
    ['host-binding-without-sni-flag', 'host-binding-without-sni-flag', 'shared-row'],
  ],
  ['fallback-missing', { rows: [SHOP] }, ['fallback-missing']],
  [
    'fallback-missing: [::] alone leaves IPv4 without',
    { rows: [SHOP, 'ipport=[::]:443 A'] },
    ['fallback-missing', 'ipv6-other-row'],
  ],
  ['fallback-foreign', { rows: [SHOP, 'ipport=0.0.0.0:443 B SSTP'] }, ['fallback-foreign']],
  [
    'fallback-foreign: both families',
    {
      rows: [SHOP, 'ipport=0.0.0.0:443 B SSTP', 'ipport=[::]:443 B SSTP'],
    },
    ['fallback-foreign', 'fallback-foreign'],
  ],
  ['blank-row: no hash', { rows: ['ipport=0.0.0.0:443 blank'] }, ['blank-row']],
  ['blank-row: zero application id', { rows: ['ipport=0.0.0.0:443 A ZERO'] }, ['blank-row']],
  [
    'certificate-without-key: no key',
    { rows: [FALLBACK], certificates: ['B b.example nokey'] },
    ['certificate-without-key'],
  ],
  [
    'certificate-without-key: not in the store',
    { rows: [FALLBACK], certificates: ['A a.example'] },
    ['certificate-without-key'],
  ],
  ['certificate-expired', { rows: [FALLBACK], certificates: ['B b.example expired'] }, ['certificate-expired']],
  [
    'certificate-does-not-cover',
    {
      rows: [SHOP, FALLBACK],
      certificates: ['A other.example', 'B b.example'],
    },
    ['certificate-does-not-cover'],
  ],
  [
    'certificate-does-not-cover: a wildcard covers',
    {
      rows: ['hostnameport=a.example.com:443 A', 'hostnameport=*.example.com:443 A', FALLBACK],
      certificates: ['A *.example.com', 'B b.example'],
    },
    [],
  ],
  [
    'certificate-does-not-cover: by the site of an address row',
    {
      rows: ['ipport=10.0.0.5:443 A'],
      sites: ['Shop 10.0.0.5:443:shop.example 0'],
      certificates: ['A other.example'],
    },
    ['certificate-does-not-cover', 'host-binding-without-sni-flag'],
  ],
  ['ipv6-other-row', { rows: [SHOP, FALLBACK, 'ipport=[::]:443 C'] }, ['ipv6-other-row']],
  ['ipv6-other-row: the same certificate', { rows: [SHOP, FALLBACK, 'ipport=[::]:443 B'] }, []],
  [
    'ipv6-other-row: an exact one',
    {
      rows: [SHOP, FALLBACK, 'ipport=[2001:db8::5]:443 C'],
    },
    ['exact-row-shadows-sni', 'ipv6-other-row'],
  ],
  [
    'ccs-file-missing',
    {
      rows: ['ccs=443', FALLBACK],
      sites: ['Shop *:443:shop.example 3'],
      centralFiles: ['other.example'],
    },
    ['ccs-file-missing'],
  ],
  [
    'ccs-file-missing: a wildcard file will do',
    {
      rows: ['ccs=443', FALLBACK],
      sites: ['Shop *:443:a.example.com 3'],
      centralFiles: ['_.example.com'],
    },
    [],
  ],
  [
    'address-not-listened',
    {
      rows: ['ipport=10.0.0.5:443 A'],
      ipListen: ['10.0.0.6'],
    },
    ['address-not-listened'],
  ],
  ['address-not-listened: 0.0.0.0 lists all of IPv4', { rows: ['ipport=10.0.0.5:443 A'], ipListen: ['0.0.0.0'] }, []],
  [
    'needs-sni',
    {
      rows: [SHOP, FALLBACK],
      sites: ['Shop *:443:shop.example 1'],
    },
    ['needs-sni', 'needs-sni'],
    '2008r2',
  ],
];

describe('conflicts', () => {
  for (const [what, text, expected, system] of CASES) {
    it(what, () => expect(codes(text, system)).toEqual(expected));
  }

  it('puts what is critical first', () => {
    const found = conflicts({
      rows: ['ipport=10.0.0.5:443 D', SHOP],
      certificates: ['D d.example', 'A shop.example nokey'],
    });
    expect(found.map(({ severity }) => severity)).toEqual(['critical', 'warning', 'warning']);
  });

  it('names the row, its owner, and what is hidden', () => {
    const [found] = conflicts({ rows: ['ipport=10.0.0.5:443 D SSTP', SHOP, FALLBACK] });
    expect(found?.message).toMatch(/ipport=10\.0\.0\.5:443 \(set by SSTP.*shop\.example/);
    expect(found?.rows).toEqual([0, 1]);
  });

  it('names the usual owner of a port where the application id tells nothing', () => {
    const unknown = '12345678-0000-0000-0000-000000000001';
    const message = (port: number, owner: string): string | undefined =>
      conflicts({ rows: [`ipport=10.0.0.5:${port} D ${owner}`], sites: ['Shop *:443: 0'] }).find(
        ({ code }) => code === 'row-without-site',
      )?.message;
    expect(message(444, unknown)).toMatch(/port 444 usually belongs to Exchange/);
    expect(message(444, 'IIS')).not.toMatch(/usually/);
    expect(message(9443, unknown)).not.toMatch(/usually/);
  });

  it('every netsh line of every remedy is read back', () => {
    const lines = CASES.flatMap(([, text, , system]) => conflicts(text, system).flatMap(({ remedy }) => remedy))
      .flatMap((line) => /netsh http (?:add|delete|show) sslcert (.*)$/.exec(line)?.[1] ?? [])
      .map((line) => line.replace('<thumbprint>', 'a'.repeat(40)));
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(parseRowCommand(line, 'remedy').port).toBeGreaterThan(0);
  });

  it('… and every one of a diagnosis, with and without an export', () => {
    const facts = { ...PLACEHOLDERS, host: 'shop.example', localAddress: '10.0.0.5', servedThumbprint: 'a'.repeat(40) };
    const known = { ...facts, rightThumbprint: 'b'.repeat(40) };
    const blamed = CAUSES.flatMap((cause) =>
      [row(FALLBACK), row(SHOP), null].flatMap((each) => remediesFor(cause, each, 'shop.example', 443)),
    );
    const steps = [
      ...CAUSES.flatMap((cause) => [facts, known].flatMap((each) => CAUSE_TEXTS[cause].remedies(each))),
      ...blamed,
    ].flatMap((remedy) => remedy.steps.flatMap((step) => step.split('\n')));
    const lines = steps
      .flatMap((line) => /netsh http (?:add|delete|show) sslcert (.*)$/.exec(line)?.[1] ?? [])
      .filter((line) => !line.startsWith('|'))
      .map((line) =>
        line
          .replace(/certhash=<[^>]*>/, `certhash=${'c'.repeat(40)}`)
          .replace(/<its Application ID>/, '4dc3e181-e14b-4a21-b022-59fc669b0914'),
      );
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(parseRowCommand(line, 'remedy').port, line).toBe(443);
  });

  it('puts no text of an export into a command but names', () => {
    const exported = machine({ rows: [FALLBACK] });
    const evil = {
      ...exported,
      rows: [
        {
          ...row(FALLBACK),
          kind: 'hostnameport' as const,
          address: null,
          host: 'a&calc.exe',
          hash: 'blank' as const,
          thumbprint: null,
        },
      ],
    };
    const found = findConflicts({ machine: evil, system: '2016+', predictions: [], now: NOW });
    expect(found.flatMap(({ remedy }) => remedy).filter((line) => line.includes('calc'))).toEqual([]);
  });
});
