import type { Facts } from '../causes/facts.js';

const RELOAD = '$ apachectl configtest && apachectl graceful';

export const apache = {
  show: (): string =>
    'Show which virtual hosts there are for which address, port and name, and which is the default:\n$ apachectl -S',

  addHost: ({ host, port }: Facts): string =>
    `Give the name a virtual host of its own (the certificate's file holds its intermediates too), then reload:\n  <VirtualHost *:${port}>\n      ServerName ${host}\n      SSLEngine on\n      SSLCertificateFile    /etc/ssl/${host}.pem\n      SSLCertificateKeyFile /etc/ssl/${host}.key\n  </VirtualHost>\n${RELOAD}`,

  unhide: ({ host, localAddress, port }: Facts): string =>
    `A <VirtualHost ${localAddress}:${port}> takes every connection to that address away from the <VirtualHost *:${port}> ones. Write "*" in its place, or name both for the host, then reload:\n  <VirtualHost *:${port} ${localAddress}:${port}>\n      ServerName ${host}\n      …\n  </VirtualHost>\n${RELOAD}`,

  certificate: ({ host }: Facts): string =>
    `Point SSLCertificateFile and SSLCertificateKeyFile of the virtual host with "ServerName ${host}" at the right files, and reload: Apache reads certificates only then:\n${RELOAD}`,

  keyTypes: ({ host }: Facts): string =>
    `The virtual host of ${host} has a certificate for each key type (two SSLCertificateFile lines): renew both, then reload:\n${RELOAD}`,

  tls: (): string => `Switch TLS on in the virtual host, then reload:\n  SSLEngine on\n${RELOAD}`,
};
