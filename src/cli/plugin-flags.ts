import { type Command, Option } from 'commander';
import { STARTTLS_PROTOCOLS } from '../model/target.js';
import type { CheckFlags } from './check-flags.js';
import { collectList, collectOnce, readChoice, readDuration } from './values.js';

/** The options of `check_whichcert`: those that monitoring plugins have in common, and what should be served. */
export interface PluginFlags extends CheckFlags {
  readonly hostname?: string;
  readonly port?: string;
  readonly warning?: string;
  readonly critical?: string;
  readonly limit: number;
  readonly verbose?: true;
  readonly sni?: string;
  readonly starttls?: (typeof STARTTLS_PROTOCOLS)[number];
}

/** Declares them (Monitoring Plugins Guidelines, "Plugin Options"). */
export function declarePlugin(command: Command, version: string): Command {
  return command
    .usage('-H HOST [options]')
    .description('Which certificate each address of a name serves, as a monitoring plugin.')
    .version(version, '-V, --version', 'the version')
    .option('-H, --hostname <host>', 'the name, or the address to ask (with --sni)')
    .option('-p, --port <port>', 'the port (default: 443, or that of --starttls)')
    .option(
      '-w, --warning <range>',
      'warn outside this range of days left, instead of below 30: 10 or 10: is less than 10',
    )
    .option('-c, --critical <range>', 'critical outside this range')
    .addOption(
      new Option('-t, --timeout <seconds>', 'UNKNOWN after so long altogether')
        .argParser((text) => readDuration(text, '--timeout'))
        .default(30_000, '30'),
    )
    .option('-v, --verbose', 'evidence, alternatives and findings below the status line')
    .option('-4, --ipv4', 'IPv4 addresses only')
    .option('-6, --ipv6', 'IPv6 addresses only')
    .option('--sni <name>', 'ask for this name at -H')
    .option('--address <addresses>', 'ask at these addresses instead of DNS', collectList)
    .option('--starttls <protocol>', STARTTLS_PROTOCOLS.join(', '), (text: string) =>
      readChoice(text, '--starttls', STARTTLS_PROTOCOLS),
    )
    .option('--connect-to <map>', 'dial elsewhere: HOST:PORT:ADDRESS:PORT as in curl', collectList)
    .option('--dns <server>', 'ask this DNS server alone')
    .option('--expect-fingerprint <hex>', 'SHA-256, or the thumbprint that Windows shows', collectList)
    .option('--expect-certificate <place>', 'a file of the certificate that should be served', collectList)
    .option('--expect-name <name>', 'a name that it must cover', collectList)
    .option('--expect-issuer <name>', 'its issuer', collectOnce)
    .option('--trust <anchors>', 'bundled, system or both', (text: string) =>
      readChoice(text, '--trust', ['bundled', 'system', 'both'] as const),
    )
    .option('--no-trust', 'do not ask whether it is trusted')
    .option('--ca <path>', 'trust these too: a file or a folder', collectList)
    .option('--unreachable <status>', 'critical, unknown or ignore (default: critical)', (text: string) =>
      readChoice(text, '--unreachable', ['critical', 'unknown', 'ignore'] as const),
    )
    .addHelpText('after', '\nExit code: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.');
}
