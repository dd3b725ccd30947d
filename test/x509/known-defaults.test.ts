import { beforeAll, describe, expect, it } from 'vitest';
import { type CertificateRequest, createIssuer, type Issuer } from '../../src/lab/issue.js';
import type { KnownAs, NameAttribute } from '../../src/model/certificate.js';
import { KNOWN_DEFAULTS } from '../../src/x509/known-defaults-table.js';
import { readCertificate } from '../../src/x509/read-certificate.js';

const S = (attributes: Readonly<Record<string, string>>): readonly NameAttribute[] =>
  Object.entries(attributes).map(([type, value]) => ({ type, value }));

/** What is issued; `by` is the issuer's common name. */
type Shape = CertificateRequest & { readonly by?: string };

const DAY = 86_400_000;
const BEGIN = new Date('2020-01-01T00:00:00Z');
const SNAKEOIL: Shape = {
  dnsNames: ['web1.corp.example'],
  selfSigned: true,
  notBefore: BEGIN,
  notAfter: new Date(BEGIN.getTime() + 3650 * DAY),
};
const INGRESS = { CN: 'Kubernetes Ingress Controller Fake Certificate', O: 'Acme Co' };
const HALF = '0123456789abcdef0123456789abcdef';
const traefik = (name: string): Shape => ({ subject: 'TRAEFIK DEFAULT CERT', dnsNames: [name] });
const covers = (name: string): Shape => ({ subject: S({ O: 'x' }), dnsNames: [name, name.replace('*.', '')] });

