/** A port of Windows with a usual owner. A hint only: any program may have taken it. */
interface KnownPort {
  readonly port: number;
  readonly owner: string;
  /** Where its certificate is set, where that is not IIS. */
  readonly where: string;
}

/**
 * facts/http-sys.md section 5; Microsoft's pages on AD FS requirements, Exchange's back-end site, `winrm quickconfig`,
 * Win32_TSGeneralSetting and "Enable LDAP over SSL with a third-party certification authority".
 */
const KNOWN_PORTS: readonly KnownPort[] = [
  {
    port: 443,
    owner: 'IIS, which AD FS, Web Application Proxy, Exchange and SSTP share it with',
    where: 'the row of http.sys says whose it is (Application ID)',
  },
  {
    port: 444,
    owner: "Exchange's back-end site",
    where: 'its row must name the certificate "Microsoft Exchange" of this machine, which no client sees',
  },
  {
    port: 636,
    owner: 'Active Directory (LDAPS)',
    where: String.raw`no row of http.sys: the domain controller takes one from the store NTDS\Personal, else from the machine's Personal store`,
  },
  {
    port: 3268,
    owner: "Active Directory's Global Catalog",
    where: 'no row of http.sys: it is that of LDAPS, port 636',
  },
  {
    port: 3269,
    owner: "Active Directory's Global Catalog",
    where: 'no row of http.sys: it is that of LDAPS, port 636',
  },
  {
    port: 3389,
    owner: 'Remote Desktop Services',
    where: String.raw`no row of http.sys: PS> Get-CimInstance -Namespace root\cimv2\TerminalServices Win32_TSGeneralSetting | Select-Object SSLCertificateSHA1Hash`,
  },
  { port: 5986, owner: 'WinRM', where: 'its listener names it: winrm enumerate winrm/config/listener' },
  {
    port: 8172,
    owner: 'the Web Management Service (WMSVC)',
    where: 'it is chosen in IIS Manager, Management Service; without a choice it is self-signed',
  },
  {
    port: 49443,
    owner: 'AD FS (sign-in with client certificates)',
    where: 'Set-AdfsSslCertificate sets it, together with port 443',
  },
];

/** `the Web Management Service (WMSVC)`; null where a port has no usual owner. */
export function usualOwner(port: number): string | null {
  return known(port)?.owner ?? null;
}

/**
 * Whose the port usually is on Windows, and where its certificate is set: one sentence; null where nothing can be said.
 *
 * @param server what called itself the server there, in whatever case; null: unknown. Port 443 is everybody's: it is
 *   spoken of only where Windows was seen.
 */
export function usualOwnerWords(port: number, server: string | null): string | null {
  const found = known(port);
  const isWindows = server !== null && /^microsoft-(?:iis|httpapi)\//i.test(server);
  if (found === null || (server === null ? port === HTTPS : !isWindows)) return null;
  return `port ${port} usually belongs, on Windows, to ${found.owner}; ${found.where}`;
}

const HTTPS = 443;

function known(port: number): KnownPort | null {
  return KNOWN_PORTS.find((each) => each.port === port) ?? null;
}
