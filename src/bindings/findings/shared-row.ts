import { ownerWords, rowWords } from '../row-words.js';
import { type BindingRule, found, isByName, rowsWith, siteWords } from './rule.js';
import { isRowOf } from './site-without-row.js';

/** Two sites on one row: renewing or removing the certificate of one does it to the other. */
export const sharedRow: BindingRule = (facts) =>
  rowsWith(facts, (row) => !isByName(row)).flatMap(({ row, index }) => {
    const certain = facts.machine.sites.filter(
      (site) => site.sslFlags !== null || site.host === null || facts.system === '2008r2',
    );
    const users = [...new Set(certain.filter((site) => isRowOf(site, row, facts.system)).map(siteWords))];
    if (users.length < 2) return [];
    return [
      found({
        code: 'shared-row',
        message: `${users.join(' and ')} share ${rowWords(row)} (set by ${ownerWords(row)}): they have one certificate, and removing it from one takes it from all`,
        citations: ['Microsoft KB2405568', 'OctopusDeploy/Issues #3414'],
        port: row.port,
        address: row.address,
        rows: [index],
        source: row.source,
        remedy:
          facts.system === '2008r2'
            ? ['Use one certificate that covers all their names, or an address for each site.']
            : ['Give each binding its host name and the SNI flag, then attach each site’s own certificate.'],
      }),
    ];
  });
