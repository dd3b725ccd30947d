import { rowWords } from '../row-words.js';
import { storeCertificate } from '../store.js';
import { type BindingRule, found, rowsWith } from './rule.js';

/** A row's certificate is past its end, or before its beginning. */
export const certificateExpired: BindingRule = (facts) =>
  rowsWith(facts, () => true).flatMap(({ row, index }) => {
    const certificate = storeCertificate(row, facts.machine);
    if (certificate === null || certificate === 'missing') return [];
    const { notAfter, notBefore } = certificate;
    const ended = notAfter !== null && Date.parse(notAfter) < facts.now.getTime();
    const early = notBefore !== null && Date.parse(notBefore) > facts.now.getTime();
    if (!ended && !early) return [];
    return [
      found({
        code: 'certificate-expired',
        severity: 'critical',
        message: `the certificate of ${rowWords(row)} (${row.thumbprint}) ${ended ? `ended on ${notAfter}` : `does not begin before ${notBefore}`}`,
        citations: ['RFC 5280 §4.1.2.5'],
        host: row.host,
        port: row.port,
        address: row.address,
        rows: [index],
        source: row.source,
        remedy: ['Attach the renewed certificate to this row: a new one in the store is not served by itself.'],
      }),
    ];
  });
