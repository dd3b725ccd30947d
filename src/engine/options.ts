import { isIP } from 'node:net';
import { UsageError } from '../errors.js';
import type { Probe } from '../model/question.js';
import type { ConnectTo, Target } from '../model/target.js';
import type { TypedOption } from '../model/typed-option.js';
import type { AddressSlots } from './address-slots.js';
import { systemClock, systemRandom } from './ambient.js';
import type { TranscriptEntry } from './transcript.js';

/**
 * Which anchors judge. `bundled`: Node's; `system`: the machine's; `both`; `none`: trust is not asked.
 * Certificates in `ca` are anchors beside those.
 */
export interface TrustOptions {
  readonly mode: 'bundled' | 'system' | 'both' | 'none';
  /** DER. */
  readonly ca: readonly Uint8Array[];
  /** What to call them in a report: the file or folder of `--ca`. */
  readonly caSource: string | null;
}

/** An address as getaddrinfo says it. */
export interface SystemAddress {
  readonly address: string;
  readonly family: number;
}

/** What resolution reads from the machine, for those who bring their own. */
export interface ResolverOverrides {
  /** The hosts file's text; undefined: the machine's file is read once. */
  readonly hostsFile?: string | undefined;
  /** The hosts file's path, where it is not the platform's usual one. */
  readonly hostsPath?: string | undefined;
  /** DNS servers (`address[:port]`) instead of the machine's; hosts file and getaddrinfo are still asked, unlike with `dns`. */
  readonly servers?: readonly string[] | undefined;
  /** Asked once for a name that DNS does not know; undefined: the machine's. Rejects with a `code` as dns.lookup does. */
  readonly getaddrinfo?: ((host: string) => Promise<readonly SystemAddress[]>) | undefined;
  /** Addresses of this machine's interfaces, to tell whether a family has a route; undefined: the machine's. */
  readonly localAddresses?: readonly string[] | undefined;
}

/** An address that is about to be dialled for a target. */
export interface Dial {
  /** What is dialled, after `connectTo`. */
  readonly address: string;
  readonly port: number;
  /** What the report calls it. */
  readonly shown: string;
  /** This machine has no route for its family: it will not be dialled anyhow. */
  readonly noRoute: boolean;
}

/**
 * Asked once a target, with all addresses that are about to be dialled for it, in their order: null lets one be dialled,
 * a word is why it is not (`skipped` with that reason). What it saw is what is dialled: nothing is resolved again.
 */
export type Admit = (target: Target, dials: readonly Dial[]) => Promise<readonly (string | null)[]>;

/** Options of {@link check}. Only `probes` has no default: pass those of `probes/index.ts`. Times in milliseconds. */
export interface CheckOptions {
  readonly probes: readonly Probe[];
  /** `whichcert/x.y.z`, for the report. */
  readonly tool?: string | undefined;
  /** First match wins, as in curl. */
  readonly connectTo?: readonly ConnectTo[] | undefined;
  readonly trust?: TrustOptions | undefined;
  /** One handshake, connecting and STARTTLS included. Default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** Connections in flight across all targets. Default 200. */
  readonly concurrency?: number | undefined;
  /** Connections in flight to one address. Default 4. */
  readonly perAddress?: number | undefined;
  /** Connections a second across all targets; null: unlimited. */
  readonly ratePerSecond?: number | null | undefined;
  /** `address[:port]` of the one DNS server to ask; null: the machine's hosts file, DNS and getaddrinfo. */
  readonly dns?: string | null | undefined;
  readonly families?: { readonly ipv4: boolean; readonly ipv6: boolean } | undefined;
  readonly hello?: 'current' | 'tls12' | undefined;
  /** Verify the handshake's signature under `hello: 'tls12'` too; it always is under `current`. */
  readonly prove?: boolean | undefined;
  /** Ids of the survey questions to ask; null: all. The control is always asked. */
  readonly surveyProbes?: readonly string[] | null | undefined;
  /** False: no question that changes nothing but the key types. */
  readonly keyTypes?: boolean | undefined;
  /** How often a question is put where two answers differed. Default 6. */
  readonly samples?: number | undefined;
  /** False: never ask for a random name beside the target. */
  readonly unknownSibling?: boolean | undefined;
  /** False: no HTTP HEAD at sick HTTP endpoints. */
  readonly http?: boolean | undefined;
  /** True: where that HEAD met Windows, SSTP's well-known request too. Default false. */
  readonly askSstp?: boolean | undefined;
  /** Reports in the input's order instead of completion's. */
  readonly ordered?: boolean | undefined;
  /** How many targets are held together, so that all names of an address are evidence. Default 20,000. */
  readonly window?: number | undefined;
  readonly unreachable?: 'critical' | 'unknown' | 'ignore' | undefined;
  readonly requireIpv6?: boolean | undefined;
  readonly warnDays?: number | null | undefined;
  readonly criticalDays?: number | null | undefined;
  /** Judge dates as of then, milliseconds since 1970: what would be expired. Null: now. */
  readonly judgeAt?: number | null | undefined;
  /** Ends the run: what is known is still reported, then its reason (an AbortError) is thrown. */
  readonly signal?: AbortSignal | null | undefined;
  /** Milliseconds since 1970, may have fractions, never goes back. */
  readonly clock?: (() => number) | undefined;
  readonly random?: ((size: number) => Uint8Array) | undefined;
  readonly resolver?: ResolverOverrides | undefined;
  /** Judges addresses before they are dialled; null: all may be. */
  readonly admit?: Admit | null | undefined;
  /** Places at addresses that several runs share; null: `perAddress` is this run's own. */
  readonly addressSlots?: AddressSlots | null | undefined;
  /** Every step as it happens. Texts may come from a peer: escape them before they are shown. */
  readonly onTranscript?: ((entry: TranscriptEntry) => void) | null | undefined;
  /** Things worth knowing once a run. */
  readonly onWarning?: ((message: string) => void) | null | undefined;
  readonly vantage?: string | null | undefined;
  /** What the user typed, for the commands of the report that check again. Default none. */
  readonly typedOptions?: readonly TypedOption[] | undefined;
  /** `20.20.2`, for the description of the bundled anchors. */
  readonly nodeVersion?: string | null | undefined;
  /** How many descriptors this process may have open; null: read where the system tells (Linux). */
  readonly descriptorLimit?: number | null | undefined;
}

