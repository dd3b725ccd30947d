import type { Command } from 'commander';
import { COMMANDS } from './commands.js';
import type { ExpectFlags } from './expect-flags.js';
import {
  collectList,
  collectOnce,
  type FailOn,
  readChoice,
  readCount,
  readDate,
  readDuration,
  readFailOn,
  readRate,
} from './values.js';

const TRUST = ['bundled', 'system', 'both'] as const;
const UNREACHABLE = ['critical', 'unknown', 'ignore'] as const;
const HELLO = ['current', 'tls12'] as const;

/** The options of `check`, as commander leaves them. Absent is undefined. */
export interface CheckFlags extends ExpectFlags {
  readonly file?: readonly string[];
  readonly address?: readonly string[];
  readonly connectTo?: readonly string[];
  readonly dns?: string;
  readonly ipv4?: true;
  readonly ipv6?: true;
  readonly requireIpv6?: true;
  readonly passwordFile?: string;
  readonly trust?: (typeof TRUST)[number] | false;
  readonly ca?: readonly string[];
  readonly warnDays?: number;
  readonly criticalDays?: number;
  readonly unreachable?: (typeof UNREACHABLE)[number];
  readonly bindings?: readonly string[];
  readonly localAddress?: readonly string[];
  readonly os?: string;
  readonly saveBaseline?: string;
  readonly baseline?: string;
  readonly expectChange?: readonly string[];
  readonly wait?: number;
  readonly stable?: number;
  readonly accept?: string;
  readonly at?: number;
  readonly failOn?: FailOn;
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
  readonly hello?: (typeof HELLO)[number];
  readonly prove?: true;
  readonly probes?: readonly string[];
  readonly samples?: number;
  readonly keyTypes: boolean;
  readonly unknownSibling: boolean;
  readonly http: boolean;
  readonly askSstp?: true;
}

const choice =
  <const T extends string>(option: string, choices: readonly T[]) =>
  (text: string) =>
    readChoice(text, option, choices);
const count = (option: string, least: number) => (text: string) => readCount(text, option, least);

