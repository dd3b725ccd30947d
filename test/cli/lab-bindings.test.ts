import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { testFolder, writeFiles } from '../support/temp.js';

const IIS = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';
const SSTP = '{ba195980-cd49-458b-9e23-c84ee0adcd75}';
const row = (label: string, key: string, digit: string, appId: string): string =>
  `    ${label.padEnd(29)}: ${key}\r\n    Certificate Hash             : ${digit.repeat(40)}\r\n    Application ID               : ${appId}\r\n    Certificate Store Name       : MY\r\n\r\n`;

const EXPORT = [
  '\ufeff\r\nSSL Certificate bindings:\r\n-------------------------\r\n\r\n',
  row('IP:port', '10.0.0.5:443', 'd', SSTP),
  row('Hostname:port', 'shop.example:443', 'a', IIS),
  row('IP:port', '0.0.0.0:443', 'b', IIS),
].join('');

describe('whichcert lab --bindings, and check --bindings', () => {
  it('serves an export, writes it again, and the check names the row to blame', { timeout: 60_000 }, async () => {
    const folder = await testFolder('lab-bindings');
    await writeFiles(folder, { 'dump/sslcert.txt': Buffer.from(EXPORT, 'utf16le') });
    const controller = new AbortController();
    const told = deferred();
    const lab = runCli(['lab', '--bindings', 'dump', '--write-bindings', 'new/again'], {
      folder,
      signal: controller.signal,
      onStdout: (text) => {
        if (text !== '') told.resolve(text);
      },
    });
    try {
      const instructions = await told.promise;
      expect(instructions).toContain('shop.example');
      const [command = ''] = /whichcert -f .*/.exec(instructions) ?? [];
      const options = command.split(' ').slice(1);
      const again = join('new', 'again');
      const { code, stdout } = await runCli([...options, '--bindings', again, '--format', 'jsonl'], { folder });
      expect(code).toBe(2);
      const report: unknown = JSON.parse(stdout);
      const wrong = expect.objectContaining({
        address: '10.0.0.5',
        row: expect.objectContaining({ kind: 'ipport', address: '10.0.0.5', owner: expect.stringContaining('SSTP') }),
        diagnosis: expect.objectContaining({ cause: 'ip-binding-conflict', certainty: 'certain' }),
      });
      const right = expect.objectContaining({ address: '192.0.2.1', status: 'ok', row: null, diagnosis: null });
      expect(report).toEqual(expect.objectContaining({ endpoints: expect.arrayContaining([wrong, right]) }));
      const text = await runCli([...options, '--bindings', again], { folder });
      expect(text.stdout).toContain('[ip-binding-conflict]');
      expect(text.stdout).toContain('netsh http delete sslcert ipport=10.0.0.5:443');
      const [, rule = ''] = /(?:^|,)10\.0\.0\.5:443:(127[^,]+)/.exec(options.at(-1) ?? '') ?? [];
      const natted = ['shop.example@203.0.113.5', '--no-trust', '--connect-to', `203.0.113.5:443:${rule}`];
      const mapping = ['--local-address', '198.51.100.7=10.0.0.6', '--local-address', '203.0.113.5=10.0.0.5'];
      const mapped = await runCli([...natted, '--bindings', again, ...mapping, '--format', 'jsonl'], { folder });
      expect(mapped.code).toBe(2);
      expect(JSON.parse(mapped.stdout).diagnosis).toMatchObject({
        cause: 'ip-binding-conflict',
        certainty: 'certain',
        evidence: expect.arrayContaining(['203.0.113.5 is 10.0.0.5 on the exported machine (--local-address)']),
      });
      const inferred = await runCli([...natted, '--bindings', again, '--format', 'jsonl'], { folder });
      expect(JSON.parse(inferred.stdout).diagnosis.evidence.join()).toMatch(/inferred by the thumbprints/);
      expect(await readFile(join(folder, again, 'sslcert.txt'), 'utf8')).toContain('10.0.0.5:443');
    } finally {
      controller.abort();
      await lab;
    }
  });

  it('refuses what goes with --bindings alone, and exports without rows', async () => {
    const folder = await testFolder('lab-bindings');
    await writeFiles(folder, { 'empty/notes.txt': 'nothing\n' });
    const said = async (...argv: readonly string[]): Promise<string> => {
      const { code, stderr } = await runCli(argv, { folder });
      expect(code).toBe(3);
      return stderr;
    };
    expect(await said('lab', '--os', '2012')).toMatch(/go with --bindings/);
    expect(await said('shop.example@127.0.0.1:1', '--local-address', '1.2.3.4=10.0.0.5')).toMatch(/go with --bindings/);
    expect(await said('lab', '--bindings', 'empty')).toMatch(/there is no row in it/);
    await writeFiles(folder, { 'dump/sslcert.txt': Buffer.from(EXPORT, 'utf16le') });
    expect(await said('lab', '--bindings', 'dump', '--write-bindings', 'dump/sslcert.txt/again')).toMatch(
      /dump\/sslcert\.txt\/again cannot be written: a part of the path is no folder/,
    );
    expect(await said('shop.example@127.0.0.1:1', '--bindings', 'dump', '--local-address', 'x=y')).toMatch(
      /ADDRESS=ADDRESS was expected/,
    );
  });
});

function deferred(): { readonly promise: Promise<string>; readonly resolve: (text: string) => void } {
  let resolve: (text: string) => void = () => {};
  const promise = new Promise<string>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
