import type { ExportProblem, SiteBinding, StoreCertificate } from '../../model/bindings.js';
import { readCertificate } from '../../x509/read-certificate.js';
import { canonicalAddress } from '../address.js';
import { isAddress } from './endpoint.js';
import { bindingOf } from './iis-config.js';

/** What PowerShell's `ConvertTo-Json` was given. */
export interface JsonReading {
  readonly sites: readonly SiteBinding[];
  /** Null where the file holds no certificate list. */
  readonly certificates: readonly StoreCertificate[] | null;
  readonly centralFiles: readonly string[] | null;
  readonly systemVersion: string | null;
  readonly addresses: readonly string[];
  readonly problems: readonly ExportProblem[];
}

export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/**
 * One object, or a list of them, of `Get-WebBinding`, `Get-Website`, of a certificate list, or of `machine.json`; told apart
 * by their properties.
 */
export function readJson(text: string, source: string): JsonReading {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return { ...NOTHING, problems: [{ source: `${source}:1`, reason: 'this JSON does not parse', lost: true }] };
  }
  const items = list(value).map(propertiesOf);
  const readings = items.map((item, index) => itemOf(item, `${source}:${index + 1}`));
  const certificates = readings.flatMap((reading) => reading.certificates ?? []);
  return {
    sites: readings.flatMap((reading) => reading.sites),
    certificates: readings.some((reading) => reading.certificates !== null) ? certificates : null,
    centralFiles: readings.find((reading) => reading.centralFiles !== null)?.centralFiles ?? null,
    systemVersion: readings.find((reading) => reading.systemVersion !== null)?.systemVersion ?? null,
    addresses: readings.flatMap((reading) => reading.addresses),
    problems: readings.flatMap((reading) => reading.problems),
  };
}

const NOTHING: JsonReading = {
  sites: [],
  certificates: null,
  centralFiles: null,
  systemVersion: null,
  addresses: [],
  problems: [],
};

/** By lower-case name. */
type Properties = ReadonlyMap<string, unknown>;

function propertiesOf(value: unknown): Properties {
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(Object.entries(value).map(([key, each]: [string, unknown]) => [key.toLowerCase(), each]));
}

function itemOf(item: Properties, source: string): JsonReading {
  if (item.has('bindinginformation')) return { ...NOTHING, ...webBinding(item, source) };
  if (item.has('bindings')) return { ...NOTHING, ...webSite(item, source) };
  if (item.has('thumbprint')) return certificateOf(item, source);
  if (item.has('systemversion')) return machineOf(item);
  return {
    ...NOTHING,
    problems: [{ source, reason: 'neither a binding nor a certificate nor a machine: it was left out', lost: true }],
  };
}

/** `Get-Website`, `Get-IISSite`: a site with its bindings, as objects or, below the depth of the JSON, as words. */
function webSite(item: Properties, source: string): Pick<JsonReading, 'sites' | 'problems'> {
  const bindings = item.get('bindings');
  const readings = list(propertiesOf(bindings).get('collection') ?? bindings).map((each) => {
    const [, protocol, bindingInformation, sslFlags] =
      /^(\S+) (\S+)(?: sslFlags=(\w+))?/.exec(string(each) ?? '') ?? [];
    const binding =
      protocol === undefined ? propertiesOf(each) : propertiesOf({ protocol, bindingInformation, sslFlags });
    const site = [
      ['site', item.get('name')],
      ['siteid', item.get('id')],
      ['state', item.get('state')],
    ] as const;
    return webBinding(new Map<string, unknown>([...binding, ...site]), source);
  });
  return {
    sites: readings.flatMap(({ sites }) => sites),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

function webBinding(item: Properties, source: string): Pick<JsonReading, 'sites' | 'problems'> {
  const path = string(item.get('itemxpath')) ?? '';
  const site = string(item.get('site')) ?? /@name='((?:[^']|'')*)'/.exec(path)?.[1] ?? '';
  const id = string(item.get('siteid')) ?? /@id='(\d+)'/.exec(path)?.[1] ?? null;
  const attributes = new Map(
    ['protocol', 'bindinginformation', 'sslflags', 'certificatehash'].flatMap((name) => {
      const value = string(item.get(name));
      return value === null ? [] : [[name, value] as const];
    }),
  );
  const state = string(item.get('state'))?.toLowerCase() ?? null;
  return bindingOf(attributes, { site, siteId: id === null ? null : Number(id), state, source });
}

