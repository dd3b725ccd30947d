import { changedDuringRun } from './changed-during-run.js';
import { disorderedCertificateList } from './disordered-certificate-list.js';
import { expired } from './expired.js';
import { expiresSoon } from './expires-soon.js';
import { fallbackOutdated } from './fallback-outdated.js';
import { identifierMismatch } from './identifier-mismatch.js';
import { incompleteCertificateList } from './incomplete-certificate-list.js';
import { legacyProtocolOnly } from './legacy-protocol-only.js';
import { notYetValid } from './not-yet-valid.js';
import { possessionFailed } from './possession-failed.js';
import type { Rule } from './rule.js';
import { selfSigned } from './self-signed.js';
import { sniRequired } from './sni-required.js';
import { starttlsMissing } from './starttls-missing.js';
import { unexpectedCertificate } from './unexpected-certificate.js';
import { unrecognizedNameWarning } from './unrecognized-name-warning.js';
import { unstableAnswers } from './unstable-answers.js';
import { untrusted } from './untrusted.js';
import { weakKey } from './weak-key.js';
import { weakSignature } from './weak-signature.js';

/** Every rule on one endpoint, in the order in which findings are listed. `addresses-disagree` is the target's. */
export const RULES: readonly Rule[] = [
  unexpectedCertificate,
  identifierMismatch,
  expired,
  notYetValid,
  possessionFailed,
  selfSigned,
  untrusted,
  incompleteCertificateList,
  starttlsMissing,
  // Before the other warnings: where machines differ, what one of them serves is told by that.
  unstableAnswers,
  expiresSoon,
  weakKey,
  weakSignature,
  legacyProtocolOnly,
  unrecognizedNameWarning,
  fallbackOutdated,
  changedDuringRun,
  disorderedCertificateList,
  sniRequired,
];
