import { type Platform, type RemedyFacts, safeName } from './facts.js';

/** ingress-nginx and its kin: the certificate is a secret in the namespace of the Ingress (ingress-nginx #4979, #1984, #4909). */
export const kubernetesIngress: Platform = {
  platform: 'kubernetes-ingress',
  headers: [],
  steps: {
    'serve-by-name': (facts) => [
      'Which Ingress has the name, and has it a tls entry for it?',
      `$ kubectl get ingress -A | grep -F ${safeName(facts.host)}`,
      ...tlsEntry(facts),
      'The controller answers with its fake or default certificate while the secret is missing, malformed, in another namespace, or its certificate does not cover the host; its log says which.',
      CONTROLLER_LOG,
    ],
    'free-the-address': () => [
      'Two controllers or services can share a name and not an address. Which Service has the address?',
      '$ kubectl get service -A -o wide | grep LoadBalancer',
      'Point DNS at the address of the controller whose class the Ingress names, or change the class of the Ingress.',
      '$ kubectl get ingress -A',
    ],
    'select-by-name': (facts) => [
      'The controller knows SNI; one certificate for all names means that no Ingress has a tls entry, or that TLS ends at a load balancer in front.',
      ...tlsEntry(facts),
    ],
    'use-the-key': (facts) => [
      'Do tls.crt and tls.key of the secret belong together? Both lines must print the same:',
      `$ kubectl get secret ${secret(facts)} -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout -pubkey | openssl sha256`,
      `$ kubectl get secret ${secret(facts)} -o jsonpath='{.data.tls\\.key}' | base64 -d | openssl pkey -pubout | openssl sha256`,
      CONTROLLER_LOG,
    ],
    'replace-certificate': (facts) => [
      'What is in the secret that the Ingress names?',
      `$ kubectl get secret ${secret(facts)} -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout -subject -dates`,
      'Replace it; the controller takes it up by itself:',
      `$ kubectl create secret tls ${secret(facts)} --cert=fullchain.pem --key=key.pem --dry-run=client -o yaml | kubectl apply -f -`,
    ],
    'both-key-types': (facts) => [
      'A secret holds one certificate; another key type comes from a second Ingress or from the default certificate.',
      `$ kubectl get ingress -A | grep -F ${safeName(facts.host)}`,
    ],
    'reach-the-backend': (facts) => [
      'With ssl-passthrough the Pod behind the name ends TLS. Are there endpoints?',
      `$ kubectl get ingress -A | grep -F ${safeName(facts.host)}`,
      '$ kubectl get endpoints -A',
    ],
    'serve-tls': (facts) => ['Does the controller run and listen?', CONTROLLER_LOG, ...tlsEntry(facts)],
  },
};

const CONTROLLER_LOG =
  '$ kubectl logs -A -l app.kubernetes.io/component=controller --tail=200 | grep -iE "secret|certificate|ssl"';

function secret({ host }: RemedyFacts): string {
  return `${safeName(host).replaceAll('.', '-')}-tls`;
}

function tlsEntry(facts: RemedyFacts): readonly string[] {
  return [
    `The Ingress needs the host and a secret of its own namespace:`,
    ['spec:', '  tls:', '  - hosts:', `    - ${safeName(facts.host)}`, `    secretName: ${secret(facts)}`].join('\n'),
    `$ kubectl create secret tls ${secret(facts)} --cert=fullchain.pem --key=key.pem`,
  ];
}
