import { connect as connectTcp } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Estate } from '../../src/lab/estate.js';
import { type LabOptions, type RunningLab, startLab } from '../../src/lab/start-lab.js';
import { ask, dialPort, type Seen } from './client.js';
import { attached, certificates, estate, fallback, shopTable } from './estates.js';

const running: RunningLab[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((lab) => lab.stop()));
});

async function start(wanted: Estate, options: LabOptions = {}): Promise<RunningLab> {
  const lab = await startLab(wanted, options);
  running.push(lab);
  return lab;
}

function word(lab: RunningLab, { answer }: Seen): string {
  return [...lab.certificates].find(([, { sha256 }]) => sha256 === answer)?.[0] ?? answer;
}

describe('replies that are no certificate', () => {
  it('alerts, closes and resets for an unknown name and none', async () => {
    const lab = await start(
      estate({
        alert: { table: shopTable({ kind: 'alert', code: 112 }), server: null },
        close: { table: shopTable({ kind: 'close' }), server: null },
        reset: { table: shopTable({ kind: 'reset' }), server: null },
      }),
    );
    const seen = async (address: string, serverName: string | null): Promise<string> =>
      word(lab, await ask(lab, { address, serverName }));
    expect(await seen('192.0.2.1', 'nobody.invalid')).toBe('alert 112');
    expect(await seen('192.0.2.1', null)).toBe('alert 112');
    expect(await seen('192.0.2.1', 'shop.example')).toBe('shop');
    expect(await seen('192.0.2.2', null)).toBe('ECONNRESET');
    expect(await seen('192.0.2.3', null)).toBe('ECONNRESET');
  });

  it('closes without a byte, which is not a reset', async () => {
    const lab = await start(estate({ close: { table: shopTable({ kind: 'close' }), server: null } }));
    const hello = Buffer.from(await recordedHello());
    expect(await exchange(dialPort(lab, '192.0.2.1'), hello)).toEqual({ bytes: '', ended: 'FIN' });
  });

  it('keeps silent until it is stopped', async () => {
    const lab = await startLab(estate({ silent: { table: shopTable({ kind: 'silence' }), server: null } }));
    const socket = connectTcp(dialPort(lab, '192.0.2.1'), '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', () => resolve('closed')));
    socket.on('error', () => {});
    socket.write(await recordedHello());
    await lab.stop();
    expect(await closed).toBe('closed');
  });

  it('speaks plaintext', async () => {
    const instead = { kind: 'plaintext', text: '220 mail.example ESMTP\r\n' } as const;
    const lab = await start(estate({ smtp: { table: shopTable({ kind: 'reset' }), server: null, instead } }));
    const { bytes } = await exchange(dialPort(lab, '192.0.2.1'), Buffer.alloc(0));
    expect(bytes).toBe('220 mail.example ESMTP\r\n');
  });

  it('answers what is no hello with a decode_error', async () => {
    const lab = await start(estate({ any: { table: shopTable({ kind: 'reset' }), server: null } }));
    const { bytes } = await exchange(dialPort(lab, '192.0.2.1'), Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    expect(Buffer.from(bytes, 'latin1').toString('hex')).toBe('15030300020232');
  });

  it('refuses TCP where nothing listens and where iplisten hides the address', async () => {
    const one = estate({ web: { table: { ...shopTable(fallback('other')), listensOn: ['192.0.2.9'] }, server: null } });
    const lab = await start({
      ...one,
      addresses: [...one.addresses, { address: '192.0.2.8', port: 443, machines: [] }],
    });
    expect((await ask(lab, { address: '192.0.2.1', serverName: 'shop.example' })).answer).toBe('ECONNREFUSED');
    expect((await ask(lab, { address: '192.0.2.8', serverName: 'shop.example' })).answer).toBe('ECONNREFUSED');
  });
});

