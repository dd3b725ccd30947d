import { type Command, Option } from 'commander';
import { COMMANDS } from './commands.js';
import { collectList, collectOnce, readCount, readDuration, readRate } from './values.js';

/** The options of `check`, as commander leaves them. Absent is undefined. */
export interface CheckFlags {
  readonly file?: readonly string[];
  readonly address?: readonly string[];
  readonly connectTo?: readonly string[];
  readonly dns?: string;
  readonly ipv4?: true;
  readonly ipv6?: true;
  readonly requireIpv6?: true;
  readonly expectFingerprint?: readonly string[];
  readonly expectCertificate?: readonly string[];
  readonly trust: string | false;
  readonly ca?: readonly string[];
  readonly warnDays?: number;
  readonly criticalDays?: number;
  readonly unreachable?: string;
  readonly format?: string;
  readonly output?: readonly string[];
  readonly onlyProblems?: true;
  readonly quiet?: true;
  readonly ordered?: true;
  readonly debug?: true;
  readonly timeout?: number;
  readonly concurrency?: number;
  readonly perAddress?: number;
  readonly rate?: number;
  readonly window?: number;
  readonly hello?: string;
  readonly prove?: true;
  readonly probes?: readonly string[];
  readonly samples?: number;
  readonly keyTypes: boolean;
  readonly unknownSibling: boolean;
  readonly http: boolean;
}

const count = (option: string, least: number) => (text: string) => readCount(text, option, least);

/** Declares the options of `check` and their help. */
export function declareCheck(command: Command, version: string): Command {
  return command
    .usage('TARGET… [options]\n       whichcert COMMAND [options]')
    .description('Which certificate does each address of a name really serve, and why is it the wrong one?')
    .argument('[target...]')
    .version(version, '-V, --version', 'the version')
    .optionsGroup('What to ask:')
    .option('-f, --file <file>', 'a list: a TARGET a line, or CSV with a header; - is stdin', collectOnce)
    .option('--address <addresses>', 'ask every name at these addresses instead of DNS', collectList)
    .option('--connect-to <map>', 'dial elsewhere: HOST:PORT:ADDRESS:PORT as in curl', collectList)
    .option('--dns <server>', 'ask this DNS server alone: ADDRESS[:PORT]')
    .option('-4, --ipv4', 'IPv4 addresses only')
    .option('-6, --ipv6', 'IPv6 addresses only')
    .option('--require-ipv6', 'an IPv6 address without a route is unknown, not skipped')
    .optionsGroup('What should be served (by default: the name covered, in date, trusted):')
    .option('--expect-fingerprint <hex>', 'SHA-256, or the SHA-1 thumbprint that Windows shows', collectList)
    .option('--expect-certificate <file>', 'PEM or DER; with several, any of them is right', collectList)
    .addOption(new Option('--trust <anchors>', 'whose roots').choices(['bundled', 'system', 'both']).default('bundled'))
    .option('--no-trust', 'do not ask whether it is trusted')
    .option('--ca <path>', 'trust these too: a file (PEM or DER) or a folder', collectList)
    .option(
      '--warn-days <days>',
      'warn when less is left (default: 30, or a third of its life)',
      count('--warn-days', 0),
    )
    .option('--critical-days <days>', 'critical when less is left', count('--critical-days', 0))
    .addOption(
      new Option(
        '--unreachable <status>',
        'what an address counts as that cannot be reached (default: unknown)',
      ).choices(['critical', 'unknown', 'ignore']),
    )
    .optionsGroup('What comes out:')
    .addOption(new Option('--format <format>', 'on stdout: text or jsonl').default('text', 'text'))
    .option('--output <file>', 'to FILE instead of stdout; FORMAT=FILE: to FILE as well', collectOnce)
    .option('--only-problems', 'leave out what is well')
    .option('--quiet', 'nothing on stdout: the exit code says it')
    .option('--ordered', "in the list's order, not as they are done")
    .option('--debug', 'each step of each connection, on stderr')
    .optionsGroup('How to ask:')
    .option('--timeout <duration>', 'for one handshake (default: 10s)', (text) => readDuration(text, '--timeout'))
    .option('--concurrency <n>', 'connections at once (default: 200)', count('--concurrency', 1))
    .option('--per-address <n>', 'connections at once to one address (default: 4)', count('--per-address', 1))
    .option('--rate <n>', 'connections a second, or 100/m (default: no limit)', (text) => readRate(text, '--rate'))
    .option('--window <n>', 'targets whose answers are weighed together (default: 20000)', count('--window', 1))
    .addOption(
      new Option('--hello <kind>', 'tls12 asks for TLS 1.2 alone: cheapest, for long lists').choices([
        'current',
        'tls12',
      ]),
    )
    .option('--prove', 'verify the handshake signature with --hello tls12 too')
    .option('--probes <ids>', 'only these survey questions: target-name, no-name, …', collectList)
    .option('--samples <n>', 'how often to ask again where answers differ (default: 6)', count('--samples', 2))
    .option('--no-key-types', 'never ask as a client of RSA or ECDSA alone')
    .option('--no-unknown-sibling', 'never ask for a random name beside the target')
    .option('--no-http', 'send no HTTP HEAD where something is wrong')
    .addHelpText('after', () => afterHelp());
}

function afterHelp(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const commands = Object.entries(COMMANDS).map(([name, what]) => `  ${name.padEnd(width)}  ${what}`);
  return `
Commands:
${commands.join('\n')}
  (whichcert COMMAND --help says more)

TARGET: [scheme://]name[:port[,port]][@address[:port],…]
  shop.example                           every address that DNS knows, port 443
  shop.example:443,8443                  two ports
  shop.example@203.0.113.5,203.0.113.6   these addresses instead of DNS
  [2001:db8::5]:8443                     an address, without a name
  smtp://mail.example                    STARTTLS; also imap, pop3, ftp, ldap, postgres …
  imaps://mail.example                   TLS from the start; also smtps, pop3s, ldaps, ftps

Examples:
  whichcert demo
  whichcert example.com www.example.com
  whichcert -f hosts.txt --only-problems
  whichcert -f hosts.csv --format jsonl > report.jsonl
  whichcert shop.example --expect-certificate new.pem --address 203.0.113.5,203.0.113.6
  whichcert intranet.example --ca corporate-root.pem

Exit code: 0 all well, 1 a warning, 2 something critical, 3 something unknown or not understood.`;
}
