import { recheckAt } from '../causes/cause-text.js';
import type { Facts } from '../causes/facts.js';

/** Kubernetes ingress controllers. */
export const kubernetes = {
  show: ({ host }: Facts): string =>
    `Look whether an Ingress names the host in its rules and under tls, and which secret it takes:\n$ kubectl get ingress --all-namespaces | grep -F ${host}\n$ kubectl describe ingress <name> --namespace <namespace>`,

  secret: ({ host }: Facts): string =>
    `The secret must stand in the Ingress's own namespace, hold tls.crt and tls.key, and its certificate must cover ${host}; otherwise the controller serves its own default certificate:\n$ kubectl get secret <secret> --namespace <namespace> -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout -subject -enddate -ext subjectAltName`,

  addTls: ({ host }: Facts): string =>
    `Name host and secret in the Ingress:\n  spec:\n    tls:\n      - hosts: [${host}]\n        secretName: <secret>\n    rules:\n      - host: ${host}`,

  issuance: (): string =>
    'With cert-manager, see whether the certificate was issued:\n$ kubectl get certificate,order,challenge --all-namespaces',
};

export const caddy = {
  site: ({ host }: Facts): string =>
    `Caddy serves only names that its configuration has, and refuses others with alert 80. Add the site, then reload:\n  ${host} {\n      …\n  }\n$ caddy validate --config /etc/caddy/Caddyfile && caddy reload --config /etc/caddy/Caddyfile`,
  log: ({ host }: Facts): string =>
    `See whether it obtained the certificate:\n$ journalctl -u caddy --since today | grep -F ${host}`,
};

export const traefik = {
  router: ({ host }: Facts): string =>
    `Traefik serves its default certificate for names that no router with TLS has. Give the router a rule and a certificate resolver:\n  rule: Host(\`${host}\`)\n  tls:\n    certResolver: <resolver>`,
  log: (): string => 'See whether it obtained the certificate: acme.json and the log name what failed.',
};

export const balancer = {
  listener: ({ host, port }: Facts): string =>
    `Look at the certificates of the listener on port ${port}: the default one answers for names that no other covers. Add the certificate of ${host} to the listener.`,
  nodes: (facts: Facts): string =>
    `Ask each machine behind the balancer by its own address, and bring the odd one to the state of the others:\n${recheckAt(facts, '<address of a machine>,<address of the next>')}`,
  target: ({ host }: Facts): string =>
    `Look at the health of the machines behind ${host}, and at the rule that sends the name there.`,
};
