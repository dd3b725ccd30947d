import { SNI_FLAG } from '../read/binding-information.js';
import { ownerWords, rowWords } from '../row-words.js';
import {
  type BindingFacts,
  type BindingRule,
  deleteCommands,
  FACTS,
  found,
  isByName,
  isExactAddress,
  rowsWith,
} from './rule.js';

/** A row on an exact address answers there for every name: the rows of names on that port are never asked. */
export const exactRowShadowsSni: BindingRule = (facts) =>
  facts.system === '2008r2'
    ? []
    : rowsWith(facts, isExactAddress).flatMap(({ row, index }) => {
        const hidden = hiddenNames(facts, row.address ?? '', row.port, row.thumbprint);
        if (hidden.length === 0) return [];
        const names = hidden.map(({ host }) => host).join(', ');
        return [
          found({
            code: 'exact-row-shadows-sni',
            message: `${rowWords(row)} (set by ${ownerWords(row)}) answers at ${row.address} before every name: hidden there ${hidden.length === 1 ? 'is' : 'are'} ${names}`,
            citations: [FACTS.precedence],
            address: row.address,
            port: row.port,
            rows: [index, ...hidden.map((each) => each.index)],
            source: row.source,
            remedy: [
              `Find out who set it: ${ownerWords(row)}. Services create such a row again when they start.`,
              ...deleteCommands(row),
              'Clients without a name are then answered by 0.0.0.0: make sure that this row exists.',
            ],
          }),
        ];
      });

/** Names that the sites mean to be answered at this address too, and that would get another certificate there. */
function hiddenNames(
  { machine }: BindingFacts,
  address: string,
  port: number,
  thumbprint: string | null,
): readonly { readonly host: string; readonly index: number }[] {
  const rows = machine.rows.flatMap((row, index) => (isByName(row) && row.port === port ? [{ row, index }] : []));
  return rows.flatMap(({ row, index }) => {
    if (row.host === null || (row.thumbprint !== null && row.thumbprint === thumbprint)) return [];
    const sites = machine.sites.filter(
      (site) => site.port === port && site.host === row.host && ((site.sslFlags ?? SNI_FLAG) & SNI_FLAG) !== 0,
    );
    const meant = sites.length === 0 || sites.some((site) => site.address === null || site.address === address);
    return meant ? [{ host: row.host, index }] : [];
  });
}
