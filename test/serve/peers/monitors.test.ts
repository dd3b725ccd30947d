/** Nagios and Icinga 2 run the plugin, by the configurations of examples/, against the lab. */
import { chmod, chown, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoEstate } from '../../../src/lab/demo-estate.js';
import { type RunningLab, startLab } from '../../../src/lab/start-lab.js';
import { describePeer, program } from '../../support/peers.js';
import { type RunningServer, runProgram, startServer } from '../../support/process.js';
import { root, textOf } from '../../support/sources.js';
import { makeFolder, writeFiles } from '../../support/temp.js';
import { eventually } from '../support.js';

const main = join(root, 'dist', 'src', 'cli', 'main.js');
const CAUSE = '[ip-binding-conflict]';

let lab: RunningLab;
beforeAll(async () => {
  lab = await startLab(demoEstate());
});
afterAll(() => lab?.stop());

/** A folder that the monitors' own user may use, with the plugin in it as it is called. */
async function pluginFolder(label: string): Promise<Awaited<ReturnType<typeof makeFolder>>> {
  const folder = await makeFolder(label);
  await writeFiles(folder.path, {
    'ca.pem': lab.caPem,
    'plugins/node-check': '',
    // The lab's places stand in for the network: the only thing that the examples do not say.
    'plugins/check_whichcert': `#!/bin/sh\nexec ${process.execPath} ${join(folder.path, 'plugins', 'link', 'check_whichcert')} "$@" --ca ${join(folder.path, 'ca.pem')} --connect-to ${lab.connectToRules.join(',')}\n`,
    'plugins/link/x': '',
  });
  await symlink(main, join(folder.path, 'plugins', 'link', 'check_whichcert'));
  await chmod(join(folder.path, 'plugins', 'check_whichcert'), 0o755);
  return folder;
}

async function userOf(name: string): Promise<{ readonly uid: number; readonly gid: number }> {
  const passwd = await readFile('/etc/passwd', 'utf8');
  const [, , uid, gid] =
    passwd
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

describePeer('Nagios', ['nagios4'], () => {
  it('shows CRITICAL with the cause', async () => {
    const folder = await pluginFolder('nagios');
    const at = (name: string) => join(folder.path, name);
    await writeFiles(folder.path, {
      'whichcert.cfg': textOf('examples/nagios/whichcert.cfg'),
      'resource.cfg': `$USER1$=${at('plugins')}\n`,
      'nagios.cfg': `cfg_file=${at('whichcert.cfg')}
resource_file=${at('resource.cfg')}
log_file=${at('nagios.log')}
status_file=${at('status.dat')}
object_cache_file=${at('objects.cache')}
precached_object_file=${at('objects.precache')}
command_file=${at('nagios.cmd')}
lock_file=${at('nagios.lock')}
temp_file=${at('nagios.tmp')}
temp_path=${folder.path}
check_result_path=${folder.path}
state_retention_file=${at('retention.dat')}
query_socket=${at('nagios.qh')}
execute_service_checks=1
interval_length=2
status_update_interval=1
service_check_timeout=50
check_external_commands=0
illegal_macro_output_chars=\`~$&|'"<>
use_syslog=0
`,
    });
    const user = process.getuid?.() === 0 ? await userOf('nagios') : null;
    if (user !== null) await runProgram('chown', ['-R', `${user.uid}:${user.gid}`, folder.path]);
    let server: RunningServer | null = null;
    try {
      const { stdout, code } = await runProgram(program('nagios4'), ['-v', at('nagios.cfg')]);
      expect(code, stdout).toBe(0);
      server = await startServer({ program: program('nagios4'), args: [at('nagios.cfg')], ports: [] });
      const service = (text: string) => text.split('servicestatus {')[1] ?? '';
      const status = await eventually(
        async () => service(await readFile(at('status.dat'), 'utf8').catch(() => '')),
        (text) => text.includes('has_been_checked=1'),
      );
      expect(status).toContain('current_state=2');
      expect(status).toContain(CAUSE);
      expect(status).toMatch(/performance_data=.*wrong_endpoints/);
    } finally {
      await server?.stop();
      await folder.remove();
    }
  });
});

describePeer('Icinga 2', ['icinga2'], () => {
  it('shows CRITICAL with the cause', async () => {
    const folder = await pluginFolder('icinga');
    const at = (name: string) => join(folder.path, name);
    await writeFiles(folder.path, {
      'icinga2.conf': `include <itl>
const PluginDir = "${at('plugins')}"
const NodeName = "test"
object Endpoint NodeName {}
object Zone "test" { endpoints = [ NodeName ] }
object CheckerComponent "checker" {}
object FileLogger "log" { severity = "information", path = "${at('icinga2.log')}" }
object PerfdataWriter "perfdata" {
  host_perfdata_path = "${at('host-perfdata')}"
  service_perfdata_path = "${at('service-perfdata')}"
  host_temp_path = "${at('host-tmp')}"
  service_temp_path = "${at('service-tmp')}"
  service_format_template = "$service.name$ $service.state$ $service.output$ | $service.perfdata$"
  rotation_interval = 1s
}
include "whichcert.conf"
`,
      'whichcert.conf': textOf('examples/icinga2/whichcert.conf'),
      'cache/x': '',
      'data/x': '',
      'data/cache/icinga2/x': '',
      'run/x': '',
      'spool/x': '',
      'log/crash/x': '',
    });
    const user = process.getuid?.() === 0 ? await userOf('nagios') : null;
    if (user !== null) {
      await runProgram('chown', ['-R', `${user.uid}:${user.gid}`, folder.path]);
      await chown(folder.path, user.uid, user.gid);
    }
    const constants = [
      'CacheDir=cache',
      'DataDir=data',
      'InitRunDir=run',
      'SpoolDir=spool',
      'LogDir=log',
      'LocalStateDir=data',
      'ConfigDir=data',
      'ZonesDir=data',
    ].flatMap((each) => {
      const [name = '', path = ''] = each.split('=');
      return ['-D', `${name}=${at(path)}`];
    });
    const args = ['daemon', '-c', at('icinga2.conf'), ...constants];
    let server: RunningServer | null = null;
    try {
      const { stdout, stderr, code } = await runProgram(program('icinga2'), [...args, '-C']);
      expect(code, stdout + stderr).toBe(0);
      server = await startServer({ program: program('icinga2'), args, ports: [] });
      const { readdir } = await import('node:fs/promises');
      const written = async (): Promise<string> => {
        const files = (await readdir(folder.path)).filter((name) => name.startsWith('service-'));
        return (await Promise.all(files.map((name) => readFile(at(name), 'utf8').catch(() => '')))).join('\n');
      };
      const line = await eventually(written, (text) => text.includes('certificate portal.example'));
      expect(line).toMatch(/certificate portal\.example CRITICAL /);
      expect(line).toContain(CAUSE);
      expect(line).toContain('wrong_endpoints');
    } finally {
      await server?.stop();
      await folder.remove();
    }
  });
});
