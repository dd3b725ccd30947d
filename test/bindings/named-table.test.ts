import { describe, expect, it } from 'vitest';
import { namedTable } from '../../src/bindings/named-table.js';
import { select } from '../../src/bindings/select.js';
import { attachments, connection, shown } from './tables.js';

describe('namedTable', () => {
  const fallback = { kind: 'attachments', id: 'default', attachments: attachments('Default') } as const;
  const table = namedTable(
    [
      {
        address: null,
        port: 443,
        hosts: [
          { host: 'Shop.example', attachments: attachments('Shop') },
          { host: '*.example.com', attachments: attachments('Wild') },
        ],
        fallback,
        fallbackWithoutName: { kind: 'alert', code: 40 },
      },
      { address: '192.0.2.9', port: 443, hosts: [], fallback: { kind: 'close' } },
    ],
    'always',
  );

  it.each([
    ['shop.example@192.0.2.1', 'Shop'],
    ['a.b.example.com@192.0.2.1', 'Wild'],
    ['nobody.invalid@192.0.2.1', 'Default'],
    ['-@192.0.2.1', 'alert 40'],
    ['shop.example@192.0.2.9', 'close'],
    ['-@192.0.2.9', 'close'],
  ])('%s → %s', (ask, answer) => expect(shown(select(table, connection(ask)))).toBe(answer));
});
