import type { LabCertificate } from './estate.js';

/** A certificate for these names, the first being the common name. */
function site(keyType: LabCertificate['keyType'], ...dnsNames: readonly [string, ...string[]]): LabCertificate {
  return { commonName: dnsNames[0], dnsNames, keyType };
}

/** By the word that the tables of the demo's machines use. */
export const DEMO_CERTIFICATES: Readonly<Record<string, LabCertificate>> = {
  shop: site('rsa', 'shop.example'),
  api: site('ecdsa', 'api.example'),
  'example-com': site('rsa', 'www.example.com', 'example.com', 'static.example.com'),
  pay: site('rsa', 'pay.example'),
  web01: site('rsa', 'web01.example.net'),
  portal: site('rsa', 'portal.example'),
  status: site('rsa', 'status.example'),
  leftover: { ...site('rsa', 'intern.example.net'), ageDays: 300, daysLeft: 65 },
  web02: site('rsa', 'web02.example.net'),
  legacy: site('rsa', 'legacy.example'),
  edge: site('rsa', 'edge.example'),
  vault: site('ecdsa', 'vault.example'),
  tomcat: site('ecdsa', 'tomcat.example.net'),
  news: site('ecdsa', 'news.example'),
  'news-earlier': { ...site('ecdsa', 'news.example'), ageDays: 70, daysLeft: 20 },
  balancer: site('ecdsa', 'balancer.example.net'),
  expired: { ...site('ecdsa', 'old.example'), ageDays: 95, daysLeft: -5 },
  forum: site('ecdsa', 'forum.example'),
  'nginx-default': site('ecdsa', 'host7.example.net'),
  docs: site('ecdsa', 'docs.example'),
  'ingress-fake': {
    commonName: 'Kubernetes Ingress Controller Fake Certificate',
    attributes: { O: 'Acme Co' },
    dnsNames: ['ingress.local'],
    keyType: 'rsa',
    issuer: 'self',
    ageDays: 1,
    daysLeft: 364,
  },
};
