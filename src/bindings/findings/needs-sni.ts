import { CENTRAL_STORE_FLAG, SNI_FLAG } from '../read/binding-information.js';
import { rowWords } from '../row-words.js';
import { type BindingRule, FACTS, found, isByName, rowsWith, siteWords } from './rule.js';

/** Windows Server 2008 R2 knows no server names: whatever depends on them does not work there. */
export const needsSni: BindingRule = (facts) => {
  if (facts.system !== '2008r2') return [];
  const remedy = [
    'On Windows Server 2008 R2: one certificate that covers every name, or an address for each; otherwise move to Windows Server 2012 or later.',
  ];
  const rows = rowsWith(facts, isByName).map(({ row, index }) =>
    found({
      code: 'needs-sni',
      message: `${rowWords(row)} is found by name, and Windows Server 2008 R2 does not look at names: it is never used`,
      citations: [FACTS.precedence],
      host: row.host,
      port: row.port,
      rows: [index],
      source: row.source,
      remedy,
    }),
  );
  const sites = facts.machine.sites
    .filter(({ sslFlags }) => ((sslFlags ?? 0) & (SNI_FLAG | CENTRAL_STORE_FLAG)) !== 0)
    .map((site) =>
      found({
        code: 'needs-sni',
        message: `${siteWords(site)} binds ${site.host ?? 'a name'} with SNI, which Windows Server 2008 R2 does not have`,
        citations: [FACTS.sslFlags],
        host: site.host,
        port: site.port,
        source: site.source,
        remedy,
      }),
    );
  return [...rows, ...sites];
};