describe('machines', () => {
  it('resets after k connections', async () => {
    const lab = await start(estate({ web: { table: shopTable(fallback('other')), server: null, limit: 2 } }));
    const answers: string[] = [];
    for (const _ of [1, 2, 3, 4]) {
      answers.push(word(lab, await ask(lab, { address: '192.0.2.1', serverName: 'shop.example' })));
    }
    expect(answers).toEqual(['shop', 'shop', 'ECONNRESET', 'ECONNRESET']);
  });

  it('rotates between the machines behind one address', async () => {
    const machine = (served: string) => ({
      table: shopTable(fallback('other'), 'never', attached(served)),
      server: null,
    });
    const two = estate({ a: machine('shop'), b: machine('other') });
    const lab = await start({ ...two, addresses: [{ address: '192.0.2.1', port: 443, machines: ['a', 'b'] }] });
    const answers: string[] = [];
    for (const _ of [1, 2, 3]) {
      answers.push(word(lab, await ask(lab, { address: '192.0.2.1', serverName: 'shop.example' })));
    }
    expect(answers).toEqual(['shop', 'other', 'shop']);
  });

  it('mints a certificate per name, the same one each time', async () => {
    const lab = await start(
      estate({ proxy: { table: { ...shopTable(fallback('other')), mints: true }, server: null } }),
    );
    const seen = async (serverName: string | null): Promise<string> =>
      (await ask(lab, { address: '192.0.2.1', serverName })).answer;
    const first = await seen('a.invalid');
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await seen('a.invalid')).toBe(first);
    expect(await seen('b.invalid')).not.toBe(first);
    expect(await seen(null)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('chooses by key type', async () => {
    const both = [...attached('shop'), ...attached('shop-rsa')];
    const wanted = { web: { table: shopTable(fallback('other'), 'never', both), server: null } };
    const lab = await start(estate(wanted, ['shop', 'other', 'shop-rsa']));
    const asked = { address: '192.0.2.1', serverName: 'shop.example' };
    expect(word(lab, await ask(lab, asked))).toBe('shop');
    expect(word(lab, await ask(lab, { ...asked, sigalgs: 'rsa_pss_rsae_sha256:RSA+SHA256' }))).toBe('shop-rsa');
  });

  it('speaks only its versions', async () => {
    const table = shopTable(fallback('other'));
    const lab = await start(
      estate({
        old: { table, server: null, versions: ['TLSv1.1', 'TLSv1'] },
        new: { table, server: null, versions: ['TLSv1.3'] },
      }),
    );
    const seen = (address: string, maxVersion: 'TLSv1.3' | 'TLSv1.2'): Promise<Seen> =>
      ask(lab, { address, serverName: 'shop.example', maxVersion });
    expect((await seen('192.0.2.1', 'TLSv1.2')).protocol).toBe('TLSv1.1');
    expect((await seen('192.0.2.2', 'TLSv1.2')).answer).toBe('alert 70');
    expect((await seen('192.0.2.2', 'TLSv1.3')).protocol).toBe('TLSv1.3');
  });

  it('tells what it chose', async () => {
    const log: string[] = [];
    const lab = await start(estate({ web: { table: shopTable(fallback('other')), server: null } }), {
      onConnection: ({ machine, address, serverName, reply }) =>
        log.push(`${machine} ${address} ${serverName} ${reply.kind} ${reply.row}`),
    });
    await ask(lab, { address: '192.0.2.1', serverName: 'Shop.example' });
    expect(log).toEqual(['web 192.0.2.1 shop.example certificate shop.example']);
  });
});

describe('scripted handshakes, finished by node:tls', () => {
  for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
    for (const served of ['shop', 'shop-rsa']) {
      it(`${served} over ${maxVersion}, acknowledged`, async () => {
        const table = shopTable(fallback('other'), 'always', attached(served));
        const lab = await start(estate({ nginx: { table, server: 'nginx' } }, [served, 'other']));
        const seen = await ask(lab, { address: '192.0.2.1', serverName: 'shop.example', maxVersion });
        expect(word(lab, seen)).toBe(served);
        expect(seen.protocol).toBe(maxVersion);
      });

      it(`${served} over ${maxVersion}, a signature that does not verify`, async () => {
        const table = shopTable(fallback('other'), 'never', attached(served, 'wrong'));
        const lab = await start(estate({ tomcat: { table, server: null } }, [served, 'other']));
        const seen = await ask(lab, { address: '192.0.2.1', serverName: 'shop.example', maxVersion });
        expect(seen.answer).toMatch(/BAD_SIGNATURE|SSL/);
        expect(word(lab, await ask(lab, { address: '192.0.2.1', serverName: 'x.invalid', maxVersion }))).toBe('other');
      });
    }
  }
});

describe('the running lab', () => {
  it('gives targets, rules and the authority as the command line takes them', async () => {
    const lab = await start({
      ...estate({ web: { table: shopTable(fallback('other')), server: null } }),
      certificates: certificates('shop', 'other'),
      addresses: [{ address: '2001:db8:0:0::1', port: 8443, machines: ['web'] }],
      targets: [
        { name: 'shop.example', port: 8443, addresses: ['2001:db8::1'], expected: 'shop', story: '', cause: null },
      ],
    });
    const [target] = lab.targets;
    expect(target?.target).toBe('shop.example:8443@[2001:db8::1]');
    expect(target?.expectedFingerprint).toBe(lab.certificates.get('shop')?.sha256);
    expect(lab.connectToRules[0]).toMatch(/^\[2001:db8:0:0::1\]:8443:127\.0\.0\.1:\d+$/);
    expect(lab.connectTo[0]?.host).toBe('2001:db8::1');
    expect(lab.caPem).toMatch(/^-----BEGIN CERTIFICATE-----/);
  });

  it('leaves nothing listening', async () => {
    const lab = await startLab(estate({ web: { table: shopTable(fallback('other')), server: null } }));
    await lab.stop();
    expect((await ask(lab, { address: '192.0.2.1', serverName: null })).answer).toBe('ECONNREFUSED');
  });
});

/** Everything a server sends, as latin1, and how it ends. */
function exchange(port: number, bytes: Uint8Array): Promise<{ readonly bytes: string; readonly ended: string }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connectTcp(port, '127.0.0.1', () => socket.write(bytes));
    const done = (ended: string): void => {
      socket.destroy();
      resolve({ bytes: Buffer.concat(chunks).toString('latin1'), ended });
    };
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('end', () => done('FIN'));
    socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? ''));
  });
}

/** A real hello: what node:tls writes first. */
function recordedHello(): Promise<Uint8Array> {
  return new Promise((resolve) => {
    import('node:tls').then(({ connect }) =>
      import('node:stream').then(({ Duplex }) => {
        const stream = new Duplex({
          read: () => {},
          write: (chunk: Uint8Array, _encoding, done) => {
            resolve(chunk);
            done();
          },
        });
        connect({ socket: stream, servername: 'unknown.invalid' }).on('error', () => {});
      }),
    );
  });
}