type Defaulted = { readonly [Key in keyof CheckOptions]-?: Exclude<CheckOptions[Key], undefined> };

/** {@link CheckOptions} with every default in place, checked. */
export interface Settings extends Defaulted {}

const BUNDLED: TrustOptions = { mode: 'bundled', ca: [], caSource: null };

/** @throws UsageError `bad-option` for a number out of range, a DNS server that is no address, or an unknown probe. */
export function settle(options: CheckOptions): Settings {
  const settings: Settings = {
    probes: options.probes,
    tool: options.tool ?? 'whichcert',
    connectTo: options.connectTo ?? [],
    trust: options.trust ?? BUNDLED,
    timeoutMs: options.timeoutMs ?? 10_000,
    concurrency: options.concurrency ?? 200,
    perAddress: options.perAddress ?? 4,
    ratePerSecond: options.ratePerSecond ?? null,
    dns: options.dns ?? null,
    families: options.families ?? { ipv4: true, ipv6: true },
    hello: options.hello ?? 'current',
    prove: options.prove ?? false,
    surveyProbes: options.surveyProbes ?? null,
    keyTypes: options.keyTypes ?? true,
    samples: options.samples ?? 6,
    unknownSibling: options.unknownSibling ?? true,
    http: options.http ?? true,
    askSstp: options.askSstp ?? false,
    ordered: options.ordered ?? false,
    window: options.window ?? 20_000,
    unreachable: options.unreachable ?? 'unknown',
    requireIpv6: options.requireIpv6 ?? false,
    warnDays: options.warnDays ?? null,
    criticalDays: options.criticalDays ?? null,
    judgeAt: options.judgeAt ?? null,
    signal: options.signal ?? null,
    clock: options.clock ?? systemClock(),
    random: options.random ?? systemRandom,
    resolver: options.resolver ?? {},
    admit: options.admit ?? null,
    addressSlots: options.addressSlots ?? null,
    onTranscript: options.onTranscript ?? null,
    onWarning: options.onWarning ?? null,
    vantage: options.vantage ?? null,
    typedOptions: options.typedOptions ?? [],
    nodeVersion: options.nodeVersion ?? null,
    descriptorLimit: options.descriptorLimit ?? null,
  };
  refuseNonsense(settings);
  return settings;
}

function refuseNonsense(settings: Settings): void {
  wholeNumber('timeout', settings.timeoutMs, 1);
  wholeNumber('concurrency', settings.concurrency, 1);
  wholeNumber('per-address', settings.perAddress, 1);
  wholeNumber('samples', settings.samples, 1);
  wholeNumber('window', settings.window, 1);
  if (settings.ratePerSecond !== null && !(settings.ratePerSecond > 0)) {
    throw new UsageError('bad-option', `rate: ${settings.ratePerSecond} is not above 0`);
  }
  if (!settings.families.ipv4 && !settings.families.ipv6) {
    throw new UsageError('bad-option', 'both address families are switched off', 'Give -4 or -6, not both.');
  }
  if (settings.dns !== null) readDnsServer(settings.dns);
  for (const server of settings.resolver.servers ?? []) readDnsServer(server);
  for (const id of settings.surveyProbes ?? []) {
    if (settings.probes.some((probe) => probe.id === id && probe.round === 'survey')) continue;
    const known = settings.probes.filter(({ round }) => round === 'survey').map((probe) => probe.id);
    throw new UsageError(
      'bad-option',
      `probes: ${JSON.stringify(id)} is not a survey question`,
      `Known: ${known.join(', ')}.`,
    );
  }
}

function wholeNumber(name: string, value: number, least: number): void {
  if (Number.isFinite(value) && value >= least) return;
  throw new UsageError('bad-option', `${name}: ${value} is not a number of at least ${least}`);
}

/**
 * `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353` → as `dns.Resolver.setServers` wants it.
 * @throws UsageError `bad-option`
 */
export function readDnsServer(text: string): string {
  if (isIP(text) === 6) return `[${text}]:53`;
  if (isIP(text) === 4) return `${text}:53`;
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const address = match?.[1] ?? match?.[2] ?? '';
  const port = Number(match?.[3] ?? 53);
  const family = isIP(address);
  const bracketed = match?.[1] !== undefined;
  if (family === 0 || (family === 6) !== bracketed || port < 1 || port > 65_535) {
    throw new UsageError(
      'bad-option',
      `dns: ${JSON.stringify(text)} is not an address or address:port`,
      'Example: --dns 192.0.2.53 or --dns [2001:db8::53]:5353.',
    );
  }
  return family === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}
