import { apache } from '../remedies/apache.js';
import { haproxy } from '../remedies/haproxy.js';
import { nginx } from '../remedies/nginx.js';
import { otherServer } from '../remedies/other-server.js';
import { windows } from '../remedies/windows.js';
import { type CauseText, checkAgain } from './cause-text.js';

export const keyTypeDiffers: CauseText = {
  cause: 'key-type-differs',
  happens:
    'Clients of RSA and of ECDSA (or of different TLS versions) are served certificates that do not belong together.',
  why: [
    'Servers with two certificates for a name choose by what the client accepts. When only one of them was renewed or replaced, current clients see the right one and older ones the stale, or the other way round; a check with one kind of client sees half.',
  ],
  title: ({ host, place }) =>
    `${host} is served different certificates at ${place}, depending on the key type or TLS version that the client accepts`,
  explanation: ({ differences }) =>
    `${differences.length === 0 ? 'The answers differ by what the client accepts.' : `${differences.join('; ')}.`} One of the two was not renewed or replaced with the other.`,
  tellApart: (facts) =>
    `ask as each kind of client: whichcert shows ${facts.host} with rsa-only, ecdsa-only and tls12-only in its JSON lines`,
  remedies: (facts) => [
    { platform: 'nginx', steps: [nginx.show(), nginx.keyTypes(facts), checkAgain(facts)] },
    { platform: 'apache', steps: [apache.show(), apache.keyTypes(facts), checkAgain(facts)] },
    {
      platform: 'haproxy',
      steps: [
        'Certificates of two key types stand beside each other as NAME.pem.rsa and NAME.pem.ecdsa: renew both.',
        haproxy.certificate(facts),
        checkAgain(facts),
      ],
    },
    {
      platform: 'windows-iis',
      steps: [
        windows.listRows(),
        'http.sys has one certificate a row: answers that differ by client come from a device in front, or from two machines.',
        checkAgain(facts),
      ],
    },
    { platform: 'other', steps: [otherServer.keyTypes(facts), checkAgain(facts)] },
    {
      platform: 'load-balancer',
      steps: ['Replace both certificates of the listener, the RSA and the ECDSA one.', checkAgain(facts)],
    },
  ],
};
