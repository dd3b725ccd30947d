import type { Remedy } from '../../model/diagnosis.js';
import { checkAgain } from '../causes/cause-text.js';
import type { Facts } from '../causes/facts.js';

/** A server of a protocol that is not the web's: how its certificate is looked at, replaced and read again. */
interface Service {
  readonly platform: string;
  /** What to run to see which certificate it serves, and to which names. */
  readonly look: string;
  readonly replace: (facts: Facts) => string;
}

const files = ({ host }: Facts) => ({ pem: `/etc/ssl/${host}.pem`, key: `/etc/ssl/${host}.key` });

const postfix: Service = {
  platform: 'postfix',
  look: "$ postconf -n | grep -E '^(smtpd_tls|tls_server_sni_maps)'",
  replace: (facts) =>
    `Give Postfix key and certificate (with its intermediates), in this order; with several names, tls_server_sni_maps chooses by name (postmap -F):\n$ postconf -e 'smtpd_tls_chain_files = ${files(facts).key}, ${files(facts).pem}'\n$ postfix check && postfix reload`,
};

const exim: Service = {
  platform: 'exim',
  look: '$ exim -bP tls_certificate tls_privatekey',
  replace: (facts) =>
    `Point Exim at the right files ($tls_in_sni in their place chooses by name), then reload:\n  tls_certificate = ${files(facts).pem}\n  tls_privatekey = ${files(facts).key}\n$ systemctl reload exim4`,
};

const dovecot: Service = {
  platform: 'dovecot',
  look: "$ doveconf -n | grep -E 'local|ssl'",
  replace: (facts) =>
    `Give the name a block of its own with its certificate (with its intermediates), or replace the one for all, then reload:\n  local_name ${facts.host} {\n    ssl_cert = <${files(facts).pem}\n    ssl_key = <${files(facts).key}\n  }\n$ doveconf -n >/dev/null && doveadm reload`,
};

const openldap: Service = {
  platform: 'openldap',
  look: '$ ldapsearch -QY EXTERNAL -H ldapi:/// -b cn=config -s base olcTLSCertificateFile olcTLSCertificateKeyFile',
  replace: (facts) =>
    `slapd has one certificate for every name: put one that covers ${facts.host} into the files that it names, then restart it:\n$ systemctl restart slapd`,
};

const postgresql: Service = {
  platform: 'postgresql',
  look: "$ psql -c 'SHOW ssl_cert_file'",
  replace: (facts) =>
    `The server has one certificate for every name: put one that covers ${facts.host} into ssl_cert_file (its key into ssl_key_file), then reload:\n$ psql -c 'SELECT pg_reload_conf()'`,
};

const mysql: Service = {
  platform: 'mysql',
  look: '$ mysql -e "SHOW VARIABLES LIKE \'ssl_c%\'"',
  replace: (facts) =>
    `The server has one certificate for every name: put one that covers ${facts.host} into ssl_cert (its key into ssl_key), then reload (MariaDB: FLUSH SSL):\n$ mysql -e 'ALTER INSTANCE RELOAD TLS'`,
};

const vsftpd: Service = {
  platform: 'vsftpd',
  look: "$ grep -nE '^(rsa_cert_file|rsa_private_key_file|ssl_enable)' /etc/vsftpd.conf",
  replace: (facts) =>
    `vsftpd has one certificate for every name: put one that covers ${facts.host} into rsa_cert_file (its key into rsa_private_key_file), then restart it:\n$ systemctl restart vsftpd`,
};

const remoteDesktop: Service = {
  platform: 'windows-rdp',
  look: 'PS> Get-CimInstance -Namespace root/cimv2/TerminalServices -ClassName Win32_TSGeneralSetting | Format-List TerminalName, SSLCertificateSHA1Hash',
  replace: ({ rightThumbprint }) =>
    `Remote Desktop has one certificate for every name. Attach the right one by its thumbprint:\nPS> Get-CimInstance -Namespace root/cimv2/TerminalServices -ClassName Win32_TSGeneralSetting | Set-CimInstance -Property @{SSLCertificateSHA1Hash='${rightThumbprint ?? '<thumbprint of the right certificate>'}'}`,
};

const MAIL_BOXES = [dovecot];
const MAIL_TRANSPORT = [postfix, exim];

/** By scheme. What is missing (XMPP, NNTP) has too many servers for one of them to be named. */
const SERVICES: Readonly<Record<string, readonly Service[]>> = {
  smtp: MAIL_TRANSPORT,
  submission: MAIL_TRANSPORT,
  smtps: MAIL_TRANSPORT,
  imap: MAIL_BOXES,
  imaps: MAIL_BOXES,
  pop3: MAIL_BOXES,
  pop3s: MAIL_BOXES,
  sieve: MAIL_BOXES,
  ldap: [openldap],
  ldaps: [openldap],
  postgres: [postgresql],
  mysql: [mysql],
  ftp: [vsftpd],
  ftps: [vsftpd],
  rdp: [remoteDesktop],
};

export function isWeb({ protocol }: Facts): boolean {
  return protocol === 'https';
}

/** How a certificate is put right there. */
export function serviceRemedies(facts: Facts): readonly Remedy[] {
  const known = SERVICES[facts.protocol] ?? [];
  if (known.length === 0) {
    const steps = [
      `Look in the configuration of the server on port ${facts.port} which certificate it serves for ${facts.host}, put the right one there with its key, and reload the server.`,
      checkAgain(facts),
    ];
    return [{ platform: 'any', steps }];
  }
  return known.map(({ platform, look, replace }) => ({
    platform,
    steps: [`See which certificate it serves, and to which names:\n${look}`, replace(facts), checkAgain(facts)],
  }));
}

/** What to look at on such a server, in a sentence: `Postfix: postconf -n …; Exim: exim -bP …`. */
export function serviceLook({ protocol }: Facts): string {
  const known = SERVICES[protocol] ?? [];
  return known.map(({ look }) => look).join(' or ');
}
