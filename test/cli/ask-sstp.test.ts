import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { testFolder } from '../support/temp.js';
import { SSTP_ANSWER, startWindows } from '../support/windows-server.js';

describe('check --ask-sstp', () => {
  it('asks once, and the report says it; without it nothing is asked', async () => {
    const requests: string[] = [];
    const { port, stop } = await startWindows(SSTP_ANSWER, requests);
    try {
      const folder = await testFolder('ask-sstp');
      const argv = ['vpn.test@203.0.113.5', '--connect-to', `203.0.113.5:443:127.0.0.1:${port}`, '--no-trust'];
      const asked = (): number => requests.filter((request) => request.startsWith('SSTP_DUPLEX_POST ')).length;
      expect((await runCli(argv, { folder })).stdout).not.toContain('well-known request');
      expect(asked()).toBe(0);
      const { stdout, code } = await runCli([...argv, '--ask-sstp'], { folder });
      expect(code).toBe(2);
      expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
        /SSTP \(Routing and Remote Access\) answers its well-known request/,
      );
      expect(asked()).toBe(1);
    } finally {
      await stop();
    }
  });
});
