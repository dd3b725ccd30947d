import { IIS, isBlankAppId } from '../owners.js';
import { isWildcardAddress, ownerWords, rowWords } from '../row-words.js';
import { type BindingRule, found, isByName, rowsWith, showCommand } from './rule.js';

/** The fallback of a port with names belongs to something else: SSTP takes 0.0.0.0:443 and [::]:443. */
export const fallbackForeign: BindingRule = (facts) =>
  rowsWith(facts, (row) => {
    if (!isWildcardAddress(row) || row.owner === IIS || row.appId === null || isBlankAppId(row.appId, row.port))
      return false;
    const { rows, sites } = facts.machine;
    return (
      rows.some((each) => each.port === row.port && isByName(each) && each.appId !== row.appId) ||
      sites.some(({ port }) => port === row.port)
    );
  }).map(({ row, index }) =>
    found({
      code: 'fallback-foreign',
      message: `the fallback ${rowWords(row)} is set by ${ownerWords(row)}, not by IIS: clients without a name, and names without a row, get its certificate`,
      citations: ['win-acme #198'],
      port: row.port,
      address: row.address,
      rows: [index],
      source: row.source,
      remedy: [
        'Decide whose port it is. Change the certificate where its owner is configured (SSTP: Routing and Remote Access); a row set by hand comes back when its owner starts.',
        ...showCommand(row),
      ],
    }),
  );
