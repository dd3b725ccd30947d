import { isBlankAppId } from '../owners.js';
import { rowWords } from '../row-words.js';
import { type BindingRule, deleteCommands, found, rowsWith } from './rule.js';

/** A row with a zero hash or a zero application id: it wins and has nothing to serve. */
export const blankRow: BindingRule = (facts) =>
  rowsWith(facts, (row) => row.hash === 'blank' || (row.kind !== 'ccs' && isBlankAppId(row.appId, row.port))).map(
    ({ row, index }) => {
      const what = row.hash === 'blank' ? 'no certificate hash' : 'an application id of zeros';
      return found({
        code: 'blank-row',
        severity: 'critical',
        message: `${rowWords(row)} has ${what}: ${row.hash === 'blank' ? 'connections that it answers are reset' : 'a sign of a broken row'}`,
        citations: ['Microsoft, Troubleshooting TLS issues in IIS'],
        host: row.host,
        port: row.port,
        address: row.address,
        rows: [index],
        source: row.source,
        remedy: ['Delete the row and attach the certificate again:', ...deleteCommands(row)],
      });
    },
  );
