import { type Platform, safeAddress, safeName } from './facts.js';

/** Cloud and hardware load balancers, in words: each has its own console. */
export const loadBalancer: Platform = {
  platform: 'load-balancer',
  headers: ['awselb', 'cloudflare', 'cloudfront', 'bigip', 'big-ip'],
  steps: {
    'serve-by-name': ({ host, port }) => [
      `Add the certificate of ${safeName(host)} to the listener of port ${port} (AWS: "Certificates for SNI"; F5: a client-ssl profile with this server name; NetScaler: bind with -SNICert). The listener's default certificate answers for names it does not have.`,
    ],
    'free-the-address': ({ address, port }) => [
      `The listener at ${safeAddress(address)}:${port} has certificates of its own: give it the same list as the other addresses have.`,
    ],
    'select-by-name': () => [
      'Turn SNI on at the listener, with one certificate for each name; until then use one that covers all.',
    ],
    'use-the-key': ({ host }) => [
      `Upload certificate and key of ${safeName(host)} again, together, and select the new object at the listener.`,
    ],
    'replace-certificate': ({ host }) => [
      `See which certificate object the listener uses for ${safeName(host)}; an upload under a new name is not in use until it is selected there, on every node.`,
    ],
    'both-key-types': ({ host }) => [`Replace both certificates of ${safeName(host)}, the RSA one and the ECDSA one.`],
    'reach-the-backend': ({ host }) => [
      `See which pool or target group the rule for ${safeName(host)} names, and whether it has a healthy member.`,
    ],
    'serve-tls': ({ port }) => [
      `See that the listener of port ${port} speaks TLS, has a certificate, and does not expect the PROXY protocol from its clients.`,
    ],
  },
};
