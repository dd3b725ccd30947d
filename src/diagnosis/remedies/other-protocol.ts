import { checkAgain, targetBy } from '../causes/cause-text.js';
import type { Facts } from '../causes/facts.js';
import { isSameProtocol } from '../spoken.js';
import { shellOptions } from './shell.js';

/** Protocols with a STARTTLS of theirs, as schemes. */
const UPGRADES: ReadonlySet<string> = new Set([
  'smtp',
  'imap',
  'pop3',
  'ftp',
  'ldap',
  'xmpp',
  'postgres',
  'mysql',
  'sieve',
  'nntp',
  'rdp',
]);

/** The TARGET that asks what is spoken there for STARTTLS; null where that is not known, or is what was asked. */
function byItsProtocol(facts: Facts): string | null {
  const { spoken, protocol, isStartTls } = facts;
  if (spoken === null || !UPGRADES.has(spoken) || (isStartTls && isSameProtocol(protocol, spoken))) return null;
  return targetBy(facts, spoken);
}

/** What to do about a port that speaks, and not TLS. */
export const otherProtocol = {
  explanation: (facts: Facts): string => {
    const { ending, spoken, isStartTls, protocol } = facts;
    const instead = byItsProtocol(facts);
    const came = `The connection was made, and what came back is not TLS (${ending}).`;
    if (instead !== null) {
      return isStartTls
        ? `STARTTLS was asked for as ${named(protocol)} does it, and the server speaks ${named(spoken)}: write ${instead}.`
        : `${came} ${named(spoken)} reaches TLS by STARTTLS: write ${instead}.`;
    }
    if (spoken === 'http') return `${came} The listener speaks HTTP in plain text.`;
    if (spoken === 'ssh') return `${came} SSH has no certificate of this kind: it is another service on this port.`;
    return came;
  },

  steps: (facts: Facts): readonly string[] => {
    const instead = byItsProtocol(facts);
    const { spoken, isStartTls, protocol, port } = facts;
    const see = `See what listens on the port (Windows: netstat -ano | findstr :${port}):\n$ ss -ltnp 'sport = :${port}'`;
    if (instead !== null) {
      return [
        `Ask by the protocol that is spoken there:\n$ whichcert '${instead}'${shellOptions(facts.typedOptions)}`,
        see,
      ];
    }
    if (isStartTls) {
      return [
        see,
        `Switch STARTTLS on in the ${protocol} server, and reload it${SWITCHES[protocol] ?? ''}.`,
        checkAgain(facts),
      ];
    }
    if (spoken === null) {
      return [
        see,
        'A mail, directory or database server may want STARTTLS: write the target as smtp://, imap://, ldap://, postgres:// …',
        checkAgain(facts),
      ];
    }
    return [
      see,
      `If TLS is meant to be there, it is on another port, or has to be switched on for this one${spoken === 'http' ? ` (nginx: listen ${port} ssl; Apache: SSLEngine on)` : ''}.`,
      checkAgain(facts),
    ];
  },
};

/** Where that is said, in the servers that are met most. */
const SWITCHES: Readonly<Record<string, string>> = {
  smtp: ' (Postfix: smtpd_tls_security_level = may, with smtpd_tls_chain_files; Exim: tls_advertise_hosts = *)',
  submission: ' (Postfix: smtpd_tls_security_level = may, with smtpd_tls_chain_files; Exim: tls_advertise_hosts = *)',
  imap: ' (Dovecot: ssl = yes)',
  pop3: ' (Dovecot: ssl = yes)',
  sieve: ' (Dovecot: ssl = yes)',
  ldap: ' (slapd: olcTLSCertificateFile and olcTLSCertificateKeyFile)',
  postgres: ' (ssl = on, with ssl_cert_file and ssl_key_file)',
  mysql: ' (ssl_cert and ssl_key)',
  ftp: ' (vsftpd: ssl_enable=YES)',
};

const named = (protocol: string | null): string => (protocol ?? '').toUpperCase();
