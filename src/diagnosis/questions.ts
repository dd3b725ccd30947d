import type { KeyTypeOffer, ProtocolVersion } from '../model/hello.js';
import type { Observation } from '../model/observation.js';

/** What a question varies, seen from the answer: the name it carried and what the client could accept. */
export interface Asked {
  /** null: no server name. */
  readonly serverName: string | null;
  readonly keyTypes: KeyTypeOffer;
  /** `current`: the control's versions. */
  readonly versions: 'current' | 'tls12' | 'legacy';
}

/** How the probes vary the control; a probe that is not listed here is shown, but is no evidence. */
const VARIATIONS: Readonly<Record<string, Omit<Asked, 'serverName'>>> = {
  'target-name': { keyTypes: 'any', versions: 'current' },
  'no-name': { keyTypes: 'any', versions: 'current' },
  'unknown-name': { keyTypes: 'any', versions: 'current' },
  'sibling-name': { keyTypes: 'any', versions: 'current' },
  'unknown-sibling': { keyTypes: 'any', versions: 'current' },
  'certificate-name': { keyTypes: 'any', versions: 'current' },
  'rsa-only': { keyTypes: 'rsa', versions: 'current' },
  'ecdsa-only': { keyTypes: 'ecdsa', versions: 'current' },
  'tls12-only': { keyTypes: 'any', versions: 'tls12' },
  'legacy-versions': { keyTypes: 'any', versions: 'legacy' },
};

/** What an observation answers; null where its probe is not known here. */
export function askedBy(observation: Observation): Asked | null {
  const variation = VARIATIONS[observation.probe];
  return variation === undefined ? null : { serverName: observation.serverName, ...variation };
}

/** Two observations with one key answer one question. */
export function questionKey({ serverName, keyTypes, versions }: Asked): string {
  return `${serverName ?? '(none)'} ${keyTypes} ${versions}`;
}

/** The versions a hello of this kind offers, newest first. */
export function offeredVersions(versions: Asked['versions']): readonly ProtocolVersion[] {
  if (versions === 'legacy') return ['TLSv1.1', 'TLSv1'];
  return versions === 'tls12' ? ['TLSv1.2'] : ['TLSv1.3', 'TLSv1.2'];
}
