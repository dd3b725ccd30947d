import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningLab, startLab } from '../../src/lab/start-lab.js';
import { dialPort } from './client.js';
import { estate, fallback, shopTable } from './estates.js';

describe('HTTP behind the handshake', () => {
  let lab: RunningLab;
  beforeAll(async () => {
    lab = await startLab(
      estate({
        iis: { table: shopTable(fallback('other')), server: 'Microsoft-IIS/10.0', http: { 'stopped.example': 404 } },
        nginx: { table: shopTable(fallback('other'), 'always'), server: 'nginx/1.22.1', http: { '*': 421 } },
        mute: { table: shopTable(fallback('other')), server: null },
      }),
    );
  });
  afterAll(() => lab.stop());

  interface Answer {
    readonly status: number | undefined;
    readonly server: string | undefined;
    readonly body: string;
  }

  function http(address: string, host: string, method: string, maxVersion: 'TLSv1.3' | 'TLSv1.2'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port: dialPort(lab, address),
        servername: host,
        headers: { Host: host },
        ca: lab.caPem,
        checkServerIdentity: () => undefined,
        maxVersion,
        method,
        agent: false,
      };
      const asked = request(options, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => {
          body += chunk.toString();
        });
        response.on('end', () =>
          resolve({ status: response.statusCode, server: response.headers.server?.toString(), body }),
        );
      });
      asked.once('error', reject);
      asked.end();
    });
  }

  for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
    it(`names its server over ${maxVersion}, finished by node:tls`, async () => {
      expect(await http('192.0.2.1', 'shop.example', 'HEAD', maxVersion)).toEqual({
        status: 200,
        server: 'Microsoft-IIS/10.0',
        body: '',
      });
    });

    it(`names its server over ${maxVersion}, finished by the scripted handshake`, async () => {
      expect(await http('192.0.2.2', 'shop.example', 'GET', maxVersion)).toEqual({
        status: 421,
        server: 'nginx/1.22.1',
        body: 'shop.example\n',
      });
    });
  }

  it('answers 404 where configured, and no Server header where there is none', async () => {
    expect((await http('192.0.2.1', 'stopped.example', 'HEAD', 'TLSv1.3')).status).toBe(404);
    expect((await http('192.0.2.3', 'shop.example', 'GET', 'TLSv1.3')).server).toBeUndefined();
  });
});
