import { isIpv6 } from '../address.js';
import { rowWords } from '../row-words.js';
import { type BindingRule, FACTS, found } from './rule.js';

/** One name, two families, two certificates: another row answers over IPv6. */
export const ipv6OtherRow: BindingRule = ({ machine, predictions }) => {
  const seen = new Set<string>();
  return predictions.flatMap((six) => {
    if (!isIpv6(six.address) || six.row === null) return [];
    const four = predictions.find(
      (each) =>
        each.host === six.host &&
        each.port === six.port &&
        each.question === six.question &&
        each.address === '0.0.0.0',
    );
    const [row, other] = [machine.rows[six.row], machine.rows[four?.row ?? -1]];
    const same =
      four === undefined ||
      (four.row === six.row && four.outcome === six.outcome) ||
      (six.thumbprint !== null && four.thumbprint === six.thumbprint);
    if (same || row === undefined || !(row.address ?? '').includes(':')) return [];
    const key = `${six.row}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const instead = other === undefined ? 'over IPv4 no row answers' : `over IPv4 ${rowWords(other)} does`;
    return [
      found({
        code: 'ipv6-other-row',
        message: `over IPv6 ${rowWords(row)} answers ${six.question === 'target-name' ? six.host : 'clients without a known name'}; ${instead}`,
        citations: [FACTS.ssl],
        host: six.question === 'target-name' ? six.host : null,
        port: six.port,
        address: six.address,
        rows: [six.row, ...(four?.row === null || four === undefined ? [] : [four.row])],
        source: row.source,
        remedy: ['0.0.0.0 answers IPv6 too: update both rows together, or remove the IPv6 one if nobody needs it.'],
      }),
    ];
  });
};