/** What `Export-Csv` and casts to text make of a boolean. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

function certificateOf(item: Properties, source: string): JsonReading {
  const thumbprint = (string(item.get('thumbprint')) ?? '').replace(/[^0-9a-f]/gi, '').toLowerCase();
  if (thumbprint.length !== 40) {
    return {
      ...NOTHING,
      certificates: [],
      problems: [{ source, reason: 'a certificate without a thumbprint of 40 hex digits', lost: true }],
    };
  }
  const raw = string(item.get('rawdata'));
  const read = raw === null ? null : readCertificate(new Uint8Array(Buffer.from(raw, 'base64')));
  const whole = read !== null && read.thumbprint === thumbprint ? read : null;
  const names = list(item.get('dnsnamelist') ?? item.get('dnsnames')).flatMap(dnsName);
  const key = item.get('hasprivatekey');
  return {
    ...NOTHING,
    certificates: [
      {
        thumbprint,
        subject: whole?.subject ?? string(item.get('subject')),
        dnsNames: whole?.dnsNames ?? names.map((name) => name.toLowerCase()),
        notBefore: whole?.notBefore ?? date(item.get('notbefore')),
        notAfter: whole?.notAfter ?? date(item.get('notafter')),
        hasPrivateKey: typeof key === 'boolean' ? key : (BOOLEANS.get(string(key)?.toLowerCase() ?? '') ?? null),
        store: storeName(item),
        source,
      },
    ],
  };
}

function machineOf(item: Properties): JsonReading {
  const files = item.get('centralfiles');
  return {
    ...NOTHING,
    systemVersion: string(item.get('systemversion')),
    addresses: list(item.get('addresses')).flatMap((each) => {
      const address = string(each)?.replace(/%.*$/, '') ?? '';
      return isAddress(address) ? [canonicalAddress(address)] : [];
    }),
    centralFiles:
      files === undefined || files === null
        ? null
        : list(files).flatMap(
            (each) =>
              string(each)
                ?.toLowerCase()
                .replace(/\.pfx$/, '') ?? [],
          ),
  };
}

/** `Store`, or the end of `PSParentPath` (`Microsoft.PowerShell.Security\\Certificate::LocalMachine\\My`). */
function storeName(item: Properties): string | null {
  return string(item.get('store')) ?? /\\([^\\]+)$/.exec(string(item.get('psparentpath')) ?? '')?.[1] ?? null;
}

/** `{ Punycode, Unicode }` of PowerShell's DnsNameList, or text. */
function dnsName(value: unknown): readonly string[] {
  const name =
    string(value) ?? string(propertiesOf(value).get('punycode')) ?? string(propertiesOf(value).get('unicode'));
  return name === null || name === '' ? [] : [name];
}

/** `"\/Date(1700000000000)\/"` of PowerShell 5.1, `{ value: … }` of a DateTime with properties, or ISO 8601. */
function date(value: unknown): string | null {
  const text = string(value) ?? string(propertiesOf(value).get('value'));
  if (text === null) return null;
  const milliseconds = /^\/Date\((-?\d+)/.exec(text)?.[1];
  const time = milliseconds === undefined ? Date.parse(text) : Number(milliseconds);
  return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? `${new Date(time).toISOString().slice(0, 19)}Z` : null;
}

/** A list, one thing alone, or the `{ value: […], Count: n }` that PowerShell 5.1 writes for some lists. */
function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value === undefined || value === null) return [];
  const wrapped = propertiesOf(value);
  const inner = wrapped.get('value');
  return wrapped.has('count') && Array.isArray(inner) ? inner : [value];
}

function string(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : null;
}
