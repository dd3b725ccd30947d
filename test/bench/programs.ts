import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import { startServer } from '../support/process.js';
import { makeFolder, writeFiles } from '../support/temp.js';
import { at, eachConnection, requireSame, type Technique } from './technique.js';

/** Names that blackbox_exporter has a module for: its server_name is a setting. */
const MODULES = 200;
/** Linux counts a process's time in hundredths of a second. */
const TICK_MICROS = 10_000;

/** Its cheapest way: a finished handshake, nothing verified. Its own HTTP and metrics are part of a probe. */
export const blackbox: Technique = {
  title: 'blackbox_exporter, tcp with tls, nothing verified',
  count: 1_000,
  warmUp: 100,
  prepare: async ({ names, port, fingerprints }) => {
    const folder = await makeFolder('bench-blackbox');
    const listen = await freePort(['127.0.0.1']);
    const modules = names.slice(0, MODULES).map(
      (name, index) => `  m${index}:
    prober: tcp
    tcp: { tls: true, tls_config: { server_name: ${name}, insecure_skip_verify: true } }`,
    );
    await writeFiles(folder.path, { 'blackbox.yml': `modules:\n${modules.join('\n')}\n` });
    const exporter = await startServer({
      program: findProgram('prometheus-blackbox-exporter') ?? '',
      args: [
        `--config.file=${join(folder.path, 'blackbox.yml')}`,
        `--web.listen-address=127.0.0.1:${listen}`,
        '--log.level=error',
      ],
      ports: [{ address: '127.0.0.1', port: listen }],
    });
    const stop = async (): Promise<void> => {
      await exporter.stop();
      await folder.remove();
    };
    const probe = async (index: number): Promise<void> => {
      const module = index % MODULES;
      const url = `http://127.0.0.1:${listen}/probe?module=m${module}&target=127.0.0.1:${port}`;
      const body = await (await fetch(url)).text();
      const found = /fingerprint_sha256="([0-9a-f]{64})"/.exec(body)?.[1];
      requireSame(found, at(fingerprints, module), at(names, module));
    };
    return { ...eachConnection(probe, 8), stop, childMicros: () => processTicks(exporter.pid) * TICK_MICROS };
  },
};

/** What a shell script does. */
export const openssl: Technique = {
  title: 'openssl s_client | openssl x509',
  count: 40,
  warmUp: 2,
  prepare: async ({ names, port, fingerprints }) => {
    const probe = async (index: number): Promise<void> => {
      const name = at(names, index);
      const client = `openssl s_client -connect 127.0.0.1:${port} -servername ${name} </dev/null 2>/dev/null`;
      const shell = spawn('sh', ['-c', `${client} | openssl x509 -noout -fingerprint -sha256`], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let text = '';
      shell.stdout.setEncoding('latin1').on('data', (chunk: string) => {
        text += chunk;
      });
      await once(shell, 'close');
      const found = /=([0-9A-F:]+)/.exec(text)?.[1]?.replaceAll(':', '').toLowerCase();
      requireSame(found, at(fingerprints, index), name);
    };
    return { ...eachConnection(probe, 2), childMicros: () => endedChildrenTicks() * TICK_MICROS };
  },
};

/** Fields of `/proc/PID/stat` behind the command's name, which may hold anything (proc(5)). */
function statFields(pid: number | 'self'): readonly number[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
}

/** utime and stime. */
function processTicks(pid: number): number {
  const fields = statFields(pid);
  return (fields[11] ?? 0) + (fields[12] ?? 0);
}

/** cutime and cstime: of children that have been waited for. */
function endedChildrenTicks(): number {
  const fields = statFields('self');
  return (fields[13] ?? 0) + (fields[14] ?? 0);
}