/** Every row of the table in its order: what it matches, and a near miss. */
const ROWS: readonly (readonly [product: string, match: Shape, miss: Shape])[] = [
  [
    'ingress-nginx',
    { subject: S(INGRESS), dnsNames: ['ingress.local'] },
    { subject: S(INGRESS), dnsNames: ['ingress.example'] },
  ],
  ['Traefik', traefik(`${HALF}.${HALF}.traefik.default`), traefik(`${HALF}.${HALF}0.traefik.default`)],
  ['Apache mod_md', { subject: 'Apache Managed Domain Fallback' }, { subject: 'apache managed domain fallback' }],
  [
    'Kong',
    { subject: S({ O: 'Kong', OU: 'IT Department', CN: 'localhost' }) },
    { subject: S({ O: 'Kong', OU: 'IT Department', CN: 'kong.example' }) },
  ],
  [
    'Caddy internal CA',
    { dnsNames: ['a.example'], by: 'Caddy Local Authority - ECC Intermediate' },
    { subject: 'Caddy Local Authority - ECC Intermediate' },
  ],
  [
    'Google front end',
    { subject: S({ OU: 'No SNI provided; please fix your client.', CN: 'invalid2.invalid' }) },
    { subject: 'invalid2.invalid' },
  ],
  ['Vercel', { subject: 'no-sni.vercel-infra.com' }, { subject: 'x.no-sni.vercel-infra.com' }],
  ['Fastly', { subject: 'r.ssl.fastly.net' }, { subject: 'rr.ssl.fastly.net' }],
  [
    'Fastly',
    { subject: 'x', dnsNames: ['*.sni-623-default.ssl.fastly.net'] },
    { subject: 'x', dnsNames: ['sni-623-default.ssl.fastly.net'] },
  ],
  ['Akamai', { subject: 'a248.e.akamai.net' }, { subject: 'a249.e.akamai.net' }],
  [
    'Akamai',
    { subject: S({ O: 'Akamai Technologies, Inc.', CN: 'x' }), dnsNames: ['*.akamai.net'] },
    { subject: S({ O: 'Akamai Technologies Inc', CN: 'x' }), dnsNames: ['*.akamai.net'] },
  ],
  ['CloudFront', covers('*.cloudfront.net'), covers('*.a.cloudfront.net')],
  ['Azure App Service', covers('*.azurewebsites.net'), covers('shop.azurewebsites.net')],
  ['Heroku', covers('*.herokuapp.com'), covers('shop.herokuapp.com')],
  ['GitHub Pages', covers('*.github.io'), covers('whichcert.github.io')],
  ['Hostinger', covers('*.hstgr.io'), covers('*.hstgr.example')],
  ['DreamHost', { subject: S({ O: 'DreamHost', CN: 'sni.dreamhost.com' }) }, { subject: 'sni.dreamhost.com' }],
  ['ispgateway', { subject: 'webserver.ispgateway.de' }, { subject: 'www.ispgateway.de' }],
  ['Plesk', { subject: S({ O: 'Plesk', CN: 'x' }) }, { subject: S({ O: 'Plesk International', CN: 'x' }) }],
  ['Plesk', { subject: 'Plesk' }, { subject: 'plesk.example' }],
  ['Plesk', { subject: S({ O: 'Odin', OU: 'Plesk' }) }, { subject: S({ O: 'Odin', OU: 'Hosting' }) }],
  ['Parallels Panel', { subject: 'Parallels Panel' }, { subject: 'Parallels' }],
  ['Odin Automation', { subject: S({ OU: 'Odin Automation', CN: 'odin.com' }) }, { subject: 'odin.com' }],
  [
    'hosting panel',
    { subject: S({ ST: 'Someprovince', L: 'Sometown', CN: 'localhost' }) },
    { subject: S({ ST: 'Someprovince', L: 'Sometown', CN: 'a.example' }) },
  ],
  [
    'RHEL/CentOS httpd package',
    { subject: S({ O: 'SomeOrganization', OU: 'SomeOrganizationalUnit', CN: 'x' }) },
    { subject: S({ O: 'SomeOrganization', CN: 'x' }) },
  ],
  ['Windows Web Management Service', { subject: 'WMSvc-SHA2-WIN-4QF1' }, { subject: 'MyWMSvc-SHA2-WIN' }],
  [
    'Dovecot package',
    { subject: S({ O: 'Dovecot mail server', CN: 'x' }) },
    { subject: S({ OU: 'Dovecot mail server', CN: 'x' }) },
  ],
  ['OpenLiteSpeed admin', { subject: S({ O: 'LiteSpeedCommunity', CN: 'webadmin' }) }, { subject: 'webadmin' }],
  [
    'NetScaler',
    { subject: S({ CN: 'default ABCDEF', OU: 'NS Internal', O: 'Citrix ANG' }) },
    { subject: S({ CN: 'nondefault ABCDEF', OU: 'NS Internal', O: 'Citrix ANG' }) },
  ],
  [
    'Fortinet',
    { subject: S({ O: 'Fortinet', OU: 'FortiGate', CN: 'FGT60D' }) },
    { subject: S({ O: 'Fortinet', OU: 'Certificate Authority', CN: 'support' }) },
  ],
  [
    'WatchGuard',
    { subject: S({ O: 'WatchGuard', CN: 'Fireware web CA' }) },
    { subject: S({ O: 'WatchGuard', CN: 'Fireware' }) },
  ],
  [
    'SonicWall',
    { subject: S({ OU: 'HTTPS Management Certificate for SonicWALL (self-signed)', CN: '192.168.168.168' }) },
    { subject: S({ OU: 'HTTPS Management Certificate', CN: '192.168.168.168' }) },
  ],
  [
    'PAN firewall',
    { subject: S({ O: 'Palo Alto Networks', CN: 'x' }) },
    { subject: S({ O: 'Palo Alto Networks Inc.', CN: '*.paloaltonetworks.com' }) },
  ],
  ['Sophos', { subject: 'SophosApplianceCertificate' }, { subject: 'SophosApplianceCertificate_1' }],
  [
    'pfSense',
    { subject: S({ O: 'pfSense webConfigurator Self-Signed Certificate', CN: 'x' }) },
    { subject: S({ O: 'pfSense', CN: 'x' }) },
  ],
  [
    'OPNsense',
    { subject: S({ L: 'Middelharnis', O: 'OPNsense', CN: 'x' }) },
    { subject: S({ L: 'Rotterdam', O: 'OPNsense', CN: 'x' }) },
  ],
  ['OpenWrt', { subject: 'OpenWrt' }, { subject: 'openwrt.org' }],
  [
    'Synology',
    { subject: S({ O: 'Synology Inc.', CN: 'synology.com' }) },
    { subject: S({ O: 'Synology Inc.', CN: 'Synology Inc. CA' }) },
  ],
  ['QNAP', { subject: 'QNAP NAS' }, { subject: 'QNAP' }],
  ['UniFi', { subject: 'unifi' }, { subject: 'unifi.example' }],
  ['UniFi', { subject: S({ O: 'ubnt.com', CN: 'x' }) }, { subject: S({ O: 'ubnt', CN: 'x' }) }],
  ['Cisco IOS', { subject: 'IOS-Self-Signed-Certificate-1234567890' }, { subject: 'IOS-Self-Signed-Certificate-' }],
  ['Cisco ASA', { subject: 'ASA Temporary Self Signed Certificate' }, { subject: 'ASA Self Signed Certificate' }],
  [
    'VMware ESX',
    { subject: S({ OU: 'VMware ESX Server Default Certificate', CN: 'x' }) },
    { subject: S({ OU: 'VMware Engineering', CN: 'x' }) },
  ],
  ['Proxmox', { subject: S({ OU: 'PVE Cluster Node', CN: 'pve' }) }, { subject: S({ OU: 'PVE', CN: 'pve' }) }],
  [
    'Zimbra',
    { subject: S({ OU: 'Zimbra Collaboration Server', CN: 'x' }) },
    { subject: S({ O: 'Zimbra Collaboration Server ', CN: 'x' }) },
  ],
  ['Dell iDRAC', { subject: 'iDRAC default certificate' }, { subject: 'iDRAC' }],
  ['HPE iLO', { subject: 'ILO123', by: 'Default Issuer (Do not trust)' }, { subject: 'ILO123', by: 'Default Issuer' }],
  ['Kubernetes API', { subject: 'kube-apiserver', by: 'minikubeCA' }, { subject: 'kube-apiserver', by: 'kubernetes' }],
  ['Debian ssl-cert', SNAKEOIL, { ...SNAKEOIL, notAfter: new Date(BEGIN.getTime() + 3649 * DAY) }],
];

