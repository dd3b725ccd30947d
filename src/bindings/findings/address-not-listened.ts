import { canonicalAddress } from '../address.js';
import { endpointWords, rowWords } from '../row-words.js';
import { type BindingRule, found, isExactAddress, rowsWith, siteWords } from './rule.js';

/** The IP listen list leaves out an address that a row or a binding is for. */
export const addressNotListened: BindingRule = (facts) => {
  const { ipListen, sites } = facts.machine;
  if (ipListen === null || ipListen.length === 0) return [];
  const listed = (address: string): boolean =>
    ipListen.some((each) => canonicalAddress(each) === address || each === (address.includes(':') ? '::' : '0.0.0.0'));
  const rows = rowsWith(facts, isExactAddress).map(({ row, index }) => ({
    words: rowWords(row),
    address: row.address ?? '',
    port: row.port,
    rows: [index],
    source: row.source,
  }));
  const bindings = sites.flatMap((site) =>
    site.address === null || rows.some(({ address, port }) => address === site.address && port === site.port)
      ? []
      : [
          {
            words: `the binding ${endpointWords(site.address, site.port)} of ${siteWords(site)}`,
            address: site.address,
            port: site.port,
            rows: [],
            source: site.source,
          },
        ],
  );
  return [...rows, ...bindings]
    .filter(({ address }) => !listed(address))
    .map(({ words, address, port, rows: indices, source }) =>
      found({
        code: 'address-not-listened',
        message: `${words} is never reached: the IP listen list (${ipListen.join(', ')}) leaves out ${address}`,
        citations: ['netsh http show iplisten'],
        port,
        address,
        rows: indices,
        source,
        remedy: [
          `$ netsh http add iplisten ipaddress=${address}`,
          'or empty the list, so that every address is listened on.',
        ],
      }),
    );
};
