import { type CauseText, checkAgain, recheck, whatHappens } from './cause-text.js';

export const intercepted: CauseText = {
  cause: 'intercepted',
  happens: 'Something between here and the server makes up certificates on the fly.',
  why: [
    'A filtering proxy, a virus scanner or a captive portal ends the connection, and issues a certificate for whatever name is asked, also for a name that nobody has. What the server itself serves is not seen from here.',
  ],
  title: (facts) => `${whatHappens(facts)}, made up on the way`,
  explanation: ({ unknownName }) =>
    `A name that nobody has is answered with a certificate for just that name${unknownName === null ? '' : ` (${unknownName})`}: no server has one. Something in the path mints certificates; the server's own was not seen.`,
  tellApart: ({ host }) =>
    `ask from another network: if ${host} is served another certificate there, something in this path minted the one seen here`,
  remedies: (facts) => [
    {
      platform: 'any',
      steps: [
        'Look at the issuer of the certificate above: proxies and scanners name themselves there.',
        `Ask from a network without that device, or have ${facts.host} exempted from its inspection.`,
        `If the device is meant to be there, give its root certificate:\n${recheck(facts, ' --ca <root of the device>.pem')}`,
      ],
    },
    {
      platform: 'load-balancer',
      steps: ['If it is an on-demand issuer of your own, limit the names it may issue for.', checkAgain(facts)],
    },
  ],
};
