import type { HttpSysSystem } from '../../src/bindings/http-sys-table.js';
import type { Cause, Certainty } from '../../src/model/diagnosis.js';
import type { MachineText } from './machines.js';

/** A reported incident of facts/http-sys.md section 7 as an export, with what must come of it. */
export interface Incident {
  readonly number: number;
  readonly symptom: string;
  readonly system?: HttpSysSystem;
  readonly machine: MachineText;
  /** Where the machine itself differs from what it exports: a key that only Schannel knows to be unusable. */
  readonly live?: MachineText;
  /** The certificate that should be served, where the name alone does not say it. */
  readonly expected?: string;
  readonly host: string;
  readonly port?: number;
  /** The machine's own addresses at which the name is asked. */
  readonly at: readonly string[];
  /** What the export predicts for the name there: a certificate's letter, or how it ends. */
  readonly predicted: readonly string[];
  /** Codes that `whichcert bindings` must find. */
  readonly conflicts: readonly string[];
  /** The joined diagnosis at the last of the addresses; null: healthy. */
  readonly joined: { readonly cause: Cause; readonly certainty: Certainty; readonly row: string | null } | null;
  /** Findings of the check itself. */
  readonly findings?: readonly string[];
}

const SHOP = 'hostnameport=shop.example:443 A';
const FALLBACK = 'ipport=0.0.0.0:443 B';
const CERTIFICATES = ['A shop.example', 'B web01.example', 'C other.example', 'D old.example'];

