import { type CauseText, checkAgain } from './cause-text.js';

export const unreachable: CauseText = {
  cause: 'unreachable',
  happens: 'No TCP connection comes about.',
  why: [
    'Nothing listens on the port (refused), a firewall drops the packets (no answer in time), or there is no way to the address (no route). No certificate was seen, so none can be judged.',
  ],
  title: ({ place, ending }) => `${place} cannot be reached: ${ending}`,
  explanation: ({ ending }) =>
    ending.includes('refused')
      ? 'The machine answers that nothing listens on this port.'
      : 'No connection was made: what stands there cannot be said.',
  tellApart: ({ address, port }) => `look whether the port is open: $ nc -vz ${address} ${port}`,
  remedies: (facts) => [
    {
      platform: 'any',
      steps: [
        `On the server, look whether anything listens there (Windows: netstat -ano | findstr :${facts.port}):\n$ ss -ltnp 'sport = :${facts.port}'`,
        'Look at the firewalls on the way, and at the address family: a machine may listen on IPv4 alone while DNS names an IPv6 address too.',
        checkAgain(facts),
      ],
    },
    {
      platform: 'windows-iis',
      steps: [
        'An iplisten list limits the addresses that http.sys listens on at all:\nPS> netsh http show iplisten',
        `A stopped site or service leaves the port closed:\nPS> Get-Website | Format-Table Name, State, Bindings`,
      ],
    },
  ],
};
