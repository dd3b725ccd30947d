import type { Probe } from '../src/model/question.js';
import { certificateName } from './certificate-name.js';
import { ecdsaOnly } from './ecdsa-only.js';
import { legacyVersions } from './legacy-versions.js';
import { noName } from './no-name.js';
import { rsaOnly } from './rsa-only.js';
import { siblingName } from './sibling-name.js';
import { targetName } from './target-name.js';
import { tls12Only } from './tls12-only.js';
import { unknownName } from './unknown-name.js';
import { unknownSibling } from './unknown-sibling.js';

/** Every probe, in the order in which they are asked. */
export const probes: readonly Probe[] = [
  targetName,
  noName,
  unknownName,
  rsaOnly,
  siblingName,
  unknownSibling,
  certificateName,
  ecdsaOnly,
  tls12Only,
  legacyVersions,
];
