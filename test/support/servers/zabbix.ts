/** A real Zabbix server on a PostgreSQL of its own, with the frontend's API. All on loopback, in one folder, as an unprivileged user. */
import { existsSync, readdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { program } from '../peers.js';
import { freePort } from '../ports.js';
import { type Finished, type RunningServer, runProgram, startServer } from '../process.js';
import { makeFolder, writeFiles } from '../temp.js';

const SQL_FOLDER = '/usr/share/zabbix-server-pgsql';
const FRONTEND = '/usr/share/zabbix';
/** What the packages install that {@link startZabbix} runs or reads. */
export const ZABBIX_PROGRAMS = [
  'zabbix_server',
  join(SQL_FOLDER, 'schema.sql.gz'),
  join(FRONTEND, 'api_jsonrpc.php'),
  'php',
  phpModule('pgsql.so'),
  'postgres',
  'initdb',
  'psql',
] as const;

/** Where a module of the installed PHP stands; a path where nothing is when it is not installed. */
function phpModule(name: string): string {
  const folder = '/usr/lib/php';
  const apis = existsSync(folder) ? readdirSync(folder) : [];
  return apis.map((api) => join(folder, api, name)).find((path) => existsSync(path)) ?? join(folder, name);
}

export interface RunningZabbix {
  /** Where it takes what senders send, on 127.0.0.1. */
  readonly port: number;
  /** Rows as psql prints them: columns between `|`. */
  rows(sql: string): Promise<readonly (readonly string[])[]>;
  /** A method of the JSON-RPC API, as the administrator. Throws what the API complains about. */
  api(method: string, params: unknown): Promise<unknown>;
  /** The server's log so far. */
  log(): string;
  stop(): Promise<void>;
}

/** With the schema of a new installation, its administrator and its groups. */
export async function startZabbix(): Promise<RunningZabbix> {
  const folder = await makeFolder('zabbix');
  const servers: RunningServer[] = [];
  const stop = async (): Promise<void> => {
    for (const server of servers.toReversed()) await server.stop();
    await folder.remove();
  };
  try {
    const host = new Unprivileged(folder.path);
    const [port, apiPort] = [await freePort(), await freePort()];
    await writeFiles(folder.path, {
      'new.sql': await newDatabase(),
      'zabbix_server.conf': serverConfig(folder.path, port),
      'php.ini': 'memory_limit = 256M\nmax_execution_time = 300\nopcache.enable_cli = 1\nsession.save_path = .\n',
    });
    await copyFrontend(folder.path);
    await host.takeOver();
    servers.push(await host.startPostgres());
    await host.psql(['-q', '-v', 'ON_ERROR_STOP=1', '-f', join(folder.path, 'new.sql')], 300_000);
    servers.push(
      await host.start('zabbix_server', ['-f', '-c', join(folder.path, 'zabbix_server.conf')], port),
      await host.start(
        'php',
        ['-c', join(folder.path, 'php.ini'), '-S', `127.0.0.1:${apiPort}`, '-t', join(folder.path, 'frontend')],
        apiPort,
      ),
    );
    const call = apiOf(`http://127.0.0.1:${apiPort}/api_jsonrpc.php`);
    const session = await call('user.login', { username: 'Admin', password: 'zabbix' }, null);
    return {
      port,
      rows: async (sql) => {
        const { stdout } = await host.psql(['-At', '-v', 'ON_ERROR_STOP=1', '-c', sql], 60_000);
        return stdout
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => line.split('|'));
      },
      api: (method, params) => call(method, params, String(session)),
      log: () => servers[1]?.output() ?? '',
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Of what a new installation holds: who may do what, groups and settings; not the hundreds of templates and their icons. */
const BASICS =
  /^INSERT INTO (config|config_autoreg_tls|globalmacro|graph_theme|hstgrp|regexps|expressions|role|role_rule|users|usrgrp|users_groups) /;

async function newDatabase(): Promise<string> {
  const read = async (name: string): Promise<string> =>
    gunzipSync(await readFile(join(SQL_FOLDER, name))).toString('utf8');
  const statements = (await read('data.sql.gz')).split(/\n(?=[A-Z]+ (?:INTO|TRANSACTION|FROM) |COMMIT)/);
  return [await read('schema.sql.gz'), ...statements.filter((statement) => BASICS.test(statement))].join('\n');
}

function serverConfig(folder: string, port: number): string {
  return `
ListenIP=127.0.0.1
ListenPort=${port}
LogType=console
DebugLevel=3
PidFile=${folder}/zabbix_server.pid
SocketDir=${folder}
DBHost=${folder}
DBName=postgres
CacheUpdateFrequency=1
StartPollers=0
StartPollersUnreachable=0
StartPingers=0
StartDiscoverers=0
StartHTTPPollers=0
StartHistoryPollers=1
StartPreprocessors=1
StartTrappers=3
StartDBSyncers=1
StartLLDProcessors=1
StartEscalators=1
StartAlerters=1
StatsAllowedIP=127.0.0.1
`;
}

/** The frontend reads its settings from one fixed path below /etc: a copy of what the API needs, with another path in it. */
async function copyFrontend(folder: string): Promise<void> {
  const parts = (await readdir(FRONTEND)).filter((name) =>
    ['api_jsonrpc.php', 'app', 'conf', 'include', 'local', 'modules', 'vendor', 'locale'].includes(name),
  );
  const to = join(folder, 'frontend');
  await writeFiles(to, {
    'zabbix.conf.php': `<?php
$DB['TYPE'] = 'POSTGRESQL'; $DB['SERVER'] = '${folder}'; $DB['PORT'] = '5432'; $DB['DATABASE'] = 'postgres';
$DB['USER'] = ''; $DB['PASSWORD'] = ''; $DB['SCHEMA'] = ''; $DB['ENCRYPTION'] = false; $DB['DOUBLE_IEEE754'] = true;
`,
  });
  await runProgram('cp', ['-r', ...parts.map((name) => join(FRONTEND, name)), to]);
  const path = 'include/classes/core/CConfigFile.php';
  const code = await readFile(join(to, path), 'utf8');
  await writeFiles(to, { [path]: code.replace('/etc/zabbix/zabbix.conf.php', join(to, 'zabbix.conf.php')) });
}

/** PostgreSQL refuses to be root: everything runs as its user, in a folder of that user's. */
class Unprivileged {
  readonly #as: readonly string[] = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : [];
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async takeOver(): Promise<void> {
    if (this.#as.length > 0) await runProgram('chown', ['-R', 'postgres:', this.#folder]);
  }

  async startPostgres(): Promise<RunningServer> {
    const data = join(this.#folder, 'data');
    await this.#run('initdb', ['-D', data, '--no-sync', '-A', 'trust', '-E', 'UTF8', '--locale', 'C.UTF-8'], 60_000);
    const server = await this.start('postgres', [
      ...['-D', data, '-h', '', '-p', '5432', '-k', this.#folder],
      ...['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_wal_size=4GB'],
    ]);
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const { code } = await this.#try('psql', ['-h', this.#folder, '-c', 'select 1', 'postgres'], 30_000);
      if (code === 0) return server;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const output = server.output();
    await server.stop();
    throw new Error(`postgres does not answer: ${output}`);
  }

  psql(args: readonly string[], timeoutMs: number): Promise<Finished> {
    return this.#run('psql', ['-X', '-h', this.#folder, ...args, 'postgres'], timeoutMs);
  }

  start(name: string, args: readonly string[], port?: number): Promise<RunningServer> {
    const [first = '', ...rest] = [...this.#as, program(name), ...args];
    const ports = port === undefined ? [] : [{ address: '127.0.0.1', port }];
    return startServer({ program: first, args: rest, cwd: this.#folder, ports });
  }

  async #run(name: string, args: readonly string[], timeoutMs: number): Promise<Finished> {
    const finished = await this.#try(name, args, timeoutMs);
    if (finished.code !== 0) throw new Error(`${name}: ${finished.code} ${finished.stderr.slice(0, 2_000)}`);
    return finished;
  }

  #try(name: string, args: readonly string[], timeoutMs: number): Promise<Finished> {
    const [first = '', ...rest] = [...this.#as, program(name), ...args];
    return runProgram(first, rest, { cwd: this.#folder, timeoutMs });
  }
}

function apiOf(url: string): (method: string, params: unknown, auth: string | null) => Promise<unknown> {
  return async (method, params, auth) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json-rpc' },
      body: JSON.stringify({ jsonrpc: '2.0', method, params, id: 1, ...(auth === null ? {} : { auth }) }),
    });
    const text = await answer.text();
    if (!text.startsWith('{')) throw new Error(`${method}: ${answer.status} ${text.slice(0, 500)}`);
    const { result, error } = JSON.parse(text);
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  };
}
