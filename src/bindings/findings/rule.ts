import type { BindingFinding, BindingRow, MachineExport, Prediction, SiteBinding } from '../../model/bindings.js';
import type { HttpSysSystem } from '../http-sys-table.js';
import { IIS_APP_ID } from '../owners.js';
import { isWildcardAddress, rowWords } from '../row-words.js';

/** What a rule may know. Pure data. */
export interface BindingFacts {
  readonly machine: MachineExport;
  readonly system: HttpSysSystem;
  readonly predictions: readonly Prediction[];
  readonly now: Date;
}

/** One rule: what it finds in an export. */
export type BindingRule = (facts: BindingFacts) => readonly BindingFinding[];

export const FACTS = {
  precedence: 'Microsoft SupportArticles-docs, troubleshoot-ad-fs-sso-issue',
  sslFlags: 'iis-docs, binding.md (sslFlags)',
  ssl: 'sdk-api, HTTP_SERVICE_CONFIG_SSL_KEY',
  ccs: 'Microsoft, Central Certificate Store',
  identity: 'RFC 9525 §6.3',
} as const;

type Wanted = Pick<BindingFinding, 'code' | 'message' | 'remedy' | 'citations'> &
  Partial<Pick<BindingFinding, 'severity' | 'rows' | 'host' | 'port' | 'address' | 'source'>>;

/** A finding; a warning that concerns no address, unless said otherwise. */
export function found(wanted: Wanted): BindingFinding {
  return {
    severity: 'warning',
    address: null,
    rows: [],
    host: null,
    port: null,
    source: null,
    accepted: null,
    ...wanted,
  };
}

export function rowsWith(
  { machine }: BindingFacts,
  wanted: (row: BindingRow) => boolean,
): readonly { readonly row: BindingRow; readonly index: number }[] {
  return machine.rows.flatMap((row, index) => (wanted(row) ? [{ row, index }] : []));
}

export function isExactAddress(row: BindingRow): boolean {
  return row.kind === 'ipport' && !isWildcardAddress(row);
}

/** Rows that are found by name. */
export function isByName(row: BindingRow): boolean {
  return row.kind !== 'ipport';
}

/** Text from an export may stand in a command only as a name, an address or hex digits. */
export function isPlainName(text: string): boolean {
  return /^[a-z0-9*](?:[a-z0-9._-]*[a-z0-9])?$/.test(text);
}

/** The command that shows a row, before anything is changed. */
export function showCommand(row: BindingRow): readonly string[] {
  return pasteable(row) ? [`$ netsh http show sslcert ${rowWords(row)}`] : [];
}

/** Showing, the line that restores, deleting. Double quotes around an application id work in cmd and in PowerShell. */
export function deleteCommands(row: BindingRow): readonly string[] {
  if (!pasteable(row)) return [];
  return [...showCommand(row), ...restore(row), `$ netsh http delete sslcert ${rowWords(row)}`];
}

/** Binding a certificate to a name or address of its own. */
export function addCommand(key: string, thumbprint: string | null): string {
  return `$ netsh http add sslcert ${key} certhash=${thumbprint ?? '<thumbprint>'} appid="{${IIS_APP_ID}}" certstorename=MY`;
}

function restore(row: BindingRow): readonly string[] {
  if (row.thumbprint === null || row.appId === null) return [];
  const store = row.store !== null && /^\w+$/.test(row.store) ? ` certstorename=${row.store}` : '';
  const line = `netsh http add sslcert ${rowWords(row)} certhash=${row.thumbprint} appid="{${row.appId}}"${store}`;
  return ['Keep the line that restores it:', `# ${line}`];
}

function pasteable(row: BindingRow): boolean {
  return row.kind === 'ipport' || (row.host !== null && isPlainName(row.host));
}

/** `site "Shop"`. */
export function siteWords({ site }: Pick<SiteBinding, 'site'>): string {
  return `site ${JSON.stringify(site)}`;
}
