import { UsageError } from '../../errors.js';
import { findScheme, SCHEMES, type Scheme } from '../../targets/schemes.js';

/** The words of blackbox_exporter's examples, so that a running Prometheus only changes the port. */
const FAMILIAR: Readonly<Record<string, string>> = {
  tls: 'https',
  tls_connect: 'https',
  tcp_tls: 'https',
  tcp_connect_tls: 'https',
  tcp_connect: 'https',
  http_2xx: 'https',
  https_2xx: 'https',
  http_post_2xx: 'https',
  smtp_starttls: 'smtp',
  imap_starttls: 'imap',
  pop3_starttls: 'pop3',
  ftp_starttls: 'ftp',
  pop3s_banner: 'pop3s',
};

/** Module name → what is spoken before the handshake, and the port where the target names none. */
export type Modules = ReadonlyMap<string, Scheme>;

/** The module of a probe that names none. */
export const DEFAULT_MODULE = 'tls';

/**
 * The modules there are: every scheme by its name, the familiar words, and what `--module NAME=SCHEME` adds. Throws
 * UsageError `bad-option`.
 */
export function readModules(more: readonly string[]): Modules {
  const modules = new Map<string, Scheme>(SCHEMES.map((scheme) => [scheme.scheme, scheme]));
  const add = (name: string, word: string, said: string): void => {
    const scheme = findScheme(word);
    if (scheme === null) {
      throw new UsageError(
        'bad-option',
        `--module ${JSON.stringify(said)}: NAME=SCHEME was expected`,
        `Schemes are ${SCHEMES.map((each) => each.scheme).join(', ')}.`,
      );
    }
    modules.set(name, scheme);
  };
  for (const [name, word] of Object.entries(FAMILIAR)) add(name, word, name);
  for (const said of more) {
    const [name = '', word = ''] = said.split('=', 2);
    add(name.trim(), name.trim() === '' ? '' : word.trim(), said);
  }
  return modules;
}

/** Throws UsageError `unknown-module`, which names those there are. */
export function findModule(modules: Modules, name: string): Scheme {
  const scheme = modules.get(name);
  if (scheme !== undefined) return scheme;
  throw new UsageError(
    'unknown-module',
    `there is no module ${JSON.stringify(name.slice(0, 100))}`,
    `Known are ${[...modules.keys()].join(', ')}.`,
  );
}
