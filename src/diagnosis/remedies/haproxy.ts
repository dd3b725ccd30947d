import type { Facts } from '../causes/facts.js';

const RELOAD = '$ haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl reload haproxy';

export const haproxy = {
  show: (): string =>
    "Show which binds there are, and which certificates they load:\n$ grep -nE '^(frontend|listen)|^ *(bind|crt|default_backend|use_backend)' /etc/haproxy/haproxy.cfg\n$ echo 'show ssl cert' | socat stdio /run/haproxy/admin.sock",

  addCertificate: ({ host, port }: Facts): string =>
    `Add the certificate and its key, one after the other in one PEM file, to what the bind loads (a folder, or a crt-list with the line below), then reload:\n  bind :${port} ssl crt-list /etc/haproxy/certs.list\n  # in certs.list:\n  /etc/haproxy/certs/${host}.pem ${host}\n${RELOAD}`,

  unhide: ({ localAddress, port }: Facts): string =>
    `A "bind ${localAddress}:${port}" takes the connections to that address, with the certificates of that line alone. Give it the same crt or crt-list as the "bind :${port}" line, or remove it, then reload:\n${RELOAD}`,

  certificate: ({ host }: Facts): string =>
    `Replace the PEM file (certificate, intermediates, key) that serves ${host}, and reload:\n${RELOAD}`,

  backend: ({ host }: Facts): string =>
    `In TCP mode the backend of ${host} holds the certificate: look whether it is up, and whether req.ssl_sni still matches the name:\n$ echo 'show servers state' | socat stdio /run/haproxy/admin.sock\n$ grep -nE 'req.ssl_sni|req_ssl_sni' /etc/haproxy/haproxy.cfg`,
};
