import { checkAgain, recheck, targetBy } from '../causes/cause-text.js';
import type { Facts } from '../causes/facts.js';
import { shellOptions } from './shell.js';

/** The schemes that begin with TLS where the other begins with an upgrade command. */
const FROM_THE_START: Readonly<Record<string, string>> = {
  smtp: 'smtps',
  submission: 'smtps',
  imap: 'imaps',
  pop3: 'pop3s',
  ldap: 'ldaps',
  ftp: 'ftps',
};

/** TLS from the start, for whoever asked for an upgrade, as a TARGET. */
function fromTheStart(facts: Facts): string {
  return targetBy(facts, FROM_THE_START[facts.protocol] ?? 'https');
}

/** A port that accepts connections and says nothing. */
export const silence = {
  explanation: (facts: Facts): string => {
    const { isStartTls, protocol, connections, spokeBeforeSilence } = facts;
    const more =
      connections > 1
        ? `${connections} connections went the same way.`
        : 'Nothing else was asked, to keep nobody waiting.';
    if (isStartTls && !spokeBeforeSilence) {
      return `TLS after STARTTLS was asked for (${protocol}), and nothing was sent before it. ${more} If TLS begins at once there, the server waits for the client: write ${fromTheStart(facts)}. Or another protocol is spoken on this port, the service hangs, or a firewall lets connections in and drops what follows.`;
    }
    return `${more} The service hangs, it waits for something else before TLS (another protocol, the PROXY protocol), or a firewall lets connections in and drops what follows. Which certificate there is was not seen.`;
  },

  steps: (facts: Facts): readonly string[] => [
    ...(facts.isStartTls && !facts.spokeBeforeSilence
      ? [
          `If TLS begins at once on this port, ask so:\n$ whichcert '${fromTheStart(facts)}'${shellOptions(facts.typedOptions)}`,
        ]
      : []),
    `Look on the server what listens there, and whether it is alive (Windows: netstat -ano | findstr :${facts.port}):\n$ ss -ltnp 'sport = :${facts.port}'`,
    `If it is only slow, wait longer:\n${recheck(facts, ' --timeout 30s')}`,
    checkAgain(facts),
  ],
};
