import type { EndpointEvidence, TargetEvidence } from '../model/evidence.js';
import type { Finding } from '../model/finding.js';
import { type Case, caseOf, leafOf } from './case.js';
import { concludeAt } from './causes-at.js';
import { addressesDisagree } from './findings/addresses-disagree.js';
import { applyRule, listOf, type Scene } from './findings/rule.js';
import { RULES } from './findings/rules.js';
import type { Policy } from './policy.js';
import { leadingCause } from './rank.js';
import { inTime } from './series.js';
import type { EndpointView } from './view.js';

/** What is wrong, or worth saying, at each endpoint: cited judgements, endpoint by endpoint. Never throws. */
export function examine(evidence: TargetEvidence, policy: Policy): readonly Finding[] {
  const one = caseOf(evidence, []);
  const findings = one.views.flatMap((view) => {
    const scene = sceneOf(one, view, policy);
    return RULES.flatMap((rule) => applyRule(rule, scene) ?? []);
  });
  const disagreement = addressesDisagree(evidence, servedRight(one));
  const all = [...softened(caseOf(evidence, findings), findings), ...(disagreement === null ? [] : [disagreement])];
  const addresses = evidence.endpoints.map(({ endpoint }) => endpoint.address);
  // Two endpoints can have one address (two ports): their findings are told once.
  return new Set(addresses).size === addresses.length ? all : distinct(all);
}

function sceneOf(one: Case, view: EndpointView, policy: Policy): Scene {
  const { evidence, judge } = one;
  const endpoint = view.evidence;
  const control = lastControl(endpoint);
  const certificateList = listOf(evidence, control?.certificates ?? []);
  const leaf = certificateList[0] ?? leafOf(one, view);
  const isExpected = leaf !== null && judge.explicit && judge.standing(leaf) === 'right';
  return { evidence, policy, judge, view, endpoint, control, leaf, certificateList, isExpected };
}

/** The last answer to the control's question that carried a certificate; where only old versions are spoken, theirs. */
function lastControl({ observations }: EndpointEvidence) {
  const served = inTime(observations).filter(({ certificates, attempt }) => certificates.length > 0 && attempt > 0);
  return (
    served.findLast(({ probe }) => probe === 'target-name') ??
    served.findLast(({ probe }) => probe === 'legacy-versions') ??
    null
  );
}

/** A certificate that is newer than the one expected is no emergency: the expectation is out of date. */
function softened(one: Case, findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) => {
    if (finding.code !== 'unexpected-certificate') return finding;
    const view = one.views.find(({ evidence }) => evidence.endpoint.address === finding.address);
    const conclusion = view === undefined ? null : concludeAt(one, view);
    if (view === undefined || conclusion?.kind !== 'fault') return finding;
    return leadingCause(one, view, conclusion) === 'renewed-certificate'
      ? { ...finding, severity: 'warning' }
      : finding;
  });
}

function servedRight(one: Case) {
  return one.views.flatMap((view) => {
    const leaf = leafOf(one, view);
    const { address } = view.evidence.endpoint;
    return leaf === null || !one.judge.covers(leaf) || !one.judge.isInDate(leaf)
      ? []
      : [{ address, certificate: leaf }];
  });
}

function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
