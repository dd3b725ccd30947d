import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseHosts, readHosts, usualHostsPath } from '../../src/engine/hosts-file.js';

describe('the hosts file', () => {
  it('gives every address of a name, in the file’s order', () => {
    const hosts = parseHosts(
      '\uFEFF127.0.0.1\tlocalhost\r\n::1 localhost ip6-localhost # loopback\n' +
        '192.0.2.1  WWW.Example.com. www\n192.0.2.1 www.example.com\n192.0.2.2 www.example.com\n' +
        '# 192.0.2.3 www.example.com\nnot-an-address www.example.com\n\n',
    );
    expect(hosts.get('localhost')).toEqual(['127.0.0.1', '::1']);
    expect(hosts.get('www.example.com')).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(hosts.get('www')).toEqual(['192.0.2.1']);
  });

  it('stands where the platform keeps it', () => {
    expect(usualHostsPath('win32')).toBe('C:\\Windows\\System32\\drivers\\etc\\hosts');
    expect(usualHostsPath('linux')).toBe('/etc/hosts');
  });

  it('is read from disk; a missing one is empty', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'whichcert-hosts-'));
    await writeFile(join(folder, 'hosts'), '192.0.2.1 a.test\n');
    expect((await readHosts(join(folder, 'hosts'))).get('a.test')).toEqual(['192.0.2.1']);
    expect((await readHosts(join(folder, 'none'))).size).toBe(0);
    await rm(folder, { recursive: true });
  });
});
