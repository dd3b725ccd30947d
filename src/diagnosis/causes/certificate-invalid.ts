import { apache } from '../remedies/apache.js';
import { certificateFault } from '../remedies/certificate-fault.js';
import { kubernetes } from '../remedies/clouds.js';
import { haproxy } from '../remedies/haproxy.js';
import { nginx } from '../remedies/nginx.js';
import { windows } from '../remedies/windows.js';
import { type CauseText, checkAgain } from './cause-text.js';

export const certificateInvalid: CauseText = {
  cause: 'certificate-invalid',
  happens: 'The right certificate is served, and it is itself at fault.',
  why: [
    'It is out of date or not valid yet, its issuer is unknown to the trust store (a private authority, or an intermediate certificate that is missing from what is sent), or it is self-signed. The binding is right: selection is not the fault.',
  ],
  title: ({ host, place, faults }) =>
    `${host} is served the right certificate at ${place}, and it is not valid${faults.length === 1 ? `: ${faults[0]}` : ''}`,
  explanation: ({ faults }) =>
    `The name selects the certificate that belongs to it; the certificate itself is at fault${faults.length > 1 ? `: ${faults.join('; ')}` : ''}. Clients refuse it${faults.some((fault) => fault.includes('here')) ? ', unless they trust more than is trusted here' : ''}.`,
  tellApart: () => 'the findings on the certificate say what clients refuse about it',
  remedies: (facts) => {
    const again = checkAgain(facts);
    return [
      { platform: 'any', steps: certificateFault.steps(facts) },
      { platform: 'nginx', steps: [nginx.certificate(facts), again] },
      { platform: 'apache', steps: [apache.certificate(facts), again] },
      { platform: 'haproxy', steps: [haproxy.certificate(facts), again] },
      { platform: 'kubernetes-ingress', steps: [kubernetes.issuance(), kubernetes.secret(facts), again] },
      {
        platform: 'windows-iis',
        steps: [
          'Import the PFX into the machine store; Windows sends intermediates that it finds in the store "Intermediate Certification Authorities":\nPS> Import-PfxCertificate -FilePath <file>.pfx -CertStoreLocation Cert:\\LocalMachine\\My',
          windows.rebindName(facts),
          again,
        ],
      },
    ];
  },
};
