/** A text that must equal a string, or match an anchored expression. Case counts: products write their names one way. */
export type TextRule = string | RegExp;

/** One default certificate. Every condition that is given must hold. */
export interface KnownDefault {
  readonly product: string;
  /** `fallback` no host match · `placeholder` issuance pending · `no-sni` · `edge` name not set up there · `appliance` · `local-ca`. */
  readonly meaning: string;
  /** Where the rule is from. */
  readonly source: string;
  /** Subject attributes by short name: each must be present with this value. */
  readonly subject?: Readonly<Record<string, TextRule>>;
  /** Some attribute of the subject, whatever its type. */
  readonly anySubject?: TextRule;
  readonly issuer?: Readonly<Record<string, TextRule>>;
  /** Some dNSName. */
  readonly dnsName?: TextRule;
  /** Some dNSName, or the common name. */
  readonly anyName?: TextRule;
  /** make-ssl-cert's shape: self-signed for 3650 days, the common name is all there is and the only dNSName. */
  readonly snakeoil?: true;
}

const TALLY = 'tally of 350 million handshakes, 2019';
const RECOG = 'rapid7/recog x509 fingerprints';

/** The default and placeholder certificates of products, most specific first. Observed, or by the source named. */
export const KNOWN_DEFAULTS: readonly KnownDefault[] = [
  {
    product: 'ingress-nginx',
    meaning: 'fallback/placeholder',
    source: 'kubernetes/ingress-nginx ssl.go',
    subject: { CN: 'Kubernetes Ingress Controller Fake Certificate', O: 'Acme Co' },
    dnsName: 'ingress.local',
  },
  {
    product: 'Traefik',
    meaning: 'fallback/placeholder',
    source: 'traefik/traefik generate.go',
    subject: { CN: 'TRAEFIK DEFAULT CERT' },
    dnsName: /^[0-9a-f]{32}\.[0-9a-f]{32}\.traefik\.default$/,
  },
  {
    product: 'Apache mod_md',
    meaning: 'placeholder',
    source: 'observed',
    subject: { CN: 'Apache Managed Domain Fallback' },
  },
  {
    product: 'Kong',
    meaning: 'fallback',
    source: 'Kong/kong prefix_handler.lua',
    subject: { O: 'Kong', OU: 'IT Department', CN: 'localhost' },
  },
  {
    product: 'Caddy internal CA',
    meaning: 'local-ca',
    source: 'observed',
    issuer: { CN: 'Caddy Local Authority - ECC Intermediate' },
  },
  {
    product: 'Google front end',
    meaning: 'no-sni',
    source: 'public captures',
    subject: { OU: 'No SNI provided; please fix your client.', CN: 'invalid2.invalid' },
  },
  { product: 'Vercel', meaning: 'no-sni/edge', source: 'public captures', subject: { CN: 'no-sni.vercel-infra.com' } },
  { product: 'Fastly', meaning: 'no-sni/edge', source: 'pypi/support #974', subject: { CN: 'r.ssl.fastly.net' } },
  {
    product: 'Fastly',
    meaning: 'no-sni/edge',
    source: 'pypi/support #974',
    anyName: /^\*\.sni-\d{1,9}-default\.ssl\.fastly\.net$/,
  },
  { product: 'Akamai', meaning: 'edge', source: 'public captures', subject: { CN: 'a248.e.akamai.net' } },
  {
    product: 'Akamai',
    meaning: 'edge',
    source: RECOG,
    subject: { O: 'Akamai Technologies, Inc.' },
    anyName: '*.akamai.net',
  },
  { product: 'CloudFront', meaning: 'edge', source: 'AWS documentation', anyName: '*.cloudfront.net' },
  { product: 'Azure App Service', meaning: 'edge/no-sni', source: 'Azure blog', anyName: '*.azurewebsites.net' },
  { product: 'Heroku', meaning: 'edge', source: 'Heroku help', anyName: '*.herokuapp.com' },
  { product: 'GitHub Pages', meaning: 'edge', source: 'public report', anyName: '*.github.io' },
  { product: 'Hostinger', meaning: 'fallback', source: 'public report', anyName: '*.hstgr.io' },
  {
    product: 'DreamHost',
    meaning: 'fallback/no-sni',
    source: TALLY,
    subject: { O: 'DreamHost', CN: 'sni.dreamhost.com' },
  },
  { product: 'ispgateway', meaning: 'fallback/no-sni', source: TALLY, subject: { CN: 'webserver.ispgateway.de' } },
  { product: 'Plesk', meaning: 'fallback/placeholder', source: TALLY, subject: { O: 'Plesk' } },
  { product: 'Plesk', meaning: 'fallback/placeholder', source: TALLY, subject: { CN: 'Plesk' } },
  { product: 'Plesk', meaning: 'fallback/placeholder', source: TALLY, subject: { O: 'Odin', OU: 'Plesk' } },
  { product: 'Parallels Panel', meaning: 'fallback/placeholder', source: TALLY, subject: { CN: 'Parallels Panel' } },
  {
    product: 'Odin Automation',
    meaning: 'fallback/placeholder',
    source: TALLY,
    subject: { OU: 'Odin Automation', CN: 'odin.com' },
  },
  {
    product: 'hosting panel',
    meaning: 'fallback/placeholder',
    source: TALLY,
    subject: { ST: 'Someprovince', L: 'Sometown', CN: 'localhost' },
  },
  {
    product: 'RHEL/CentOS httpd package',
    meaning: 'fallback/placeholder',
    source: 'RPM specs',
    subject: { O: 'SomeOrganization', OU: 'SomeOrganizationalUnit' },
  },
  {
    product: 'Windows Web Management Service',
    meaning: 'fallback/appliance',
    source: 'public reports',
    subject: { CN: /^WMSvc-(?:SHA2-)?[A-Za-z0-9][A-Za-z0-9_.-]*$/ },
  },
  {
    product: 'Dovecot package',
    meaning: 'placeholder',
    source: 'dovecot-openssl.cnf',
    subject: { O: 'Dovecot mail server' },
  },
  {
    product: 'OpenLiteSpeed admin',
    meaning: 'placeholder/appliance',
    source: 'OpenLiteSpeed distribution',
    subject: { O: 'LiteSpeedCommunity', CN: 'webadmin' },
  },
  {
    product: 'NetScaler',
    meaning: 'fallback/appliance',
    source: RECOG,
    subject: { CN: /^default \S+$/, OU: 'NS Internal', O: 'Citrix ANG' },
  },
  {
    product: 'Fortinet',
    meaning: 'fallback/appliance',
    source: RECOG,
    subject: { OU: /^Forti(?:Gate|Mail|Manager)$/, O: 'Fortinet' },
  },
  { product: 'WatchGuard', meaning: 'appliance', source: RECOG, subject: { CN: 'Fireware web CA', O: 'WatchGuard' } },
  {
    product: 'SonicWall',
    meaning: 'appliance',
    source: RECOG,
    anySubject: 'HTTPS Management Certificate for SonicWALL (self-signed)',
  },
  { product: 'PAN firewall', meaning: 'appliance', source: RECOG, subject: { O: 'Palo Alto Networks' } },
  { product: 'Sophos', meaning: 'appliance', source: RECOG, subject: { CN: 'SophosApplianceCertificate' } },
  {
    product: 'pfSense',
    meaning: 'appliance',
    source: RECOG,
    subject: { O: 'pfSense webConfigurator Self-Signed Certificate' },
  },
  { product: 'OPNsense', meaning: 'appliance', source: RECOG, subject: { O: 'OPNsense', L: 'Middelharnis' } },
  { product: 'OpenWrt', meaning: 'appliance', source: RECOG, subject: { CN: 'OpenWrt' } },
  {
    product: 'Synology',
    meaning: 'fallback/appliance',
    source: RECOG,
    subject: { CN: 'synology.com', O: 'Synology Inc.' },
  },
  { product: 'QNAP', meaning: 'appliance', source: RECOG, subject: { CN: 'QNAP NAS' } },
  { product: 'UniFi', meaning: 'appliance', source: RECOG, subject: { CN: 'unifi' } },
  { product: 'UniFi', meaning: 'appliance', source: RECOG, subject: { O: 'ubnt.com' } },
  {
    product: 'Cisco IOS',
    meaning: 'appliance',
    source: RECOG,
    subject: { CN: /^IOS-Self-Signed-Certificate-\S+$/ },
  },
  {
    product: 'Cisco ASA',
    meaning: 'appliance',
    source: RECOG,
    subject: { CN: 'ASA Temporary Self Signed Certificate' },
  },
  {
    product: 'VMware ESX',
    meaning: 'appliance',
    source: RECOG,
    subject: { OU: 'VMware ESX Server Default Certificate' },
  },
  { product: 'Proxmox', meaning: 'appliance', source: RECOG, subject: { OU: 'PVE Cluster Node' } },
  { product: 'Zimbra', meaning: 'placeholder', source: RECOG, subject: { OU: 'Zimbra Collaboration Server' } },
  { product: 'Dell iDRAC', meaning: 'appliance', source: RECOG, anySubject: 'iDRAC default certificate' },
  { product: 'HPE iLO', meaning: 'appliance', source: RECOG, issuer: { CN: 'Default Issuer (Do not trust)' } },
  {
    product: 'Kubernetes API',
    meaning: 'appliance',
    source: RECOG,
    subject: { CN: 'kube-apiserver' },
    issuer: { CN: 'minikubeCA' },
  },
  { product: 'Debian ssl-cert', meaning: 'fallback/placeholder', source: 'make-ssl-cert', snakeoil: true },
];
