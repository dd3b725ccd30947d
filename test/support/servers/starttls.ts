/** Real servers that reach TLS by an upgrade: mail, directory, files, database. They drop privileges, so they need root. */
import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { program } from '../peers.js';
import { type RunningServer, runProgram, startServer } from '../process.js';
import { makeFolder, writeFiles } from '../temp.js';
import type { Place, Setup } from './start.js';

const isRoot = process.getuid?.() === 0;

interface Daemon {
  readonly program: string;
  args(folder: string): readonly string[];
  /** The configuration file, and whatever else must be there. */
  files(folder: string, config: string): Readonly<Record<string, string>>;
  /** Folders that the daemon writes to, as the user it becomes. */
  readonly writable?: readonly string[];
  readonly user?: string;
}

async function start(daemon: Daemon, setup: Setup): Promise<RunningServer> {
  const folder = await makeFolder(daemon.program);
  await chmod(folder.path, 0o755);
  const config = setup.config.replaceAll('{folder}', folder.path);
  await writeFiles(folder.path, { ...setup.files, ...daemon.files(folder.path, config) });
  // What the daemon reads after it became somebody else.
  for (const name of Object.keys(setup.files ?? {})) await chmod(join(folder.path, name), 0o644);
  for (const name of daemon.writable ?? []) {
    await mkdir(join(folder.path, name), { recursive: true });
    if (isRoot && daemon.user !== undefined) await giveTo(daemon.user, join(folder.path, name));
  }
  try {
    return await running(program(daemon.program), daemon.args(folder.path), folder, setup.places);
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function running(
  path: string,
  args: readonly string[],
  folder: Awaited<ReturnType<typeof makeFolder>>,
  ports: readonly Place[],
): Promise<RunningServer> {
  const server = await startServer({ program: path, args, cwd: folder.path, ports });
  return {
    pid: server.pid,
    output: server.output,
    stop: async () => {
      await server.stop();
      await folder.remove();
    },
  };
}

async function giveTo(user: string, path: string): Promise<void> {
  const id = async (option: string): Promise<number> => Number((await runProgram('id', [option, user])).stdout);
  await chown(path, await id('-u'), await id('-g'));
}

/** `config` follows what every instance needs; ports are its own affair. */
export function startDovecot(setup: Setup): Promise<RunningServer> {
  return start(
    {
      program: 'dovecot',
      args: (folder) => ['-F', '-c', join(folder, 'dovecot.conf')],
      files: (folder, config) => ({
        'dovecot.conf': `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
listen = 127.0.0.1
ssl = yes
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${folder}
}
${config}
`,
      }),
      writable: ['run', 'state'],
    },
    setup,
  );
}

export function startExim(setup: Setup): Promise<RunningServer> {
  return start(
    {
      program: 'exim4',
      args: (folder) => ['-bdf', '-C', join(folder, 'exim.conf')],
      files: (folder, config) => ({
        'exim.conf': `
primary_hostname = mail.test
local_interfaces = 127.0.0.1
spool_directory = ${folder}/spool
log_file_path = ${folder}/spool/%slog
host_lookup =
rfc1413_hosts =
tls_advertise_hosts = *
${config}
`,
      }),
      writable: ['spool'],
      user: 'Debian-exim',
    },
    setup,
  );
}

export function startSlapd(setup: Setup & { readonly port: number }): Promise<RunningServer> {
  return start(
    {
      program: 'slapd',
      args: (folder) => ['-h', `ldap://127.0.0.1:${setup.port}`, '-f', join(folder, 'slapd.conf'), '-d', '0'],
      files: (folder, config) => ({
        'slapd.conf': `
include /etc/ldap/schema/core.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/slapd.pid
${config}
database mdb
suffix "dc=test"
directory ${folder}/db
`,
      }),
      writable: ['db'],
    },
    setup,
  );
}

export function startVsftpd(setup: Setup): Promise<RunningServer> {
  return start(
    {
      program: 'vsftpd',
      args: (folder) => [join(folder, 'vsftpd.conf')],
      files: (folder, config) => ({
        'vsftpd.conf': `
listen=YES
listen_address=127.0.0.1
background=NO
anonymous_enable=YES
seccomp_sandbox=NO
secure_chroot_dir=${folder}/empty
nopriv_user=nobody
ssl_enable=YES
${config.trim()}
`.trimStart(),
      }),
      writable: ['empty'],
    },
    setup,
  );
}

/** PostgreSQL refuses to be root: it runs as its own user, on a cluster of its own. */
export async function startPostgres(setup: Omit<Setup, 'config'> & { readonly port: number }): Promise<RunningServer> {
  const folder = await makeFolder('postgres');
  await chmod(folder.path, 0o755);
  const files = setup.files ?? {};
  await writeFiles(folder.path, files);
  const as = isRoot ? ['runuser', '-u', 'postgres', '--'] : [];
  // The key must be its own, and nobody else's.
  if (isRoot) for (const path of ['', ...Object.keys(files)]) await giveTo('postgres', join(folder.path, path));
  const command = (name: string, args: readonly string[]): readonly string[] => [...as, program(name), ...args];
  const data = join(folder.path, 'data');
  const [initdb = '', ...initdbArgs] = command('initdb', ['-D', data, '--no-sync', '-A', 'trust']);
  const made = await runProgram(initdb, initdbArgs, { cwd: folder.path, timeoutMs: 60_000 });
  if (made.code !== 0) throw new Error(`initdb: ${made.stderr}`);
  const [first = '', ...rest] = command('postgres', [
    ...['-D', data, '-h', '127.0.0.1', '-p', String(setup.port), '-k', '', '-c', 'ssl=on'],
    ...['-c', `ssl_cert_file=${folder.path}/a.pem`, '-c', `ssl_key_file=${folder.path}/a.key`],
  ]);
  try {
    return await running(first, rest, folder, setup.places);
  } catch (error) {
    await folder.remove();
    throw error;
  }
}
