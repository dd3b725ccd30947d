import { type Case, LEAST_SAMPLES } from './case.js';
import { type Conclusion, concludeAt } from './causes-at.js';
import type { EndpointView, Settled } from './view.js';

/** The answers without which another cause would stand. */
export function decidingAnswers(one: Case, view: EndpointView, conclusion: Conclusion): readonly Settled[] {
  const { control } = view;
  const causes = conclusion.causes.join();
  return [...view.settled.values()].filter((settled) => {
    if (settled === control) return true;
    if (conclusion.clues === null || !isClue(settled, conclusion)) return false;
    const without = concludeAt(one, view, { provisional: false, without: settled.series.key });
    return without.causes.join() !== causes;
  });
}

function isClue({ series }: Settled, { clues }: Conclusion): boolean {
  return clues?.clues.some(({ asked }) => asked === series.asked) === true;
}

/** Every deciding answer was seen at least twice, and unchanged. */
export function isSeenTwice(one: Case, view: EndpointView, conclusion: Conclusion): boolean {
  if (view.reach !== 'answers') {
    const alike = view.evidence.observations.filter(
      ({ attempt, outcome }) => attempt > 0 && outcome === view.first?.outcome,
    );
    return new Set(alike.map(({ at }) => at)).size >= 2;
  }
  if (view.change === 'rotates') return [...view.all.values()].some(({ samples }) => samples.length >= LEAST_SAMPLES);
  if (view.change === 'unsettled') return false;
  return decidingAnswers(one, view, conclusion).every(({ times }) => times >= 2);
}
