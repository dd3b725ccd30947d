import type { BindingRow, ExportProblem, MachineExport, SiteBinding } from '../../model/bindings.js';
import { looksLikeAppcmd, readAppcmd } from './appcmd.js';
import { decodeText } from './decode.js';
import { looksLikeIisXml, readIisXml } from './iis-config.js';
import { looksLikeJson, readJson } from './json.js';
import { readIpListen } from './netsh-iplisten.js';
import { looksLikeNetshSslcert, readNetshSslcert } from './netsh-sslcert.js';
import { looksLikeRegistry, readRegistry } from './registry.js';

/** A file of an export. */
export interface ExportFile {
  /** Its path, as it is to be named. */
  readonly source: string;
  readonly bytes: Uint8Array;
}

export const EMPTY_EXPORT: MachineExport = {
  rows: [],
  sites: [],
  certificates: null,
  ipListen: null,
  centralFiles: null,
  systemVersion: null,
  addresses: [],
  problems: [],
};

/** Reads one machine's files, each by its content and not by its name. Never throws: what cannot be used is a problem. */
export async function readExport(files: readonly ExportFile[]): Promise<MachineExport> {
  let all = EMPTY_EXPORT;
  for (const file of files) all = merge(all, await readOne(file));
  return all;
}

async function readOne({ source, bytes }: ExportFile): Promise<MachineExport> {
  const text = decodeText(bytes);
  if (text.trim() === '') return EMPTY_EXPORT;
  if (looksLikeRegistry(text)) return { ...EMPTY_EXPORT, ...readRegistry(text, source) };
  if (looksLikeJson(text)) return { ...EMPTY_EXPORT, ...readJson(text, source) };
  if (looksLikeIisXml(text)) return { ...EMPTY_EXPORT, ...(await readIisXml(text, source)) };
  if (looksLikeAppcmd(text)) return { ...EMPTY_EXPORT, ...readAppcmd(text, source) };
  if (looksLikeNetshSslcert(text)) return { ...EMPTY_EXPORT, ...readNetshSslcert(text, source) };
  const ipListen = readIpListen(text);
  if (ipListen.length > 0) return { ...EMPTY_EXPORT, ipListen };
  return looksLikeNothingBound(text) ? EMPTY_EXPORT : { ...EMPTY_EXPORT, problems: [unrecognised(source)] };
}

/** netsh underlines its heading in every language; below it there is nothing. */
function looksLikeNothingBound(text: string): boolean {
  return /^\s*-{5,}\s*$/m.test(text) && text.length < 4096;
}

function unrecognised(source: string): ExportProblem {
  return {
    source: `${source}:1`,
    reason: 'none of the exports that are known (netsh, reg, applicationHost.config, appcmd, JSON): it was left out',
    lost: true,
  };
}

function merge(a: MachineExport, b: MachineExport): MachineExport {
  return {
    rows: mergeRows(a.rows, b.rows),
    sites: mergeSites(a.sites, b.sites),
    certificates: a.certificates === null ? b.certificates : [...a.certificates, ...(b.certificates ?? [])],
    ipListen: a.ipListen ?? b.ipListen,
    centralFiles: a.centralFiles ?? b.centralFiles,
    systemVersion: a.systemVersion ?? b.systemVersion,
    addresses: [...new Set([...a.addresses, ...b.addresses])],
    problems: [...a.problems, ...b.problems],
  };
}

/** netsh and the registry show the same table: a key is one row, whoever named it first. */
function mergeRows(a: readonly BindingRow[], b: readonly BindingRow[]): readonly BindingRow[] {
  const known = new Set(a.map(rowKey));
  return [...a, ...b.filter((row) => !known.has(rowKey(row)))];
}

function rowKey({ kind, address, host, port }: BindingRow): string {
  return `${kind} ${address ?? ''} ${host ?? ''} ${port}`;
}

/** The same binding from two files: what one of them does not say, the other may. */
function mergeSites(a: readonly SiteBinding[], b: readonly SiteBinding[]): readonly SiteBinding[] {
  if (a.length === 0 || b.length === 0) return [...a, ...b];
  const others = grouped(b);
  const taken = new Set<SiteBinding>();
  const merged = a.map((site) => {
    const other = (others.get(siteKey(site)) ?? []).find((each) => sameSite(site, each));
    if (other === undefined) return site;
    taken.add(other);
    return {
      ...site,
      site: site.site === '' ? other.site : site.site,
      siteId: site.siteId ?? other.siteId,
      state: site.state ?? other.state,
      sslFlags: site.sslFlags ?? other.sslFlags,
      thumbprint: site.thumbprint ?? other.thumbprint,
    };
  });
  return [...merged, ...b.filter((each) => !taken.has(each))];
}

function grouped(sites: readonly SiteBinding[]): ReadonlyMap<string, readonly SiteBinding[]> {
  const groups = new Map<string, SiteBinding[]>();
  for (const site of sites) {
    const group = groups.get(siteKey(site));
    if (group === undefined) groups.set(siteKey(site), [site]);
    else group.push(site);
  }
  return groups;
}

function siteKey({ address, port, host }: SiteBinding): string {
  return `${address ?? '*'} ${port} ${host ?? ''}`;
}

/** A file that does not name its sites is about the same ones. */
function sameSite(a: SiteBinding, b: SiteBinding): boolean {
  return a.site === b.site || a.site === '' || b.site === '';
}
