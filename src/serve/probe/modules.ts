import { UsageError } from '../../errors.js';
import { findScheme, SCHEMES, type Scheme } from '../../targets/schemes.js';
import type { PreferredFamily } from '../metrics/blackbox-families.js';

/** How `?module=` asks. */
export interface Module {
  /** What is spoken before the handshake, and the port where the target names none; null: what the port is known for. */
  readonly scheme: Scheme | null;
  /** Who is asked for, whatever the target and `hostname` say; null: they say it. */
  readonly serverName: string | null;
  /** False: a probe succeeds with whatever certificate is served, as under blackbox_exporter's `insecure_skip_verify`. */
  readonly verify: boolean;
  /** Which address unlabelled metrics speak of; null: `--preferred-ip-protocol`. */
  readonly preferred: PreferredFamily | null;
  /** Milliseconds; null: the scrape's timeout alone. */
  readonly timeoutMs: number | null;
  /** Further anchors, DER. */
  readonly ca: readonly Uint8Array[];
  /** Why it cannot be asked here; null: it can. */
  readonly refusal: string | null;
}

/** By what the target says, the scheme apart. */
export const PLAIN: Module = {
  scheme: null,
  serverName: null,
  verify: true,
  preferred: null,
  timeoutMs: null,
  ca: [],
  refusal: null,
};

/** The words of blackbox_exporter's examples, so that a running Prometheus only changes the port; null: by the port. */
const FAMILIAR: Readonly<Record<string, string | null>> = {
  tls: null,
  tls_connect: null,
  tcp_tls: null,
  tcp_connect_tls: null,
  http_2xx: 'https',
  https_2xx: 'https',
  http_post_2xx: 'https',
  smtp_starttls: 'smtp',
  imap_starttls: 'imap',
  pop3_starttls: 'pop3',
  ftp_starttls: 'ftp',
  pop3s_banner: 'pop3s',
};

/**
 * The same, of modules that speak no TLS there: taken for TLS, every target of theirs would be wrong. A blackbox.yml and
 * `--module` may say otherwise.
 */
const FAMILIAR_PLAIN: readonly string[] = ['tcp_connect', 'ssh_banner', 'irc_banner', 'icmp', 'icmp_ttl5'];

/** By name. */
export type Modules = ReadonlyMap<string, Module>;

const FAMILIES: readonly PreferredFamily[] = ['ip4', 'ip6'];

/** The module of a probe that names none. */
export const DEFAULT_MODULE = 'tls';

/**
 * The modules there are: every scheme by its name, the familiar words, those of a blackbox.yml (`configured`), and what
 * `--module NAME=SCHEME[,FAMILY]` adds; the later stand before the earlier. Throws UsageError `bad-option`.
 */
export function readModules(more: readonly string[], configured: Modules = new Map()): Modules {
  const modules = new Map<string, Module>(SCHEMES.map((scheme) => [scheme.scheme, { ...PLAIN, scheme }]));
  for (const [name, word] of Object.entries(FAMILIAR)) {
    modules.set(name, { ...PLAIN, scheme: word === null ? null : findScheme(word) });
  }
  for (const name of FAMILIAR_PLAIN) {
    modules.set(name, { ...PLAIN, refusal: 'under this name blackbox_exporter speaks no TLS (tls_connect does)' });
  }
  for (const [name, module] of configured) modules.set(name, module);
  for (const said of more) {
    const [name = '', word = ''] = said.split('=', 2).map((each) => each.trim());
    const [spoken = '', family, ...others] = word.split(',').map((each) => each.trim());
    const preferred = FAMILIES.find((each) => each === family) ?? null;
    const scheme = name === '' ? null : findScheme(spoken);
    if (scheme === null || others.length > 0 || (family !== undefined && preferred === null)) {
      throw new UsageError(
        'bad-option',
        `--module ${JSON.stringify(said)}: NAME=SCHEME or NAME=SCHEME,ip4 was expected`,
        `Schemes are ${SCHEMES.map((each) => each.scheme).join(', ')}.`,
      );
    }
    modules.set(name, { ...PLAIN, scheme, preferred });
  }
  return modules;
}

/** Throws UsageError `unknown-module`: for an unknown one it names those there are, for one that cannot be asked it says why. */
export function findModule(modules: Modules, name: string): Module {
  const module = modules.get(name);
  const shown = JSON.stringify(name.slice(0, 100));
  if (module === undefined) {
    const known = [...modules].flatMap(([each, { refusal }]) => (refusal === null ? [each] : []));
    throw new UsageError('unknown-module', `there is no module ${shown}`, `Known are ${known.join(', ')}.`);
  }
  if (module.refusal !== null) {
    throw new UsageError(
      'unknown-module',
      `the module ${shown} cannot be asked here: ${module.refusal}`,
      'Leave its job with blackbox_exporter.',
    );
  }
  return module;
}
