import type { Facts } from '../causes/facts.js';

/** IIS's own Application ID: rows that IIS made carry it. */
const IIS_APPID = "'{4dc3e181-e14b-4a21-b022-59fc669b0914}'";

/** The thumbprint to bind, or what to put in its place. */
export function rightThumbprint({ rightThumbprint }: Facts): string {
  return rightThumbprint ?? '<thumbprint of the right certificate>';
}

export const windows = {
  /** http.sys keeps rows by the machine's own address: the served thumbprint finds the row whatever NAT does. */
  findRow: ({ servedThumbprint }: Facts): string =>
    `Find the row that answers. On the server, in an elevated PowerShell, by the thumbprint that was served:\nPS> netsh http show sslcert | Select-String -Context 2,2 ${servedThumbprint ?? '<thumbprint that was served>'}`,

  listRows: (): string => 'List every row, with its owner (Application ID):\nPS> netsh http show sslcert',

  showExactRow: ({ localAddress, port }: Facts): string =>
    `Look at its owner before you touch it: the row may belong to another application (SSTP, AD FS, WinRM …), which loses its certificate with it. Note hash and Application ID:\nPS> netsh http show sslcert ipport=${localAddress}:${port}`,

  deleteExactRow: ({ localAddress, port }: Facts): string =>
    `Only if nothing else needs it, delete the row; the name's own row answers from then on. The second line puts it back (other settings of the row are lost):\nPS> netsh http delete sslcert ipport=${localAddress}:${port}\nPS> netsh http add sslcert ipport=${localAddress}:${port} certhash=<its hash> appid='{<its Application ID>}' certstorename=MY`,

  unboundAddress: ({ host, port }: Facts): string =>
    `In IIS, the binding behind such a row has a fixed address, or no "Require Server Name Indication". Look for it, and set it to "All Unassigned" with SNI, else the row comes back:\nPS> Get-WebBinding -Protocol https | Where-Object { $_.bindingInformation -notlike '*:${port}:*' -or $_.sslFlags -eq 0 } | Format-List bindingInformation, sslFlags, certificateHash\nPS> New-WebBinding -Name '<site>' -Protocol https -Port ${port} -IPAddress '*' -HostHeader '${host}' -SslFlags 1`,

  addNameRow: (facts: Facts): string =>
    `Give the name a binding with SNI, then attach the certificate (in this order: setting the flag later clears the certificate):\nPS> New-WebBinding -Name '<site>' -Protocol https -Port ${facts.port} -IPAddress '*' -HostHeader '${facts.host}' -SslFlags 1\nPS> (Get-WebBinding -Name '<site>' -Protocol https -Port ${facts.port} -HostHeader '${facts.host}').AddSslCertificate('${rightThumbprint(facts)}', 'My')`,

  addNameRowByNetsh: (facts: Facts): string =>
    `Without IIS, or to see it refused with a reason:\nPS> netsh http add sslcert hostnameport=${facts.host}:${facts.port} certhash=${rightThumbprint(facts)} appid=${IIS_APPID} certstorename=MY`,

  showNameRow: ({ host, port }: Facts): string =>
    `Look whether the name has a row of its own, and which certificate it names:\nPS> netsh http show sslcert hostnameport=${host}:${port}`,

  rebindName: (facts: Facts): string =>
    `Attach the right certificate to the name's binding:\nPS> (Get-WebBinding -Name '<site>' -Protocol https -Port ${facts.port} -HostHeader '${facts.host}').AddSslCertificate('${rightThumbprint(facts)}', 'My')`,

  checkKey: (facts: Facts): string =>
    `Look whether the certificate is there with its private key, and repair the link where it is not:\nPS> Get-ChildItem Cert:\\LocalMachine\\My | Select-Object Thumbprint, HasPrivateKey, NotAfter, Subject\nPS> certutil -repairstore my "${rightThumbprint(facts)}"`,

  keyEvents: (): string =>
    "Read what Schannel and http.sys say (36870: the key cannot be used, 0x8009030D broken key set, 0x80090016 permissions; 15021: the row's certificate cannot be used):\nPS> Get-WinEvent -FilterHashtable @{LogName='System'; ProviderName='Schannel','Microsoft-Windows-HttpEvent'; Id=36870,36888,15021,15300} -MaxEvents 20",

  importAgain: (): string =>
    'If it stays broken, import the PFX again into the machine store (not by dragging it from the user store), then attach it again:\nPS> Import-PfxCertificate -FilePath <file>.pfx -CertStoreLocation Cert:\\LocalMachine\\My',

  protocols: (): string =>
    'Look at the protocol versions and at the events of Schannel; a row without hash, or with a deleted certificate, resets every client:\nPS> netsh http show sslcert',
};