const issuers = new Map<string, Issuer>();
beforeAll(async () => {
  for (const by of new Set(ROWS.flatMap(([, ...shapes]) => shapes.map((shape) => shape.by ?? 'Corp CA')))) {
    issuers.set(by, await createIssuer({ commonName: by }));
  }
});

function known(shape: Shape): KnownAs | null {
  const issuer = issuers.get(shape.by ?? 'Corp CA');
  if (issuer === undefined) throw new Error('no such issuer');
  return readCertificate(issuer.issue(shape).certificateDer).knownAs;
}

describe('recogniseDefault', () => {
  it('has a case for every row', () => {
    expect(ROWS.map(([product]) => product)).toEqual(KNOWN_DEFAULTS.map(({ product }) => product));
  });

  it.each(ROWS.map((row, index) => [index, ...row] as const))('row %i, %s', (index, product, match, miss) => {
    expect(known(match)).toEqual({ product, meaning: KNOWN_DEFAULTS[index]?.meaning });
    expect(known(miss)).toBeNull();
  });

  it('has only the meanings that the model knows', () => {
    const meanings = new Set(['fallback', 'placeholder', 'no-sni', 'edge', 'appliance', 'local-ca']);
    for (const { meaning } of KNOWN_DEFAULTS) for (const one of meaning.split('/')) expect(meanings).toContain(one);
  });

  it.each([
    [
      'an authority that another one vouches for',
      { subject: S({ O: 'Palo Alto Networks', CN: 'x' }), authority: true },
    ],
    ['an authority named like a product', { subject: 'Plesk', authority: true }],
    ['an issuer named like a product', { dnsNames: ['a.example'], by: 'Corp CA' }],
  ])('does not take %s for a default certificate', (_, shape) => {
    expect(known(shape)).toBeNull();
  });

  it.each([
    ['signed by someone', { ...SNAKEOIL, selfSigned: false }],
    ['a second name', { ...SNAKEOIL, dnsNames: ['web1.corp.example', 'b.example'] }],
    ['an organisation', { ...SNAKEOIL, subject: S({ O: 'x', CN: 'web1.corp.example' }) }],
    ['an address', { ...SNAKEOIL, ipAddresses: ['192.0.2.1'] }],
    ['another common name', { ...SNAKEOIL, subject: 'web2.corp.example' }],
  ])('does not take a certificate with %s for Debian’s', (_, shape) => {
    expect(known(shape)).toBeNull();
  });
});
