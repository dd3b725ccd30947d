import { balancer, kubernetes } from '../remedies/clouds.js';
import { haproxy } from '../remedies/haproxy.js';
import { type CauseText, checkAgain, recheckAt, rightElsewhere, whatHappens } from './cause-text.js';

export const backendUnavailable: CauseText = {
  cause: 'backend-unavailable',
  happens: 'A router or filter in front closes this name alone.',
  why: [
    'A router that passes TLS on by name (HAProxy in TCP mode, nginx stream, a gateway) has no living machine behind the name; or a firewall that reads names blocks it. The certificate behind it is not seen.',
    'A private key that cannot be used looks the same from outside.',
  ],
  title: (facts) => `${whatHappens(facts)}, while other names are answered${rightElsewhere(facts)}`,
  explanation: () =>
    'Only this name is cut off, in every version and for every kind of certificate: something in front has nothing to pass it to, or does not let it through; or the binding of the name is there with a key that cannot be used.',
  tellApart: ({ host, answer, silentFor }) =>
    `ask the machine itself, behind every router: if it serves ${host} there, the way to it is at fault, and ${silentFor === null ? `${answer} comes from` : 'what keeps silent is'} what stands in front`,
  remedies: (facts) => [
    { platform: 'haproxy', steps: [haproxy.backend(facts), checkAgain(facts)] },
    { platform: 'load-balancer', steps: [balancer.target(facts), checkAgain(facts)] },
    {
      platform: 'kubernetes-ingress',
      steps: [
        kubernetes.show(facts),
        'With TLS passthrough, look whether the service behind it has endpoints:\n$ kubectl get endpoints --all-namespaces',
        checkAgain(facts),
      ],
    },
    {
      platform: 'any',
      steps: [
        `Ask the machine itself, behind every router and filter:\n${recheckAt(facts, '<address of the machine itself>')}`,
        checkAgain(facts),
      ],
    },
  ],
};
