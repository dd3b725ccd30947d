import type { Cause } from '../../model/diagnosis.js';
import { anotherServer } from './another-server.js';
import { backendUnavailable } from './backend-unavailable.js';
import type { CauseText } from './cause-text.js';
import { certificateInvalid } from './certificate-invalid.js';
import { fallbackCertificate } from './fallback-certificate.js';
import { intercepted } from './intercepted.js';
import { ipBindingConflict } from './ip-binding-conflict.js';
import { keyTypeDiffers } from './key-type-differs.js';
import { missingSniHostMatch } from './missing-sni-host-match.js';
import { noCertificateServed } from './no-certificate-served.js';
import { notTls } from './not-tls.js';
import { privateKeyUnusable } from './private-key-unusable.js';
import { renewedCertificate } from './renewed-certificate.js';
import { rotatingCertificates } from './rotating-certificates.js';
import { sniNotSupported } from './sni-not-supported.js';
import { staleCertificate } from './stale-certificate.js';
import { unexplained } from './unexplained.js';
import { unreachable } from './unreachable.js';
import { wrongCertificateBound } from './wrong-certificate-bound.js';

/** The text of every cause of the closed list. */
export const CAUSE_TEXTS: Readonly<Record<Cause, CauseText>> = {
  'another-server': anotherServer,
  intercepted,
  unreachable,
  'not-tls': notTls,
  'no-certificate-served': noCertificateServed,
  'rotating-certificates': rotatingCertificates,
  'ip-binding-conflict': ipBindingConflict,
  'sni-not-supported': sniNotSupported,
  'missing-sni-host-match': missingSniHostMatch,
  'private-key-unusable': privateKeyUnusable,
  'backend-unavailable': backendUnavailable,
  'key-type-differs': keyTypeDiffers,
  'stale-certificate': staleCertificate,
  'renewed-certificate': renewedCertificate,
  'wrong-certificate-bound': wrongCertificateBound,
  'certificate-invalid': certificateInvalid,
  'fallback-certificate': fallbackCertificate,
  unexplained,
};
