import { readFile } from 'node:fs/promises';
import * as tls from 'node:tls';
import { UsageError } from '../errors.js';
import type { Certificate } from '../model/certificate.js';
import { splitPem, toPem } from '../x509/pem.js';
import { readCertificate } from '../x509/read-certificate.js';
import type { TrustOptions } from './options.js';
import { TRUST_HELLO } from './trust-hello.js';

/** Who judges: the trust anchors of a run, ready for OpenSSL. */
export interface Anchors {
  /** `bundled 144 (Node 20.20.2)`, `system 140`, `--ca corp.pem`, joined by ` + `. */
  readonly description: string;
  /** Says {@link TRUST_HELLO}. */
  readonly context: tls.SecureContext;
  /** The anchors as certificates, read when first asked for. */
  certificates(): readonly Certificate[];
}

/** Where Linux distributions and others keep their bundle. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
];

/** By the caller's own object: a server that checks all day passes the same one, and reading some 150 roots costs a tenth of a second. */
const loaded = new WeakMap<TrustOptions, Map<string | null, Promise<Anchors>>>();

/**
 * Loaded once for each options object, for as long as the caller keeps it.
 *
 * @param nodeVersion for the description; null: left out
 * @throws UsageError `trust-unavailable` when the machine's anchors are asked for and cannot be read
 */
export async function loadAnchors(trust: TrustOptions, nodeVersion: string | null): Promise<Anchors | null> {
  if (trust.mode === 'none') return null;
  const byVersion = loaded.get(trust) ?? new Map<string | null, Promise<Anchors>>();
  loaded.set(trust, byVersion);
  const known = byVersion.get(nodeVersion);
  if (known !== undefined) return known;
  const loading = load(trust, nodeVersion);
  byVersion.set(nodeVersion, loading);
  // What could not be read may be there the next time.
  loading.catch(() => byVersion.delete(nodeVersion));
  return loading;
}

async function load(trust: TrustOptions, nodeVersion: string | null): Promise<Anchors> {
  const { parts, pems } = await gather(trust, nodeVersion);
  const onlyBundled = trust.mode === 'bundled' && trust.ca.length === 0;
  let read: readonly Certificate[] | null = null;
  return {
    description: parts.join(' + '),
    context: tls.createSecureContext({
      ...TRUST_HELLO,
      // Without a list Node shares one ready store of its own roots: 75 ms a run are saved.
      ...(onlyBundled ? {} : { ca: [...pems] }),
      // An intermediate that somebody names is an anchor (RFC 5280 §6.1.1 d), as for curl: OpenSSL alone wants a root.
      ...(trust.ca.length === 0 ? {} : { allowPartialTrustChain: true }),
    }),
    certificates() {
      read ??= pems.flatMap((pem) => splitPem(pem).flatMap(({ der }) => (der === null ? [] : readCertificate(der))));
      return read;
    },
  };
}

/**
 * The roots that a connection of our own is verified with, as PEM; null: Node's own are enough. `--no-trust` speaks of the
 * servers that are looked at: what is fetched is verified all the same.
 *
 * @throws UsageError `trust-unavailable` as {@link loadAnchors}
 */
export async function rootsFor(trust: TrustOptions): Promise<readonly string[] | null> {
  const mode = trust.mode === 'none' ? 'bundled' : trust.mode;
  if (mode === 'bundled' && trust.ca.length === 0) return null;
  return (await gather({ ...trust, mode }, null)).pems;
}

async function gather(
  trust: TrustOptions,
  nodeVersion: string | null,
): Promise<{ readonly parts: readonly string[]; readonly pems: readonly string[] }> {
  const parts: string[] = [];
  const pems: string[] = [];
  if (trust.mode !== 'system') {
    const version = nodeVersion === null ? '' : ` (Node ${nodeVersion})`;
    parts.push(`bundled ${tls.rootCertificates.length}${version}`);
    pems.push(...tls.rootCertificates);
  }
  if (trust.mode !== 'bundled') {
    const system = await systemAnchors();
    parts.push(`system ${system.length}`);
    pems.push(...system);
  }
  if (trust.ca.length > 0) {
    parts.push(trust.caSource === null ? `given ${trust.ca.length}` : `--ca ${trust.caSource}`);
    pems.push(...trust.ca.map((der) => toPem(der)));
  }
  return { parts, pems };
}

async function systemAnchors(): Promise<readonly string[]> {
  // Node 22.15 and later ask every system; the types are those of the oldest Node that we support.
  const ask: unknown = Reflect.get(tls, 'getCACertificates');
  if (typeof ask === 'function') {
    const pems: unknown = ask('system');
    if (Array.isArray(pems)) return pems.filter((pem): pem is string => typeof pem === 'string');
  }
  for (const path of SYSTEM_BUNDLES) {
    const text = await readFile(path, 'latin1').catch(() => null);
    if (text === null) continue;
    const ders = splitPem(text).flatMap(({ label, der }) =>
      label.endsWith('CERTIFICATE') && der !== null ? [der] : [],
    );
    if (ders.length > 0) return ders.map((der) => toPem(der));
  }
  throw new UsageError(
    'trust-unavailable',
    "the system's trust anchors cannot be read with this Node on this system",
    'Use Node 22.15 or later, or export them to a file and name it with --ca.',
  );
}