export const INCIDENTS: readonly Incident[] = [
  {
    number: 1,
    symptom: 'wrong certificate, back after every reboot: a leftover row for the translated address',
    machine: { rows: ['ipport=10.0.0.5:443 D', SHOP, FALLBACK], certificates: CERTIFICATES },
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: ['D'],
    conflicts: ['exact-row-shadows-sni'],
    joined: { cause: 'ip-binding-conflict', certainty: 'certain', row: '10.0.0.5:443' },
  },
  {
    number: 2,
    symptom: 'after renewal SNI is ignored: an ipport row overrules',
    machine: {
      rows: ['ipport=10.0.0.5:443 D', SHOP, FALLBACK],
      certificates: ['A shop.example', 'B web01.example', 'D shop.example old'],
    },
    expected: 'A',
    host: 'shop.example',
    at: ['10.0.0.6', '10.0.0.5'],
    predicted: ['A', 'D'],
    conflicts: ['exact-row-shadows-sni'],
    joined: { cause: 'ip-binding-conflict', certainty: 'certain', row: '10.0.0.5:443' },
  },
  {
    number: 3,
    symptom: 'renewing one subdomain changes another: the SNI flag is not set',
    machine: {
      rows: ['ipport=0.0.0.0:443 C'],
      sites: ['Shop *:443:shop.example 0', 'Other *:443:other.example 0'],
      certificates: CERTIFICATES,
    },
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: ['C'],
    conflicts: ['host-binding-without-sni-flag', 'shared-row', 'certificate-does-not-cover'],
    joined: { cause: 'missing-sni-host-match', certainty: 'certain', row: '0.0.0.0:443' },
  },
  {
    number: 4,
    symptom: 'any name gets the last certificate; [::]:443 belongs to SSTP',
    machine: {
      rows: ['hostnameport=other.example:443 C', FALLBACK, 'ipport=[::]:443 D SSTP'],
      certificates: CERTIFICATES,
    },
    host: 'shop.example',
    at: ['10.0.0.5', '2001:db8::5'],
    predicted: ['B', 'D'],
    conflicts: ['fallback-foreign', 'ipv6-other-row'],
    joined: { cause: 'missing-sni-host-match', certainty: 'certain', row: '[::]:443' },
  },
  {
    number: 5,
    symptom: 'all sites move to the certificate of one: no SNI on a shared address',
    machine: {
      rows: ['ipport=10.0.0.5:443 C'],
      sites: ['Shop 10.0.0.5:443:shop.example 0', 'Other 10.0.0.5:443:other.example 0'],
      certificates: CERTIFICATES,
    },
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: ['C'],
    conflicts: ['host-binding-without-sni-flag', 'shared-row'],
    joined: { cause: 'ip-binding-conflict', certainty: 'certain', row: '10.0.0.5:443' },
  },
  {
    number: 6,
    symptom: 'site 2 overwrites site 1: 2008 R2 has one certificate per address and port',
    system: '2008r2',
    machine: {
      rows: ['ipport=0.0.0.0:443 C'],
      sites: ['Shop *:443:shop.example 0', 'Other *:443:other.example 0'],
      certificates: CERTIFICATES,
    },
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: ['C'],
    conflicts: ['shared-row', 'certificate-does-not-cover'],
    joined: { cause: 'sni-not-supported', certainty: 'certain', row: '0.0.0.0:443' },
  },
  {
    number: 7,
    symptom: 'wrong certificate, keys unreadable: another account created the key, the row was never added',
    machine: { rows: [FALLBACK], sites: ['Shop *:443:shop.example 1'], certificates: CERTIFICATES },
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: ['B'],
    conflicts: ['site-without-row'],
    joined: { cause: 'missing-sni-host-match', certainty: 'certain', row: '0.0.0.0:443' },
  },
  {
    number: 8,
    symptom: '0x80070520 on binding: the key is unreadable',
    machine: {
      rows: ['hostnameport=other.example:443 C', FALLBACK],
      sites: ['Shop *:443:shop.example 1', 'Other *:443:other.example 1'],
      certificates: ['A shop.example nokey', 'B web01.example', 'C other.example'],
    },
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: ['B'],
    conflicts: ['site-without-row'],
    joined: { cause: 'missing-sni-host-match', certainty: 'certain', row: '0.0.0.0:443' },
  },
  {
    number: 9,
    symptom: 'OWA blank, event 15021 on :444: the row names a deleted certificate',
    machine: { rows: ['ipport=0.0.0.0:444 D'], certificates: ['A shop.example'] },
    host: 'mail.example',
    port: 444,
    at: ['10.0.0.5'],
    predicted: ['reset'],
    conflicts: ['certificate-without-key'],
    joined: { cause: 'no-certificate-served', certainty: 'certain', row: '0.0.0.0:444' },
  },
  {
    number: 10,
    symptom: 'removing a certificate from one site stops all: the shared row is gone',
    machine: {
      rows: ['ipport=0.0.0.0:8172 D ZERO'],
      sites: ['Shop *:443: 0', 'Other *:443: 0'],
      certificates: CERTIFICATES,
    },
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: ['reset'],
    conflicts: ['site-without-row'],
    joined: { cause: 'no-certificate-served', certainty: 'certain', row: null },
  },
  {
    number: 11,
    symptom: 'the last certificate is applied to every binding: SslFlags',
    machine: {
      rows: ['ipport=0.0.0.0:443 C'],
      sites: ['Shop *:443:shop.example 0', 'Other *:443:other.example 0', 'Third *:443:third.example 0'],
      certificates: CERTIFICATES,
    },
    host: 'third.example',
    at: ['10.0.0.5'],
    predicted: ['C'],
    conflicts: ['host-binding-without-sni-flag', 'shared-row'],
    joined: { cause: 'missing-sni-host-match', certainty: 'certain', row: '0.0.0.0:443' },
  },
  {
    number: 12,
    symptom: 'setting SslFlags clears the hash',
    machine: { rows: ['hostnameport=shop.example:443 blank', FALLBACK], certificates: CERTIFICATES },
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: ['reset'],
    conflicts: ['blank-row'],
    joined: { cause: 'private-key-unusable', certainty: 'certain', row: 'shop.example:443' },
  },
  {
    number: 13,
    symptom: 'the IPv6 binding has no certificate',
    machine: {
      rows: ['ipport=10.0.0.5:443 A'],
      sites: ['Shop 10.0.0.5:443: 0', 'Shop [2001:db8::5]:443: 0'],
      certificates: CERTIFICATES,
    },
    host: 'shop.example',
    at: ['10.0.0.5', '2001:db8::5'],
    predicted: ['A', 'reset'],
    conflicts: ['site-without-row'],
    joined: { cause: 'no-certificate-served', certainty: 'certain', row: null },
  },
  {
    number: 14,
    symptom: 'intermittently none, event 15300: the bindings were just deleted (property 5506)',
    machine: { rows: ['ipport=0.0.0.0:8172 D ZERO'], sites: ['Shop *:443:shop.example 1'], certificates: CERTIFICATES },
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: ['reset'],
    conflicts: ['site-without-row'],
    joined: { cause: 'no-certificate-served', certainty: 'certain', row: null },
  },
  {
    number: 15,
    symptom: 'HTTPS dead: blank hash, zero application id',
    machine: { rows: ['ipport=0.0.0.0:443 blank ZERO'] },
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: ['reset'],
    conflicts: ['blank-row'],
    joined: { cause: 'no-certificate-served', certainty: 'certain', row: '0.0.0.0:443' },
  },
  {
    number: 16,
    symptom: 'AD FS proxy trust fails: an exact address row',
    machine: {
      rows: ['ipport=10.0.0.5:443 D', 'hostnameport=sts.example:443 A ADFS', 'ipport=0.0.0.0:443 A ADFS'],
      certificates: ['A sts.example', 'D old.example'],
    },
    host: 'sts.example',
    at: ['10.0.0.5'],
    predicted: ['D'],
    conflicts: ['exact-row-shadows-sni'],
    joined: { cause: 'ip-binding-conflict', certainty: 'certain', row: '10.0.0.5:443' },
  },
  {
    number: 17,
    symptom: 'clients without SNI get the old certificate after renewal: the fallback was not updated',
    machine: {
      rows: [SHOP, 'ipport=0.0.0.0:443 D'],
      certificates: ['A shop.example', 'D shop.example old'],
    },
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: ['A'],
    conflicts: [],
    joined: null,
    findings: ['fallback-outdated'],
  },
  {
    number: 18,
    symptom: 'reset on ClientHello from outside: no row for that name, no fallback',
    machine: { rows: ['hostnameport=other.example:443 C'], certificates: CERTIFICATES },
    host: 'app.example',
    at: ['10.0.0.5'],
    predicted: ['reset'],
    conflicts: ['fallback-missing'],
    joined: { cause: 'missing-sni-host-match', certainty: 'certain', row: null },
  },
  {
    number: 19,
    symptom: 'the load balancer’s health check fails with 502: it sends no SNI, there is no fallback row',
    machine: { rows: [SHOP], certificates: CERTIFICATES },
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: ['A'],
    conflicts: ['fallback-missing'],
    joined: null,
    findings: ['sni-required'],
  },
  {
    number: 20,
    symptom: 'SSTP thumbprint mismatch: IIS took 443',
    machine: { rows: [SHOP, FALLBACK, 'ipport=[::]:443 B'], certificates: CERTIFICATES },
    host: 'vpn.example',
    at: ['10.0.0.5'],
    predicted: ['B'],
    conflicts: [],
    joined: { cause: 'missing-sni-host-match', certainty: 'certain', row: '0.0.0.0:443' },
  },
  {
    number: 21,
    symptom: 'reset after ClientHello: KeySpec 0',
    machine: { rows: ['ipport=0.0.0.0:443 A'], certificates: CERTIFICATES },
    live: { rows: ['ipport=0.0.0.0:443 A'], certificates: ['A shop.example nokey'] },
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: ['A'],
    conflicts: [],
    joined: { cause: 'no-certificate-served', certainty: 'likely', row: '0.0.0.0:443' },
  },
  {
    number: 22,
    symptom: 'HTTPS dead after a reboot: the certificate was dragged from the user’s store',
    machine: { rows: ['ipport=0.0.0.0:443 D'], certificates: ['A shop.example'] },
    host: 'shop.example',
    at: ['10.0.0.5'],
    predicted: ['reset'],
    conflicts: ['certificate-without-key'],
    joined: { cause: 'no-certificate-served', certainty: 'certain', row: '0.0.0.0:443' },
  },
];
