import type { Certificate } from '../model/certificate.js';

/**
 * Why a certificate that looks meant for the host does not cover it:
 * - common-name: the host stands in the subject alone, which clients have not looked at for years
 * - wildcard-depth: `*.example.net` stands for one label, and the host has more before it
 * - wildcard-parent: the host is what stands behind the wildcard
 * - wildcard-top: a wildcard directly below a top-level label, which clients do not accept
 * - forgotten: names of the same domain stand in it, and the host does not
 */
export interface NearMiss {
  readonly kind: 'common-name' | 'wildcard-depth' | 'wildcard-parent' | 'wildcard-top' | 'forgotten';
  /** The presented name that comes near. From a peer: never in commands. */
  readonly presented: string;
}

/** null where nothing of the certificate comes near the host, a lower-case A-label name. Expects one that does not cover it. */
export function nearMiss({ dnsNames, subjectAttributes }: Certificate, host: string): NearMiss | null {
  const common = subjectAttributes.find(({ type, value }) => type === 'CN' && value.toLowerCase() === host);
  const wildcard = dnsNames.find((name) => name.startsWith('*.') && isNear(name.slice(2), host));
  if (wildcard !== undefined) return { kind: wildcardMiss(wildcard.slice(2), host), presented: wildcard };
  if (common !== undefined) return { kind: 'common-name', presented: common.value };
  const parent = parentOf(host);
  const beside = dnsNames.find((name) => isRelated(name, host, parent));
  return beside === undefined ? null : { kind: 'forgotten', presented: beside };
}

/** Why it does not cover the host, as the rest of a sentence about the certificate. */
export function nearMissWords({ kind, presented }: NearMiss, host: string): string {
  switch (kind) {
    case 'common-name':
      return `${host} is its common name alone, and clients look at subjectAltName only`;
    case 'wildcard-depth':
      return `the wildcard in "${presented}" stands for exactly one label, and ${host} has more`;
    case 'wildcard-parent':
      return `"${presented}" stands for names with one label more, not for ${host} itself`;
    case 'wildcard-top':
      return `"${presented}" is a wildcard directly below a top-level label, which clients do not accept`;
    case 'forgotten':
      return `it names "${presented}", and ${host} is missing from it`;
  }
}

function isNear(parent: string, host: string): boolean {
  return host === parent || host.endsWith(`.${parent}`);
}

function wildcardMiss(parent: string, host: string): NearMiss['kind'] {
  if (host === parent) return 'wildcard-parent';
  return parent.includes('.') ? 'wildcard-depth' : 'wildcard-top';
}

/** The domain with a label more or less, or another label of a domain of two labels or more. */
function isRelated(name: string, host: string, parent: string): boolean {
  if (parentOf(name) === host || parent === name) return name.includes('.');
  return parent.includes('.') && parentOf(name) === parent;
}

function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}
