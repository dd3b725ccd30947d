import type { Facts } from '../causes/facts.js';

/** A server whose configuration is not known here: what to change in it, in words. */
export const otherServer = {
  addSite: ({ host }: Facts): string =>
    `Give ${host} a site of its own (virtual host, server block) with its certificate and key in the server's configuration, and reload it.`,

  certificate: ({ host }: Facts): string =>
    `Point certificate and key of the site of ${host} at the right files, and reload the server: most read certificates only then.`,

  unhide: ({ host, localAddress, port }: Facts): string =>
    `Look in the server's configuration for a listener on exactly ${localAddress}:${port}: its sites alone answer there. Add ${host} to them, or let the listener go, and reload.`,

  keyTypes: ({ host }: Facts): string =>
    `Renew both certificates of ${host}, the RSA and the ECDSA one, and reload the server.`,
};
