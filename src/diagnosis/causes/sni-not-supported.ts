import { isWeb } from '../remedies/services.js';
import { windows } from '../remedies/windows.js';
import { alikeWords, type CauseText, checkAgain, whatHappens } from './cause-text.js';

export const sniNotSupported: CauseText = {
  cause: 'sni-not-supported',
  happens: 'The server does not look at the name: one certificate for every client of an address and port.',
  why: [
    'Windows Server 2008 R2 (IIS 7.5) knows no server names in TLS, and some devices and old programs do not either. Newer servers behave so too while no binding has the flag for it.',
  ],
  title: (facts) => `${whatHappens(facts)}${alikeWords(facts)}`,
  explanation: ({ server }) =>
    server?.startsWith('microsoft-iis/7.5')
      ? 'The server is IIS 7.5 (Windows Server 2008 R2), which knows no server names in TLS: each address and port has one certificate for all.'
      : 'Every name that was asked gets the same certificate, and so does a client without one: the server does not choose by name, or nothing is set up to be chosen.',
  tellApart: (facts) =>
    `set up a second name with a certificate of its own there: a server that looks at names will serve it${isWeb(facts) && facts.server === null ? '; and look at the Server header (Microsoft-IIS/7.5 knows no names)' : ''}`,
  remedies: (facts) => [
    {
      platform: 'windows-iis',
      steps: [
        windows.findRow(facts),
        `Windows Server 2012 and later: give every https binding a host name and SNI, and leave none on the address alone.\n${windows.unboundAddress(facts).split('\n').slice(1).join('\n')}`,
        `Windows Server 2008 R2: bind one certificate that covers all names of the address (several subjectAltNames, ${facts.host} among them), or give ${facts.host} an address of its own. Supported servers have known SNI since 2012.`,
        checkAgain(facts),
      ],
    },
    {
      platform: 'any',
      steps: [
        `Where the server cannot choose by name: one certificate with all names of that address, ${facts.host} among them, or an address of its own for ${facts.host}, or a proxy in front that chooses by name.`,
        checkAgain(facts),
      ],
    },
  ],
};
