import type { Expectation } from '../model/expectation.js';

/**
 * What a target says itself, completed by what is said for all: of each property the target's own word counts before the
 * common one. Null when neither says anything.
 */
export function mergeExpectations(own: Expectation | null, common: Expectation | null): Expectation | null {
  if (own === null || common === null) return own ?? common;
  return {
    certificates: firstSaid(own.certificates, common.certificates),
    acceptPrevious: own.acceptPrevious || common.acceptPrevious,
    spkiPins: firstSaid(own.spkiPins, common.spkiPins),
    serialNumbers: firstSaid(own.serialNumbers, common.serialNumbers),
    issuers: firstSaid(own.issuers, common.issuers),
    keys: firstSaid(own.keys, common.keys),
    names: firstSaid(own.names, common.names),
    minDaysLeft: own.minDaysLeft ?? common.minDaysLeft,
  };
}

function firstSaid<T>(own: readonly T[], common: readonly T[]): readonly T[] {
  return own.length > 0 ? own : common;
}
