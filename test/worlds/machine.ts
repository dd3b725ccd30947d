/**
 * The oracle's first half: a machine, and what it answers to any question. Written from `facts/http-sys.md` (section 9) and
 * `facts/servers.md` (sections 1–4); imports nothing from src/diagnosis or src/bindings.
 */
import { certificateOf, FALLBACK_NAME, HOST_A, HOST_B, HOST_C, OTHER_NAME, PARENT } from './certificates.js';

/** How a refusal looks on the wire: a fatal alert, a reset, a close without a TLS byte, or nothing at all. */
export type Refusal = 112 | 80 | 40 | 'reset' | 'close' | 'silence';

/** What a row, a fallback or a device holds: a certificate, and perhaps a second one of the other key type. */
export interface Served {
  readonly certificate: string;
  readonly second: string | null;
}

/**
 * Keys (issue 3). `reset` and `falls-through` only with http.sys selectors (facts/http-sys.md section 9: "blank hash, deleted
 * certificate or unusable key → reset or the next row"); an alert or a close only with the others (facts/servers.md
 * section 2: nginx with a variable path 80, Dovecot close); a signature that does not verify: Tomcat.
 */
export type Key = 'good' | 'bad-signature' | 'falls-through' | Refusal;

export interface Row {
  readonly holds: Served;
  readonly key: Key;
}

/** What answers where no row does. */
export type Fallback = Served | Refusal;

/** facts/servers.md section 1: when an empty server_name comes back. */
export type Acknowledgement = 'always' | 'on-match' | 'never';

export interface Machine {
  readonly port: 'tls' | 'closed' | 'plaintext';
  /** False: not the machine that is meant. It answers every name alike. */
  readonly meant: boolean;
  /** Mints a certificate for whatever name is asked. What it does without a name is `none`. */
  readonly mints: boolean;
  /** `ignored`: 2008 R2 and whatever knows no names: `unknown` answers everything. */
  readonly selector: 'ignored' | 'http-sys' | 'by-name';
  /** http.sys: an ipport row on exactly this address; it wins for every name (facts/http-sys.md section 1, rank 1). */
  readonly exactRow: Served | 'reset' | null;
  /** nginx, Apache: this table is that of a listener for exactly this address (facts/servers.md section 2). */
  readonly specific: boolean;
  readonly a: Row | null;
  readonly b: Row | null;
  readonly c: Row | null;
  /** `*.example.net`; http.sys since 2016 and most servers by name. */
  readonly wildcard: Row | null;
  /** For a name that no row has. */
  readonly unknown: Fallback;
  /** For a hello without a name. */
  readonly none: Fallback;
  readonly acknowledges: Acknowledgement;
  /** The fallback's block, and the site that X belongs to, are configured under the names in their certificates. */
  readonly named: boolean;
  /** Warning 112 beside the certificate where no name matched (facts/servers.md section 3: s_server, gnutls-serv, HAProxy ≤ 1.7). */
  readonly warns: boolean;
  /** What in the path ends every connection with a host's name: a filter, or a router whose backend for it is dead. */
  readonly filters: readonly { readonly host: string; readonly how: Refusal }[];
}

/** The answer to one question: plain data. */
export type Answer =
  | {
      readonly kind: 'served';
      readonly certificate: string;
      readonly signature: 'good' | 'bad';
      readonly acknowledged: boolean;
      readonly warned: boolean;
    }
  | { readonly kind: 'refused'; readonly how: Refusal }
  | { readonly kind: 'closed-port' }
  | { readonly kind: 'plaintext' };

/** Which key types the hello accepts. Versions do not matter to any machine of these worlds: all answer alike in all. */
export type Offer = 'any' | 'rsa' | 'ecdsa';

const CLOSED_PORT: Answer = { kind: 'closed-port' };
const PLAINTEXT: Answer = { kind: 'plaintext' };

