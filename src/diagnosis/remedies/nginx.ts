import type { Facts } from '../causes/facts.js';

const RELOAD = '$ nginx -t && nginx -s reload';

export const nginx = {
  show: (): string =>
    "Show the server blocks of the configuration: which listen where, with which names and certificates:\n$ nginx -T 2>/dev/null | grep -nE '^# configuration file|server \\{|listen|server_name|ssl_certificate '",

  addServer: ({ host, port }: Facts): string =>
    `Give the name a server block of its own, then reload:\n  server {\n      listen ${port} ssl;\n      server_name ${host};\n      ssl_certificate     /etc/ssl/${host}.pem;   # with its intermediates\n      ssl_certificate_key /etc/ssl/${host}.key;\n  }\n${RELOAD}`,

  unhide: ({ host, localAddress, port }: Facts): string =>
    `A block with "listen ${localAddress}:${port}" takes every connection to that address away from the blocks with "listen ${port}". Let that block listen without an address, or let the name's block listen on that address too, then reload:\n  server {\n      listen ${port} ssl;\n      listen ${localAddress}:${port} ssl;\n      server_name ${host};\n      …\n  }\n${RELOAD}`,

  certificate: ({ host }: Facts): string =>
    `Point ssl_certificate and ssl_certificate_key of the block with "server_name ${host}" at the right files, and reload: nginx reads certificates only then:\n${RELOAD}`,

  keyMatches: (): string =>
    'Compare the public keys of the two files; the digests must be equal:\n$ openssl x509 -in <certificate>.pem -noout -pubkey | openssl sha256\n$ openssl pkey -in <key>.pem -pubout | openssl sha256',

  keyTypes: ({ host }: Facts): string =>
    `The block of ${host} has a certificate for each key type (two ssl_certificate lines): renew both, then reload:\n${RELOAD}`,

  tls: ({ port }: Facts): string => `Say "ssl" on the listener, then reload:\n  listen ${port} ssl;\n${RELOAD}`,

  errors: (): string =>
    'Read the error log: a certificate or key that cannot be loaded is named there:\n$ nginx -t\n$ tail -n 50 /var/log/nginx/error.log',
};
