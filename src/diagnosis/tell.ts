import type { Diagnosis } from '../model/diagnosis.js';
import type { Case } from './case.js';
import type { Ranking } from './rank.js';
import type { EndpointView } from './view.js';

/** The diagnosis in words. */
export function tell(one: Case, view: EndpointView, { lead, certainty, alternatives }: Ranking): Diagnosis {
  const { host } = one.evidence.target;
  const { address } = view.evidence.endpoint;
  return {
    cause: lead,
    certainty,
    title: `${host} at ${address}: ${lead}`,
    explanation: lead,
    evidence: [],
    alternatives: alternatives.map((cause) => ({ cause, certainty: 'possible', tellApart: cause })),
    remedies: [],
  };
}
