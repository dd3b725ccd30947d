import type { BindingRow } from '../../model/bindings.js';
import { usualOwner } from '../known-ports.js';
import { IIS } from '../owners.js';
import { isWildcardAddress, ownerWords, rowWords } from '../row-words.js';
import { type BindingRule, deleteCommands, found, rowsWith } from './rule.js';
import { isRowOf } from './site-without-row.js';

/** http.sys rows outlive their site. Rows of services that are known to have none are left alone, and so is a fallback. */
export const rowWithoutSite: BindingRule = (facts) => {
  const { sites } = facts.machine;
  if (sites.length === 0) return [];
  return rowsWith(facts, (row) => {
    if (row.kind === 'ccs' || (row.kind === 'hostnameport' && facts.system === '2008r2')) return false;
    if (row.owner !== null && row.owner !== IIS) return false;
    if (sites.some((site) => isRowOf(site, row, facts.system))) return false;
    return !(isWildcardAddress(row) && sites.some(({ port }) => port === row.port));
  }).map(({ row, index }) =>
    found({
      code: 'row-without-site',
      message: `${rowWords(row)} (set by ${ownerWords(row)}) belongs to no site: it is left over, or another program's${usually(row)}`,
      citations: ['facts: http.sys rows outlive their site'],
      host: row.host,
      port: row.port,
      address: row.address,
      rows: [index],
      source: row.source,
      remedy: [`Find out whether ${ownerWords(row)} still needs it; if nothing does:`, ...deleteCommands(row)],
    }),
  );
};

const HTTPS = 443;

/** Where the application id tells nothing, the port may; 443 is everybody's. */
function usually({ owner, port }: Pick<BindingRow, 'owner' | 'port'>): string {
  const usual = owner === null && port !== HTTPS ? usualOwner(port) : null;
  return usual === null ? '' : ` (port ${port} usually belongs to ${usual})`;
}
