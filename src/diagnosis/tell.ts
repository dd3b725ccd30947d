import type { Diagnosis } from '../model/diagnosis.js';
import type { Case } from './case.js';
import { factsOf } from './case-facts.js';
import { CAUSE_TEXTS } from './causes/all.js';
import { evidenceLines } from './evidence-lines.js';
import type { Policy } from './policy.js';
import type { Ranking } from './rank.js';
import { fitting } from './remedies/fitting.js';
import { reissue } from './remedies/reissue.js';
import type { EndpointView } from './view.js';

/** The diagnosis in words. */
export function tell(
  one: Case,
  view: EndpointView,
  { lead, certainty, alternatives, pattern }: Ranking,
  policy: Pick<Policy, 'typedOptions'>,
): Diagnosis {
  const facts = factsOf(one, view, pattern, certainty, policy);
  const text = CAUSE_TEXTS[lead];
  return {
    cause: lead,
    certainty,
    title: text.title(facts),
    explanation: `${text.explanation(facts)}${reissue.note(facts, lead)}`,
    evidence: evidenceLines(one, view, pattern, facts, certainty),
    alternatives: alternatives.map((cause) => ({
      cause,
      certainty: 'possible',
      tellApart: CAUSE_TEXTS[cause].tellApart(facts),
    })),
    remedies: fitting(reissue.before(text.remedies(facts), facts, lead), facts),
  };
}