/** What `machine` answers to a hello with this name (null: none) and these key types. */
export function answer(machine: Machine, name: string | null, offer: Offer): Answer {
  if (machine.port === 'closed') return CLOSED_PORT;
  if (machine.port === 'plaintext') return PLAINTEXT;
  for (const { host, how } of machine.filters) if (name === host) return refuse(how);
  if (machine.mints && name !== null) return serve(machine, plain(`mint:${name}`), offer, name, 'good', true);
  if (!machine.meant || machine.selector === 'ignored') return fallback(machine, machine.unknown, offer, name);
  if (machine.exactRow !== null) {
    return machine.exactRow === 'reset' ? refuse('reset') : serve(machine, machine.exactRow, offer, name, 'good', true);
  }
  const row = name === null ? null : winningRow(machine, name);
  if (row !== null) {
    if (row.key !== 'good' && row.key !== 'bad-signature' && row.key !== 'falls-through') return refuse(row.key);
    return serve(machine, row.holds, offer, name, row.key === 'bad-signature' ? 'bad' : 'good', true);
  }
  if (machine.named && name === FALLBACK_NAME && typeof machine.unknown === 'object') {
    return serve(machine, machine.unknown, offer, name, 'good', true);
  }
  return fallback(machine, name === null ? machine.none : machine.unknown, offer, name);
}

/** The exact name before the wildcard (one label); a key that falls through leaves the connection to the next row. */
function winningRow(machine: Machine, name: string): Row | null {
  const exact = rowOf(machine, name);
  if (exact !== null && exact.key !== 'falls-through') return exact;
  if (machine.named && name === OTHER_NAME) return { holds: plain('X0'), key: 'good' };
  const isOneLabelBelow = name.endsWith(`.${PARENT}`) && !name.slice(0, -PARENT.length - 1).includes('.');
  return isOneLabelBelow ? machine.wildcard : null;
}

/** The row for exactly this name. */
export function rowOf(machine: Machine, name: string): Row | null {
  if (name === HOST_A) return machine.a;
  if (name === HOST_B) return machine.b;
  return name === HOST_C ? machine.c : null;
}

function fallback(machine: Machine, what: Fallback, offer: Offer, name: string | null): Answer {
  return typeof what === 'object' ? serve(machine, what, offer, name, 'good', false) : refuse(what);
}

/** Servers choose by signature_algorithms (facts/servers.md section 4), ECDSA first; no common key type is alert 40. */
function serve(
  machine: Machine,
  holds: Served,
  offer: Offer,
  name: string | null,
  signature: 'good' | 'bad',
  matched: boolean,
): Answer {
  const certificate = choose(holds, offer);
  if (certificate === null) return refuse(40);
  return {
    kind: 'served',
    certificate,
    signature,
    acknowledged:
      name !== null && (machine.acknowledges === 'always' || (machine.acknowledges === 'on-match' && matched)),
    warned: machine.warns && name !== null && !matched,
  };
}

function choose(holds: Served, offer: Offer): string | null {
  const has = [holds.certificate, ...(holds.second === null ? [] : [holds.second])];
  const ecdsa = has.find((word) => certificateOf(word).keyType === 'ecdsa') ?? null;
  const rsa = has.find((word) => certificateOf(word).keyType === 'rsa') ?? null;
  if (offer === 'any') return ecdsa ?? rsa;
  return offer === 'rsa' ? rsa : ecdsa;
}

function refuse(how: Refusal): Answer {
  return { kind: 'refused', how };
}

/** One certificate, no second key type. */
export function plain(certificate: string): Served {
  return { certificate, second: null };
}

/** Short and unambiguous: `A0`, `A0!` bad signature, `F0+` acknowledged, `F0~` with warning 112; `#112`, `#reset`; `closed`, `plain`. */
export function codeOf(given: Answer): string {
  switch (given.kind) {
    case 'served':
      return `${bareCodeOf(given)}${given.acknowledged ? '+' : ''}${given.warned ? '~' : ''}`;
    case 'refused':
      return `#${given.how}`;
    case 'closed-port':
      return 'closed';
    case 'plaintext':
      return 'plain';
  }
}

/** The same without acknowledgement and warning. */
export function bareCodeOf(given: Answer): string {
  return given.kind === 'served' ? `${given.certificate}${given.signature === 'bad' ? '!' : ''}` : codeOf(given);
}
