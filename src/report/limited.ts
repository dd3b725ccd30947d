import type { EndpointReport } from '../model/report.js';
import { counted } from './wrap.js';

/** What there is to do about a limit on connections. */
export const SLOWER = 'Ask again more slowly: --rate 10/m --per-address 1';

/** The endpoint answered, then stopped answering, and no cause is named for it. */
export function isLimited({ status, diagnosis, observations }: EndpointReport): boolean {
  return status === 'unknown' && diagnosis === null && observations.some(({ reason }) => STOPPED.has(reason ?? ''));
}

const STOPPED: ReadonlySet<string> = new Set(['limited', 'stopped-answering']);

/** `it stopped answering after 3 answers, as a limit on connections does`: the target's own answers are counted. */
export function limitedWords({ observations }: EndpointReport): string {
  const answers = observations.filter(
    ({ shared, attempt, reason }) => !shared && attempt > 0 && !STOPPED.has(reason ?? ''),
  );
  return `it stopped answering after ${counted(answers.length, 'answer')}, as a limit on connections does`;
}

/** Every sentence on an endpoint that stopped answering, with what to do. Still to be escaped. */
export function limitedStory(endpoint: EndpointReport): string {
  return `${endpoint.address}: ${limitedWords(endpoint)}, and was left alone. What it serves now is not known. ${SLOWER}`;
}
