import { rowWords } from '../row-words.js';
import { certificateOf, storeCertificate } from '../store.js';
import { type BindingRule, found, rowsWith } from './rule.js';

/** The certificate list shows that a row's certificate is gone, or that it has no private key. */
export const certificateWithoutKey: BindingRule = (facts) =>
  rowsWith(facts, (row) => certificateOf(row, facts.machine) === 'unusable').map(({ row, index }) => {
    const missing = storeCertificate(row, facts.machine) === 'missing';
    return found({
      code: 'certificate-without-key',
      severity: 'critical',
      message: missing
        ? `${rowWords(row)} names certificate ${row.thumbprint}, which is not in the store ${row.store ?? 'MY'}`
        : `${rowWords(row)} names certificate ${row.thumbprint}, which has no private key`,
      citations: ['Schannel event 36870', 'http.sys event 15021'],
      host: row.host,
      port: row.port,
      address: row.address,
      rows: [index],
      source: row.source,
      remedy: missing
        ? ['Import the certificate with its key (PFX) into the machine’s store, not the user’s, or attach another one.']
        : [
            'Reconnect the key, if it is still on this machine:',
            `$ certutil -repairstore my ${row.thumbprint}`,
            'Otherwise import the PFX again, as administrator, into the machine’s store.',
          ],
    });
  });
