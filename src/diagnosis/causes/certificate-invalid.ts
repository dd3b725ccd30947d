import { apache } from '../remedies/apache.js';
import { kubernetes } from '../remedies/clouds.js';
import { haproxy } from '../remedies/haproxy.js';
import { nginx } from '../remedies/nginx.js';
import { windows } from '../remedies/windows.js';
import { type CauseText, checkAgain, recheck } from './cause-text.js';

export const certificateInvalid: CauseText = {
  cause: 'certificate-invalid',
  happens: 'The right certificate is served, and it is itself at fault.',
  why: [
    'It is out of date or not valid yet, its issuer is unknown to the trust store, the intermediate certificates are missing from what is sent, or it is self-signed. The binding is right: selection is not the fault.',
  ],
  title: ({ host, place, faults }) =>
    `${host} is served the right certificate at ${place}, and it is not valid${faults.length === 1 ? `: ${faults[0]}` : ''}`,
  explanation: ({ faults }) =>
    `The name selects the certificate that belongs to it; the certificate itself is at fault${faults.length > 1 ? `: ${faults.join('; ')}` : ''}. Clients refuse it.`,
  tellApart: () => 'the findings on the certificate say what clients refuse about it',
  remedies: (facts) => {
    const renew =
      'Renew the certificate, or have it issued by an authority that the clients trust; serve it with its intermediate certificates (leaf first, without the root).';
    return [
      {
        platform: 'any',
        steps: [
          renew,
          `If the authority is your own, check with its root:\n${recheck(facts, ' --ca <root>.pem')}`,
          checkAgain(facts),
        ],
      },
      {
        platform: 'windows-iis',
        steps: [
          'Import the renewed PFX into the machine store; Windows sends intermediates that it finds in the store "Intermediate Certification Authorities":\nPS> Import-PfxCertificate -FilePath <file>.pfx -CertStoreLocation Cert:\\LocalMachine\\My',
          windows.rebindName(facts),
          checkAgain(facts),
        ],
      },
      {
        platform: 'nginx',
        steps: [
          'Put leaf and intermediates into one file, in this order.',
          nginx.certificate(facts),
          checkAgain(facts),
        ],
      },
      {
        platform: 'apache',
        steps: [
          'Put leaf and intermediates into SSLCertificateFile, in this order.',
          apache.certificate(facts),
          checkAgain(facts),
        ],
      },
      { platform: 'haproxy', steps: [haproxy.certificate(facts), checkAgain(facts)] },
      { platform: 'kubernetes-ingress', steps: [kubernetes.issuance(), kubernetes.secret(facts), checkAgain(facts)] },
    ];
  },
};
