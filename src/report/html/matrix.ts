import type { Observation } from '../../model/observation.js';
import type { EndpointReport, TargetReport } from '../../model/report.js';
import { worstEndpoints } from '../codes.js';
import { nameWords } from '../served.js';
import { certificateClass } from './certificate-colour.js';
import { type Markup, markup } from './markup.js';

const SHOWN_PROBES = ['target-name', 'no-name', 'unknown-name'] as const;

/** The target's addresses × the three survey questions, a certificate as its colour and short fingerprint: a conflict is seen. */
export function matrix(report: TargetReport): Markup {
  return markup`<span class="m"><span class="a dim">address</span>${SHOWN_PROBES.map(
    (probe) => markup`<span class="dim">${probe}</span>`,
  )}${worstEndpoints(report).map((endpoint) => row(report, endpoint))}</span>`;
}

function row(report: TargetReport, endpoint: EndpointReport): Markup {
  return markup`<span class="a">${endpoint.address}</span>${SHOWN_PROBES.map((probe) => {
    const observation = endpoint.observations.find((candidate) => candidate.probe === probe);
    return observation === undefined ? markup`<span class="x">not asked</span>` : cell(report, observation);
  })}`;
}

function cell(report: TargetReport, observation: Observation): Markup {
  const leaf = observation.certificates[0];
  if (leaf === undefined) return markup`<span class="x">${answerWord(observation)}</span>`;
  const certificate = report.certificates[leaf];
  const name = certificate === undefined ? '' : nameWords(certificate, leaf);
  return markup`<span class="fp ${certificateClass(leaf)}" title="${leaf}">${leaf.slice(0, 8)} <span class="cn">${name}</span></span>`;
}

/** What happened, in a word or two: `refused unrecognized_name`. */
export function answerWord(observation: Observation): string {
  return observation.reason === null ? observation.outcome : `${observation.outcome} ${observation.reason}`;
}
