import type { BindingFinding } from '../model/bindings.js';
import { addressNotListened } from './findings/address-not-listened.js';
import { blankRow } from './findings/blank-row.js';
import { ccsFileMissing } from './findings/ccs-file-missing.js';
import { certificateDoesNotCover } from './findings/certificate-does-not-cover.js';
import { certificateExpired } from './findings/certificate-expired.js';
import { certificateWithoutKey } from './findings/certificate-without-key.js';
import { exactRowShadowsSni } from './findings/exact-row-shadows-sni.js';
import { fallbackForeign } from './findings/fallback-foreign.js';
import { fallbackMissing } from './findings/fallback-missing.js';
import { hostBindingWithoutSniFlag } from './findings/host-binding-without-sni-flag.js';
import { ipv6OtherRow } from './findings/ipv6-other-row.js';
import { needsSni } from './findings/needs-sni.js';
import { rowWithoutSite } from './findings/row-without-site.js';
import type { BindingFacts, BindingRule } from './findings/rule.js';
import { sharedRow } from './findings/shared-row.js';
import { siteWithoutRow } from './findings/site-without-row.js';

/** In the order in which they are worth reading. */
const RULES: readonly BindingRule[] = [
  blankRow,
  certificateWithoutKey,
  certificateExpired,
  certificateDoesNotCover,
  siteWithoutRow,
  exactRowShadowsSni,
  hostBindingWithoutSniFlag,
  sharedRow,
  fallbackForeign,
  fallbackMissing,
  ipv6OtherRow,
  rowWithoutSite,
  ccsFileMissing,
  addressNotListened,
  needsSni,
];

/** Every conflict that an export shows, critical ones first. */
export function findConflicts(facts: BindingFacts): readonly BindingFinding[] {
  const all = RULES.flatMap((rule) => rule(facts));
  return all.toSorted((a, b) => Number(b.severity === 'critical') - Number(a.severity === 'critical'));
}
