import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningLab, startLab } from '../../src/lab/start-lab.js';
import { splitPem } from '../../src/x509/pem.js';
import { openssl, sha256 } from './client.js';
import { attached, estate, fallback, shopTable } from './estates.js';

const installed = spawnSync('openssl', ['version']).status === 0;

describe.skipIf(!installed)('the lab, asked by openssl s_client', () => {
  let lab: RunningLab;
  beforeAll(async () => {
    lab = await startLab(
      estate(
        {
          always: { table: shopTable(fallback('other'), 'always'), server: null },
          onMatch: { table: shopTable(fallback('other-rsa'), 'on-match', attached('shop-rsa')), server: null },
          never: { table: shopTable(fallback('other'), 'never'), server: null },
          wrong: { table: shopTable(fallback('other'), 'never', attached('shop', 'wrong')), server: null },
          warns: {
            table: shopTable(fallback('other')),
            server: null,
            versions: ['TLSv1.2'],
            warnsUnrecognizedName: true,
          },
          alert: { table: shopTable({ kind: 'alert', code: 112 }), server: null },
        },
        ['shop', 'other', 'shop-rsa', 'other-rsa'],
      ),
    );
  });
  afterAll(() => lab.stop());

  function served(output: string): string {
    const list = splitPem(output).flatMap(({ der }) => (der === null ? [] : [der]));
    const word = [...lab.certificates].find(([, { sha256: known }]) => known === sha256(list[0] ?? new Uint8Array()));
    return `${word?.[0] ?? 'nothing'} of ${list.length}`;
  }

  const ACKNOWLEDGED = /TLS server extension "server name" \(id=0\), len=0/;

  for (const version of ['-tls1_3', '-tls1_2']) {
    /** [machine's address, name, what, acknowledged] */
    const cases: readonly (readonly [string, string | null, string, boolean])[] = [
      ['192.0.2.1', 'shop.example', 'shop of 2', true],
      ['192.0.2.1', 'nobody.invalid', 'other of 2', true],
      ['192.0.2.1', null, 'other of 2', false],
      ['192.0.2.2', 'shop.example', 'shop-rsa of 2', true],
      ['192.0.2.2', 'nobody.invalid', 'other-rsa of 2', false],
      ['192.0.2.3', 'shop.example', 'shop of 2', false],
    ];
    for (const [address, serverName, what, acknowledged] of cases) {
      it(`${version} ${serverName ?? 'no name'} at ${address} → ${what}`, async () => {
        const output = await openssl(lab, { address, serverName }, [version]);
        expect(served(output)).toBe(what);
        expect(ACKNOWLEDGED.test(output)).toBe(acknowledged);
        expect(output).toMatch(/Verify return code: (20|21)/);
      });
    }

    it(`${version} shows a signature that does not verify`, async () => {
      const output = await openssl(lab, { address: '192.0.2.4', serverName: 'shop.example' }, [version]);
      expect(output).toMatch(/bad signature/i);
      expect(served(output)).toBe('shop of 2');
    });

    it(`${version} is refused with alert 112`, async () => {
      const output = await openssl(lab, { address: '192.0.2.6', serverName: 'nobody.invalid' }, [version]);
      expect(output).toMatch(/SSL alert number 112/);
    });
  }

  it('warns and serves', async () => {
    const output = await openssl(lab, { address: '192.0.2.5', serverName: 'nobody.invalid' }, ['-msg']);
    expect(output).toMatch(/warning unrecognized_name/);
    expect(served(output)).toBe('other of 2');
    const known = await openssl(lab, { address: '192.0.2.5', serverName: 'shop.example' }, ['-msg']);
    expect(known).not.toMatch(/unrecognized_name/);
  });

  it('is trusted by those who trust the estate', async () => {
    const { writeFile, mkdtemp, rm } = await import('node:fs/promises');
    const { join } = await import('node:path');
    const { tmpdir } = await import('node:os');
    const folder = await mkdtemp(join(tmpdir(), 'whichcert-'));
    try {
      await writeFile(join(folder, 'ca.pem'), lab.caPem);
      const output = await openssl(lab, { address: '192.0.2.1', serverName: 'shop.example' }, [
        '-CAfile',
        join(folder, 'ca.pem'),
        '-verify_hostname',
        'shop.example',
      ]);
      expect(output).toMatch(/Verify return code: 0 \(ok\)/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
