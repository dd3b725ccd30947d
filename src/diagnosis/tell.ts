import type { Diagnosis } from '../model/diagnosis.js';
import type { Case } from './case.js';
import { factsOf } from './case-facts.js';
import { CAUSE_TEXTS } from './causes/all.js';
import { evidenceLines } from './evidence-lines.js';
import type { Ranking } from './rank.js';
import { seenFirst } from './remedies/order.js';
import type { EndpointView } from './view.js';

/** The diagnosis in words. */
export function tell(one: Case, view: EndpointView, { lead, certainty, alternatives, pattern }: Ranking): Diagnosis {
  const facts = factsOf(one, view, pattern);
  const text = CAUSE_TEXTS[lead];
  return {
    cause: lead,
    certainty,
    title: text.title(facts),
    explanation: text.explanation(facts),
    evidence: evidenceLines(one, view, pattern, facts, certainty),
    alternatives: alternatives.map((cause) => ({
      cause,
      certainty: 'possible',
      tellApart: CAUSE_TEXTS[cause].tellApart(facts),
    })),
    remedies: seenFirst(text.remedies(facts), facts),
  };
}
