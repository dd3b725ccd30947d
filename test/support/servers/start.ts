/** Real servers, each in a folder and on ports of its own. The configuration is the caller's; what every one needs is added. */
import { join } from 'node:path';
import { program } from '../peers.js';
import { type RunningServer, startServer } from '../process.js';
import { makeFolder, writeFiles } from '../temp.js';

export interface Place {
  readonly address: string;
  readonly port: number;
}

export interface Setup {
  /** The server's own configuration text; `{folder}` stands for its folder, here and in the files. */
  readonly config: string;
  /** Certificates, keys and whatever else the configuration names. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Where it must answer before it counts as started. */
  readonly places: readonly Place[];
}

interface Kind {
  readonly program: string;
  /** The configuration file's text, with what every instance needs around the caller's. */
  configFile(folder: string, config: string): Readonly<Record<string, string>>;
  args(folder: string): readonly string[];
  env?(folder: string): Readonly<Record<string, string>>;
}

/** Starts one; its folder goes with it when it stops. */
async function start(kind: Kind, setup: Setup): Promise<RunningServer> {
  const folder = await makeFolder(kind.program);
  const here = (text: string): string => text.replaceAll('{folder}', folder.path);
  const files = Object.entries(setup.files ?? {}).map(([name, content]) => [
    name,
    typeof content === 'string' ? here(content) : content,
  ]);
  await writeFiles(folder.path, { ...Object.fromEntries(files), ...kind.configFile(folder.path, here(setup.config)) });
  try {
    const server = await startServer({
      program: program(kind.program),
      args: kind.args(folder.path),
      cwd: folder.path,
      ...(kind.env === undefined ? {} : { env: kind.env(folder.path) }),
      ports: setup.places,
    });
    return {
      pid: server.pid,
      output: server.output,
      stop: async () => {
        await server.stop();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/** `config` stands inside `http {}`. */
export function startNginx(setup: Setup): Promise<RunningServer> {
  return start(
    {
      program: 'nginx',
      configFile: (folder, config) => ({
        'nginx.conf': `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
pid ${folder}/nginx.pid;
error_log stderr;
worker_processes 1;
events { worker_connections 256; }
http {
  access_log off;
  ssl_protocols TLSv1.2 TLSv1.3;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
${config}
}
`,
      }),
      args: (folder) => ['-p', `${folder}/`, '-c', `${folder}/nginx.conf`, '-e', 'stderr'],
    },
    setup,
  );
}

const APACHE_MODULES = [
  ['mpm_event_module', 'mod_mpm_event.so'],
  ['authz_core_module', 'mod_authz_core.so'],
  ['socache_shmcb_module', 'mod_socache_shmcb.so'],
  ['ssl_module', 'mod_ssl.so'],
] as const;

export function startApache(setup: Setup): Promise<RunningServer> {
  return start(
    {
      program: 'apache2',
      configFile: (folder, config) => ({
        'apache.conf': `
ServerRoot ${folder}
DefaultRuntimeDir ${folder}
${APACHE_MODULES.map(([name, file]) => `LoadModule ${name} /usr/lib/apache2/modules/${file}`).join('\n')}
PidFile ${folder}/apache.pid
Mutex sem
ErrorLog ${folder}/error.log
ServerName localhost
${process.getuid?.() === 0 ? 'User www-data\nGroup www-data' : ''}
StartServers 1
SSLSessionCache none
${config}
`,
      }),
      args: (folder) => ['-D', 'FOREGROUND', '-f', join(folder, 'apache.conf')],
    },
    setup,
  );
}

/** `config` holds the frontends; defaults and the answer are given. */
export function startHaproxy(setup: Setup): Promise<RunningServer> {
  return start(
    {
      program: 'haproxy',
      configFile: (_folder, config) => ({
        'haproxy.cfg': `
defaults
  mode http
  retries 0
  timeout connect 5s
  timeout client 10s
  timeout server 10s
${config}
`,
      }),
      args: (folder) => ['-db', '-f', join(folder, 'haproxy.cfg')],
    },
    setup,
  );
}

export function startStunnel(setup: Setup): Promise<RunningServer> {
  return start(
    {
      program: 'stunnel4',
      configFile: (_folder, config) => ({ 'stunnel.conf': `foreground = yes\npid =\nsyslog = no\n${config}\n` }),
      args: (folder) => [join(folder, 'stunnel.conf')],
    },
    setup,
  );
}

export function startLighttpd(setup: Setup): Promise<RunningServer> {
  return start(
    {
      program: 'lighttpd',
      configFile: (folder, config) => ({
        'lighttpd.conf': `server.modules = ("mod_openssl")\nserver.document-root = "${folder}"\n${config}\n`,
      }),
      args: (folder) => ['-D', '-f', join(folder, 'lighttpd.conf')],
    },
    setup,
  );
}

export function startHitch(setup: Setup): Promise<RunningServer> {
  return start(
    {
      program: 'hitch',
      configFile: (_folder, config) => ({
        'hitch.conf': `daemon = off\nworkers = 1\nsyslog = off\n${process.getuid?.() === 0 ? 'user = "nobody"\n' : ''}${config}\n`,
      }),
      args: (folder) => [`--config=${join(folder, 'hitch.conf')}`],
    },
    setup,
  );
}

/** `config` is a Caddyfile without its global options. */
export function startCaddy(setup: Setup): Promise<RunningServer> {
  return start(
    {
      program: 'caddy',
      configFile: (_folder, config) => ({ Caddyfile: config }),
      args: (folder) => ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'],
      env: (folder) => ({ HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }),
    },
    setup,
  );
}

/** A server that takes its whole configuration as arguments, `{folder}` standing for the folder of its files. */
export function startByArguments(
  name: 'openssl' | 'gnutls-serv',
  args: readonly string[],
  setup: Omit<Setup, 'config'>,
): Promise<RunningServer> {
  return start(
    {
      program: name,
      configFile: () => ({}),
      args: (folder) => args.map((argument) => argument.replaceAll('{folder}', folder)),
    },
    { ...setup, config: '' },
  );
}