/** Declares the options of `check` and their help. */
export function declareCheck(command: Command, version: string): Command {
  return command
    .usage('TARGET… [options]\n       whichcert COMMAND [options]')
    .description(introduction())
    .argument('[target...]')
    .version(version, '-V, --version', 'the version')
    .optionsGroup('What to ask:')
    .option('-f, --file <file>', 'a list (a TARGET a line, or CSV) or a manifest (YAML, JSON); - is stdin', collectOnce)
    .option('--address <addresses>', 'ask every name at these addresses instead of DNS', collectList)
    .option('--connect-to <map>', 'dial elsewhere: HOST:PORT:ADDRESS:PORT as in curl', collectList)
    .option('--dns <server>', 'ask this DNS server alone: ADDRESS[:PORT]')
    .option('-4, --ipv4', 'IPv4 addresses only')
    .option('-6, --ipv6', 'IPv6 addresses only')
    .option('--require-ipv6', 'an IPv6 address without a route is unknown, not skipped')
    .optionsGroup('What should be served (by default: the name covered, in date, trusted):')
    .option('--expect-fingerprint <hex>', 'SHA-256, or the SHA-1 thumbprint that Windows shows', collectList)
    .option(
      '--expect-certificate <place>',
      'PEM, DER, PKCS#7 or PFX file, a folder of them, or an https address; any of several is right',
      collectList,
    )
    .option('--password-file <file>', "a PFX's password: the first line (else WHICHCERT_PASSWORD, else asked for)")
    .option('--accept-previous', 'during a rollout: an earlier edition of it is right too')
    .option('--expect-pin <pin>', 'SHA-256 of the public key, base64 or hex', collectList)
    .option('--expect-serial <hex>', 'its serial number', collectList)
    .option('--expect-issuer <name>', 'its issuer: the whole name, or its CN or O alone', collectOnce)
    .option('--expect-key <kind>', 'its key and least size: rsa:3072, ecdsa', collectList)
    .option('--expect-name <name>', 'a name that it must cover; of several, each', collectList)
    .option('--min-days <days>', 'critical when less is left', count('--min-days', 0))
    .option('--trust <anchors>', 'whose roots: bundled, system or both (default: bundled)', choice('--trust', TRUST))
    .option('--no-trust', 'do not ask whether it is trusted')
    .option('--ca <path>', 'trust these too: a file (PEM or DER) or a folder', collectList)
    .option(
      '--warn-days <days>',
      'warn when less is left (default: 30, or a third of its life)',
      count('--warn-days', 0),
    )
    .option('--critical-days <days>', 'critical when less is left', count('--critical-days', 0))
    .option(
      '--unreachable <status>',
      'an address that cannot be reached is critical, unknown or ignore (default: unknown)',
      choice('--unreachable', UNREACHABLE),
    )
    .option('--accept <file>', 'known faults, accepted until a date: lines of code, target, until, reason')
    .option('--at <date>', 'judge dates as of then: what would be expired?', (text) => readDate(text, '--at'))
    .optionsGroup('Before and after a change:')
    .option('--save-baseline <file>', 'keep what each address serves to each question')
    .option('--baseline <file>', 'and say what has changed since')
    .option('--expect-change <host>', 'this is to change, and nothing else: other changes are critical', collectList)
    .option('--wait <duration>', 'ask again until everything is as expected', (text) => readDuration(text, '--wait'))
    .option('--stable <n>', 'so many equal answers in a row count as arrived (default: 3)', count('--stable', 1))
    .optionsGroup('With the exports of a Windows server (whichcert bindings --help):')
    .option('--bindings <path>', 'name the row to blame out of these exports: a file or a folder', collectOnce)
    .option('--local-address <map>', 'what NAT hides: ADDRESS=ITS-OWN-ADDRESS', collectList)
    .option('--os <version>', 'which Windows Server: 2008r2, 2012, 2016 … (default: what the export says)')
    .optionsGroup('What comes out:')
    .option('--format <format>', 'text, jsonl, csv, markdown, html, junit, sarif, github or nagios (default: text)')
    .option('--output <file>', 'to FILE instead of stdout; FORMAT=FILE: to FILE as well', collectOnce)
    .option('--only-problems', 'leave out what is well')
    .option('--quiet', 'nothing on stdout: the exit code says it')
    .option('--fail-on <status>', 'warning, or critical: warnings are told, and exit 0', readFailOn)
    .option('--ordered', "in the list's order, not as they are done")
    .option('--debug', 'each step of each connection, on stderr')
    .optionsGroup('How to ask:')
    .option('--timeout <duration>', 'for one handshake (default: 10s)', (text) => readDuration(text, '--timeout'))
    .option('--concurrency <n>', 'connections at once (default: 200)', count('--concurrency', 1))
    .option('--per-address <n>', 'connections at once to one address (default: 4)', count('--per-address', 1))
    .option('--rate <n>', 'connections a second, or 100/m (default: no limit)', (text) => readRate(text, '--rate'))
    .option('--window <n>', 'targets whose answers are weighed together (default: 20000)', count('--window', 1))
    .option('--hello <kind>', 'current, or tls12: TLS 1.2 alone, cheapest for long lists', choice('--hello', HELLO))
    .option('--prove', 'verify the handshake signature with --hello tls12 too')
    .option('--probes <ids>', 'only these survey questions: target-name, no-name, …', collectList)
    .option('--samples <n>', 'how often to ask again where answers differ (default: 6)', count('--samples', 2))
    .option('--no-key-types', 'never ask as a client of RSA or ECDSA alone')
    .option('--no-unknown-sibling', 'never ask for a random name beside the target')
    .option('--no-http', 'send no HTTP HEAD where something is wrong')
    .option('--ask-sstp', "where that met Windows: is it SSTP's port too? One more request, its well-known one")
    .addHelpText(
      'after',
      '\nExit code: 0 all well, 1 a warning, 2 something critical, 3 something unknown or not understood.',
    );
}

/** Indented lines are left as they are by commander. */
function introduction(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const commands = Object.entries(COMMANDS).map(([name, what]) => `  ${name.padEnd(width)}  ${what}`);
  return `Which certificate does each address of a name really serve, and why is it the wrong one?

Examples:
  whichcert demo                                         servers with known faults, explained
  whichcert example.com www.example.com                  every address that DNS knows, port 443
  whichcert shop.example:443,8443@203.0.113.5            two ports, at this address instead of DNS
  whichcert [2001:db8::5]:8443                           an address, without a name
  whichcert smtp://mail.example imaps://mail.example     STARTTLS, and TLS from the start
  whichcert -f hosts.txt --only-problems                 a list; CSV too
  whichcert -f hosts.csv --format jsonl > report.jsonl   for programs
  whichcert shop.example --expect-certificate new.pfx    is the new one served everywhere?
  whichcert -f prod.yaml --wait 10m                      until it is, three times in a row
  whichcert intranet.example --ca corporate-root.pem     with a root of your own

Commands (whichcert COMMAND --help says more):
${commands.join('\n')}

TARGET is [scheme://]name[:port[,port]][@address[:port],…]. Schemes:
  https                                                  port 443, when none is written
  smtps imaps pop3s ldaps ftps                           TLS from the start
  smtp submission imap pop3 ftp ldap xmpp xmpp-server
  postgres mysql sieve nntp rdp                          by STARTTLS`;
}
