import { CENTRAL_STORE_FLAG, SNI_FLAG } from '../read/binding-information.js';
import { endpointWords } from '../row-words.js';
import { type BindingRule, FACTS, found, isPlainName, siteWords } from './rule.js';

/** The classic trap: a host name without the SNI flag is stored under its address and port, and takes over all of it. */
export const hostBindingWithoutSniFlag: BindingRule = ({ machine, system }) =>
  system === '2008r2'
    ? []
    : machine.sites.flatMap((site) => {
        const { host, sslFlags } = site;
        if (host === null || sslFlags === null || (sslFlags & (SNI_FLAG | CENTRAL_STORE_FLAG)) !== 0) return [];
        const taken = endpointWords(site.address ?? '0.0.0.0', site.port);
        return [
          found({
            code: 'host-binding-without-sni-flag',
            message: `${siteWords(site)} binds ${host} without the SNI flag: its certificate is stored under ipport=${taken} and is served for every name there`,
            citations: [FACTS.sslFlags],
            host,
            port: site.port,
            address: site.address,
            source: site.source,
            remedy: [
              'Set the flag first, then attach the certificate again: changing SslFlags clears the hash.',
              ...(isPlainName(host)
                ? [
                    `PS> Get-WebBinding -Protocol https -Port ${site.port} -HostHeader ${host} | Set-WebBinding -PropertyName SslFlags -Value 1`,
                    `PS> (Get-WebBinding -Protocol https -Port ${site.port} -HostHeader ${host}).AddSslCertificate('<thumbprint>', 'my')`,
                  ]
                : []),
            ],
          }),
        ];
      });
