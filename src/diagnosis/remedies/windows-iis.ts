import { type Platform, type RemedyFacts, safeAddress, safeName, socket, thumbprint } from './facts.js';

const IIS_APP_ID = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';

/** http.sys and IIS (facts/http-sys.md §1, §2, §8). PowerShell quotes the braces of an AppID. */
export const windowsIis: Platform = {
  platform: 'windows-iis',
  headers: ['microsoft-iis', 'microsoft-httpapi'],
  steps: {
    'serve-by-name': (facts) => [
      'See which rows there are: the name needs a "Hostname:port" row; without one the 0.0.0.0 or [::] row answers.',
      `PS> netsh http show sslcert hostnameport=${safeName(facts.host)}:${facts.port}`,
      'If there is none, add the binding with SNI and attach the certificate to it (replace <site> by the name of the IIS site):',
      `PS> New-WebBinding -Name '<site>' -Protocol https -Port ${facts.port} -IPAddress '*' -HostHeader '${safeName(facts.host)}' -SslFlags 1`,
      `PS> (Get-WebBinding -Name '<site>' -Protocol https -Port ${facts.port} -HostHeader '${safeName(facts.host)}').AddSslCertificate('${right(facts)}', 'my')`,
      'A binding that has a host name but not the SNI flag is stored under its address and takes all names there: set SslFlags to 1, then attach the certificate again (setting the flag clears it).',
      'If attaching fails with 0x80070520, Windows cannot use the private key: repair it first.',
      `PS> certutil -repairstore my "${right(facts)}"`,
    ],
    'free-the-address': (facts) => [
      'Find the row that answers, by the thumbprint that is served:',
      findServed(facts),
      `Look at the exact-address row before you touch it, and write down its Application ID: it is the owner (${IIS_APP_ID} is IIS; others are AD FS, RRAS/SSTP or a Web Application Proxy, which put the row back at the next start: change it there).`,
      `PS> netsh http show sslcert ipport=${local(facts)}`,
      'This line restores the row as it is now (put in the Application ID that was shown):',
      `PS> netsh http add sslcert ipport=${local(facts)} certhash=${thumbprint(facts.servedThumbprint, '<Certificate Hash shown>')} appid='{<Application ID shown>}' certstorename=MY`,
      'Destructive: only if nothing else needs that row, delete it. The SNI rows below it then answer at this address.',
      `PS> netsh http delete sslcert ipport=${local(facts)}`,
      `If no row for ${safeName(facts.host)} is left then, add one:`,
      `PS> netsh http add sslcert hostnameport=${safeName(facts.host)}:${facts.port} certhash=${right(facts)} appid='${IIS_APP_ID}' certstorename=MY`,
    ],
    'select-by-name': (facts) => [
      'IIS 7.5 (Server 2008 R2) knows no SNI: every name on one address gets one certificate. Either serve a certificate that covers all names, or give each name an address of its own, or move to Server 2012 or later.',
      'On later versions see whether a row for an exact address takes the connections:',
      'PS> netsh http show sslcert',
      `To put another certificate (one that covers every name) in the row that answers now, look at the row and its owner first:`,
      `PS> netsh http show sslcert ipport=${local(facts)}`,
      'In IIS Manager choose the new certificate in the https binding; every site that shares this address and port changes with it.',
    ],
    'use-the-key': (facts) => [
      'Ask the log what Windows says: Schannel 36870 (the key cannot be read), HttpEvent 15021 (the row names a certificate that cannot be used).',
      `PS> Get-WinEvent -FilterHashtable @{LogName='System'; ProviderName='Schannel','HttpEvent'} -MaxEvents 20 | Format-List TimeCreated, Id, Message`,
      `Does the row exist, and does the certificate it names exist in the machine's store with a key?`,
      `PS> netsh http show sslcert hostnameport=${safeName(facts.host)}:${facts.port}`,
      `PS> certutil -v -verifystore My "${right(facts)}"`,
      'If the key is there but not linked to the certificate, link it again:',
      `PS> certutil -repairstore my "${right(facts)}"`,
      'If the key is missing, import the .pfx again into the store of the machine (not of a user), then attach the certificate to the binding again:',
      `PS> Import-PfxCertificate -FilePath '<file>.pfx' -CertStoreLocation Cert:\\LocalMachine\\My -Password (Read-Host -AsSecureString)`,
      `PS> (Get-WebBinding -Name '<site>' -Protocol https -Port ${facts.port} -HostHeader '${safeName(facts.host)}').AddSslCertificate('${right(facts)}', 'my')`,
    ],
    'replace-certificate': (facts) => [
      'Find every row that still has the certificate that is served:',
      findServed(facts),
      'Attach the right certificate to the binding of this name; the row keeps its other settings:',
      `PS> (Get-WebBinding -Name '<site>' -Protocol https -Port ${facts.port} -HostHeader '${safeName(facts.host)}').AddSslCertificate('${right(facts)}', 'my')`,
      'Then see that the row has it:',
      `PS> netsh http show sslcert hostnameport=${safeName(facts.host)}:${facts.port}`,
      'The 0.0.0.0 and [::] rows are separate: clients without SNI keep the old certificate until those are changed too.',
    ],
    'both-key-types': (facts) => [
      'An http.sys row holds one certificate. Two key types at one address come from something in front of it, or from two machines: renew both certificates there.',
      findServed(facts),
    ],
    'reach-the-backend': (facts) => [
      `http.sys itself answers for ${safeName(facts.host)} or resets; if its row is in order, look at the proxy or load balancer in front.`,
      `PS> netsh http show sslcert hostnameport=${safeName(facts.host)}:${facts.port}`,
    ],
    'serve-tls': (facts) => [
      'See which addresses http.sys listens on, and which rows there are for the port:',
      'PS> netsh http show iplisten',
      'PS> netsh http show sslcert',
      'A row with an empty hash, or with a certificate that was deleted, resets every connection: attach a certificate to the binding again.',
      `PS> (Get-WebBinding -Name '<site>' -Protocol https -Port ${facts.port}).AddSslCertificate('${right(facts)}', 'my')`,
      `PS> Get-WinEvent -FilterHashtable @{LogName='System'; ProviderName='Schannel','HttpEvent'} -MaxEvents 20 | Format-List TimeCreated, Id, Message`,
      'A key that IIS cannot read fails in the same way (Schannel 36870; KeySpec 0 on Server 2008 R2): certutil -v -store my shows it.',
    ],
  },
};

function findServed({ servedThumbprint }: RemedyFacts): string {
  const hex = thumbprint(servedThumbprint, '');
  return hex === '' ? 'PS> netsh http show sslcert' : `PS> netsh http show sslcert | Select-String -Context 2,2 ${hex}`;
}

function right({ rightThumbprint }: RemedyFacts): string {
  return thumbprint(rightThumbprint, '<thumbprint of the right certificate>');
}

/** Rows hold the machine's own address, behind NAT too (win-acme #94). */
function local({ localAddress, address, port }: RemedyFacts): string {
  return localAddress === null ? `<local address of ${safeAddress(address)}>:${port}` : socket(localAddress, port);
}
