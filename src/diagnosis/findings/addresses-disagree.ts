import type { Certificate } from '../../model/certificate.js';
import type { TargetEvidence } from '../../model/evidence.js';
import type { Finding } from '../../model/finding.js';
import { nameCertificate } from '../words.js';

/** Different addresses serve different certificates of one identity. It concerns the target, not one address. */
export const ADDRESSES_DISAGREE = {
  code: 'addresses-disagree',
  severity: 'notice',
  citations: ['RFC 9525 §6 (each is right by itself)'],
} as const;

/** `served`: what each address serves that is right by itself. */
export function addressesDisagree(
  evidence: TargetEvidence,
  served: readonly { readonly address: string; readonly certificate: Certificate }[],
): Finding | null {
  const kinds = new Map<string, string[]>();
  for (const { address, certificate } of served) {
    const key = certificate.sha256;
    kinds.set(key, [...(kinds.get(key) ?? []), address]);
  }
  if (kinds.size < 2) return null;
  const parts = [...kinds]
    .map(([sha256, addresses]) => {
      const certificate = evidence.certificates.get(sha256);
      const what =
        certificate === undefined ? sha256 : `${nameCertificate(certificate)} until ${certificate.notAfter ?? '?'}`;
      return `${addresses.toSorted().join(', ')} ${addresses.length === 1 ? 'serves' : 'serve'} ${what}`;
    })
    .toSorted();
  return { ...ADDRESSES_DISAGREE, address: null, message: parts.join('; '), accepted: null };
}
