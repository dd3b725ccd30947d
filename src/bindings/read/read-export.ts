import type { ExportProblem, MachineExport, SiteBinding } from '../../model/bindings.js';
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
    rows: [...a.rows, ...b.rows.filter((row) => !a.rows.some((known) => sameRow(known, row)))],
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
function sameRow(a: MachineExport['rows'][number], b: MachineExport['rows'][number]): boolean {
  return a.kind === b.kind && a.address === b.address && a.host === b.host && a.port === b.port;
}

/** The same binding from two files: what one of them does not say, the other may. */
function mergeSites(a: readonly SiteBinding[], b: readonly SiteBinding[]): readonly SiteBinding[] {
  const merged = a.map((site) => {
    const other = b.find((each) => sameBinding(site, each));
    return other === undefined
      ? site
      : {
          ...site,
          site: site.site === '' ? other.site : site.site,
          siteId: site.siteId ?? other.siteId,
          state: site.state ?? other.state,
          sslFlags: site.sslFlags ?? other.sslFlags,
          thumbprint: site.thumbprint ?? other.thumbprint,
        };
  });
  return [...merged, ...b.filter((each) => !a.some((site) => sameBinding(site, each)))];
}

/** A file that does not name its sites is about the same ones. */
function sameBinding(a: SiteBinding, b: SiteBinding): boolean {
  const sameSite = a.site === b.site || a.site === '' || b.site === '';
  return sameSite && a.address === b.address && a.port === b.port && a.host === b.host;
}
