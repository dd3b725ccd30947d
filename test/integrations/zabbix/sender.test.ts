import { describe, expect, it } from 'vitest';
import { sendValues, type ZabbixPlace } from '../../../src/integrations/zabbix/sender.js';
import { freePort } from '../../support/ports.js';
import { message, serveRaw, startTrapper, success } from './trapper.js';

const VALUE = { host: 'web21', key: 'whichcert.status[shop.example]', value: '2', clock: 1795154400, ns: 5 };
const send = (place: ZabbixPlace, ms = 30_000) => sendValues(place, [VALUE, VALUE], AbortSignal.timeout(ms));

describe('the sender protocol', () => {
  it('sends header, length and JSON, and reads how many were taken', async () => {
    const seen: string[] = [];
    const place = await serveRaw((socket, text) => {
      seen.push(text);
      socket.end(message(success(1, 1)));
    });
    expect(await send(place)).toEqual({ kind: 'answered', taken: 1, refused: 1 });
    expect(JSON.parse(seen[0] ?? '')).toEqual({ request: 'sender data', data: [VALUE, VALUE] });
  });

  it('reads an answer that comes byte by byte, and does not wait for the end of the connection', async () => {
    const place = await serveRaw((socket) => {
      socket.setNoDelay(true);
      const bytes = [...message(success(2, 0))];
      const next = (): void => {
        const byte = bytes.shift();
        if (byte !== undefined) socket.write(Buffer.of(byte), () => setImmediate(next));
      };
      next();
    });
    expect(await send(place)).toEqual({ kind: 'answered', taken: 2, refused: 0 });
  });

  it('sends text beyond ASCII with its length in bytes', async () => {
    const trapper = await startTrapper(null);
    const value = { ...VALUE, value: 'füñf „Wörter“' };
    expect(await sendValues(trapper, [value], AbortSignal.timeout(30_000))).toMatchObject({ taken: 1 });
    expect(trapper.taken).toEqual([value]);
  });
});

describe('a peer that does not answer as it should', () => {
  it.each<[string, Buffer, string]>([
    ['speaks HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'the answer is not the sender protocol’s'],
    ['says nothing', Buffer.alloc(0), 'closed without an answer'],
    ['stops in the header', message(success(2, 0)).subarray(0, 9), 'the answer is cut short'],
    ['stops in the middle', message(success(2, 0)).subarray(0, 40), 'the answer is cut short'],
    ['compresses', message('x', { flags: 3 }), 'the answer is not the sender protocol’s'],
    ['announces a gigabyte', message('', { length: 1 << 30 }), 'the answer is too long'],
    ['answers no JSON', message('OK'), 'the answer is not JSON'],
    ['answers null', message('null'), 'the answer is not JSON'],
    ['answers a list', message('[]'), 'Zabbix answered undefined: '],
    ['refuses all', message('{"response":"failed","info":"no\\u001b[2J"}'), 'Zabbix answered failed: no\\x1b[2J'],
    ['counts nothing', message('{"response":"success"}'), 'the answer does not say how many values were taken'],
    ['counts wrongly', message(success(3, 0)), 'the answer does not say how many values were taken'],
  ])('%s', async (_name, bytes, problem) => {
    const place = await serveRaw((socket) => socket.end(bytes));
    expect(await send(place)).toEqual({ kind: 'fault', problem });
  });

  it('resets the connection', async () => {
    const place = await serveRaw((socket) => socket.resetAndDestroy());
    expect(await send(place)).toEqual({ kind: 'fault', problem: 'ECONNRESET' });
  });

  it('hangs, before the first byte or after it', async () => {
    for (const bytes of ['', 'ZBXD']) {
      const place = await serveRaw((socket) => socket.write(bytes));
      expect(await send(place, 100)).toEqual({ kind: 'fault', problem: 'no answer in time' });
    }
  });

  it('refuses the connection', async () => {
    expect(await send({ host: '127.0.0.1', port: await freePort() })).toEqual({
      kind: 'fault',
      problem: 'ECONNREFUSED',
    });
  });
});
