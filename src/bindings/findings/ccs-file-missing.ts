import { CENTRAL_STORE_FLAG } from '../read/binding-information.js';
import { type BindingRule, FACTS, found, siteWords } from './rule.js';

/** A binding of the central store without a file for its name: http.sys goes on to the address rows. */
export const ccsFileMissing: BindingRule = ({ machine }) => {
  const files = machine.centralFiles;
  if (files === null) return [];
  return machine.sites.flatMap((site) => {
    const { host, sslFlags } = site;
    if (host === null || ((sslFlags ?? 0) & CENTRAL_STORE_FLAG) === 0) return [];
    const wildcard = `_${host.replace(/^[^.]*/, '')}`;
    if (files.includes(host) || files.includes(wildcard)) return [];
    return [
      found({
        code: 'ccs-file-missing',
        message: `${siteWords(site)} takes the certificate of ${host} from the central store, which has neither ${host}.pfx nor ${wildcard}.pfx: the address rows answer instead`,
        citations: [FACTS.ccs],
        host,
        port: site.port,
        source: site.source,
        remedy: [
          `Put ${host}.pfx into the central store; its name must be the host name, and its password the store’s.`,
        ],
      }),
    ];
  });
};
