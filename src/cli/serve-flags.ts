import { type Command, Option } from 'commander';
import type { CheckFlags } from './check-flags.js';
import { collectList, collectOnce, readChoice, readCount, readDuration } from './values.js';

/** The options of `serve`: its own, and those of `check` that make sense on a schedule. */
export interface ServeFlags extends CheckFlags {
  readonly listen: string;
  readonly interval: number;
  readonly allow?: readonly string[];
  readonly module?: readonly string[];
  readonly blackboxConfig?: string;
  readonly preferredIpProtocol: 'ip4' | 'ip6';
  readonly tokenFile?: string;
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly state?: string;
  readonly receivers?: string;
  readonly maxProbes: number;
  readonly probesPerAddress: number;
  readonly maxSeries: number;
  readonly logLevel: (typeof LEVELS)[number];
}

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
const count = (option: string, least: number) => (text: string) => readCount(text, option, least);

/** Declares the options of `serve` and their help. */
export function declareServe(command: Command): Command {
  return command
    .usage('[TARGET…] [-f MANIFEST] [options]')
    .description(
      'An HTTP server for monitors: /probe as blackbox_exporter has it, /metrics for the targets of the manifest, which are ' +
        'checked on a schedule, /api/v1/targets, /api/v1/reports/TARGET, /healthz, /readyz, and a page at /.',
    )
    .argument('[target...]')
    .optionsGroup('The server:')
    .addOption(new Option('--listen <place>', 'ADDRESS:PORT').default('127.0.0.1:9115', '127.0.0.1:9115'))
    .option(
      '--token-file <file>',
      'ask everybody for this bearer token: the first line (else WHICHCERT_TOKEN, else nobody is asked)',
    )
    .option('--tls-certificate <file>', 'speak TLS: the certificate and its issuers, PEM')
    .option('--tls-key <file>', 'and its key, PEM')
    .option('--state <folder>', 'keep history here over a restart')
    .option('--receivers <file>', 'whom to tell of what (YAML): examples/receivers.yaml')
    .addOption(
      new Option('--log-level <level>', LEVELS.join(', '))
        .argParser((text) => readChoice(text, '--log-level', LEVELS))
        .default('info', 'info'),
    )
    .optionsGroup('The schedule:')
    .option(
      '-f, --file <file>',
      'a manifest (YAML, JSON) or a list; read again when it changes, and on SIGHUP',
      collectOnce,
    )
    .addOption(
      new Option('--interval <duration>', 'every target is checked so often')
        .argParser((text) => readDuration(text, '--interval'))
        .default(60_000, '60s'),
    )
    .option('--max-series <n>', 'series of targets in one answer; the worst stay', count('--max-series', 1), 50_000)
    .optionsGroup('/probe:')
    .option('--allow <pattern>', 'names and networks that may be asked about, beside the manifest', collectList)
    .option(
      '--blackbox-config <file>',
      "blackbox_exporter's configuration: its modules, by their names, as far as TLS goes",
    )
    .option(
      '--module <name=scheme>',
      'another name for https, smtp, imap … in ?module=; with ,ip4 or ,ip6 its family',
      collectOnce,
    )
    .addOption(
      new Option('--preferred-ip-protocol <family>', 'ip6 or ip4: which address unlabelled metrics speak of')
        .argParser((text) => readChoice(text, '--preferred-ip-protocol', ['ip6', 'ip4'] as const))
        .default('ip6', 'ip6'),
    )
    .option('--max-probes <n>', 'probes at once', count('--max-probes', 1), 50)
    .option('--probes-per-address <n>', 'probes at once to one address', count('--probes-per-address', 1), 4)
    .optionsGroup('How to ask, as of check:')
    .option('--address <addresses>', 'ask every name at these addresses instead of DNS', collectList)
    .option('--connect-to <map>', 'dial elsewhere: HOST:PORT:ADDRESS:PORT as in curl', collectList)
    .option('--dns <server>', 'ask this DNS server alone: ADDRESS[:PORT]')
    .option('-4, --ipv4', 'IPv4 addresses only')
    .option('-6, --ipv6', 'IPv6 addresses only')
    .option('--require-ipv6', 'an IPv6 address without a route is unknown, not skipped')
    .option('--password-file <file>', "a PFX's password: the first line (else WHICHCERT_PASSWORD)")
    .option('--trust <anchors>', 'bundled, system or both', (text: string) =>
      readChoice(text, '--trust', ['bundled', 'system', 'both'] as const),
    )
    .option('--no-trust', 'do not ask whether it is trusted')
    .option('--ca <path>', 'trust these too: a file or a folder', collectList)
    .option('--warn-days <days>', 'warn when less is left', count('--warn-days', 0))
    .option('--critical-days <days>', 'critical when less is left', count('--critical-days', 0))
    .option('--unreachable <status>', 'critical, unknown or ignore', (text: string) =>
      readChoice(text, '--unreachable', ['critical', 'unknown', 'ignore'] as const),
    )
    .option(
      '--timeout <duration>',
      'for one handshake (default: 10s; on the schedule at most a third of the interval)',
      (text: string) => readDuration(text, '--timeout'),
    )
    .option('--per-address <n>', 'connections at once to one address', count('--per-address', 1))
    .option('--hello <kind>', 'current, or tls12: TLS 1.2 alone, cheapest for long lists', (text: string) =>
      readChoice(text, '--hello', ['current', 'tls12'] as const),
    )
    .option('--probes <ids>', 'only these survey questions: target-name, no-name, …', collectList)
    .option('--samples <n>', 'how often to ask again where answers differ', count('--samples', 2))
    .option('--no-key-types', 'never ask as a client of RSA or ECDSA alone')
    .option('--no-unknown-sibling', 'never ask for a random name beside the target')
    .option('--no-http', 'send no HTTP HEAD where something is wrong')
    .addHelpText(
      'after',
      '\nSIGHUP reads the manifest, the token and the certificate again; SIGTERM ends within ten seconds. Logs are JSON lines on stderr.',
    );
}
