import type { Endpoint, StartTlsProtocol } from '../../model/target.js';
import { ByteDialogue } from './byte-dialogue.js';
import { FtpScript } from './ftp.js';
import { ImapScript } from './imap.js';
import { LdapScript } from './ldap.js';
import { LineDialogue } from './line-dialogue.js';
import { MysqlScript } from './mysql.js';
import { NntpScript } from './nntp.js';
import { Pop3Script } from './pop3.js';
import { PostgresScript } from './postgres.js';
import type { Preamble } from './preamble.js';
import { RdpScript } from './rdp.js';
import { SieveScript } from './sieve.js';
import { SmtpScript } from './smtp.js';
import { XmppPreamble } from './xmpp.js';

const PREAMBLES: Readonly<Record<StartTlsProtocol, (host: string) => Preamble>> = {
  smtp: () => new LineDialogue(new SmtpScript()),
  submission: () => new LineDialogue(new SmtpScript()),
  imap: () => new LineDialogue(new ImapScript()),
  pop3: () => new LineDialogue(new Pop3Script()),
  ftp: () => new LineDialogue(new FtpScript()),
  ldap: () => new ByteDialogue(new LdapScript()),
  xmpp: (host) => new XmppPreamble(host, 'jabber:client'),
  'xmpp-server': (host) => new XmppPreamble(host, 'jabber:server'),
  postgres: () => new ByteDialogue(new PostgresScript()),
  mysql: () => new ByteDialogue(new MysqlScript()),
  sieve: () => new LineDialogue(new SieveScript()),
  nntp: () => new LineDialogue(new NntpScript()),
  rdp: () => new ByteDialogue(new RdpScript()),
};

/** What precedes TLS at this endpoint; null where TLS begins at once. */
export function preambleFor(endpoint: Endpoint): Preamble | null {
  const { starttls, starttlsHost, address } = endpoint;
  return starttls === null ? null : PREAMBLES[starttls](starttlsHost ?? address);
}
