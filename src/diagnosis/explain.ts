import type { Cause, Remedy } from '../model/diagnosis.js';
import { CAUSE_TEXTS } from './causes/all.js';
import { PLACEHOLDERS } from './causes/facts.js';

/** The page about one cause, without a case: what happens, why, how to make sure, how to mend it. Plain text. */
export function explainCause(cause: Cause): string {
  const { happens, why, tellApart, remedies } = CAUSE_TEXTS[cause];
  const sure = tellApart(PLACEHOLDERS);
  return [
    `${cause}\n\n${happens}`,
    ...why,
    `How to make sure\n\n${sure.charAt(0).toUpperCase()}${sure.slice(1)}.`,
    'How to mend it (NAME and ADDRESS stand for yours)',
    ...remedies(PLACEHOLDERS).map(platformSection),
  ].join('\n\n');
}

function platformSection({ platform, steps }: Remedy): string {
  const numbered = steps.map((step, index) => {
    const [first = '', ...rest] = step.split('\n');
    return [`  ${index + 1}. ${first}`, ...rest.map((line) => `     ${line}`)].join('\n');
  });
  return `${platform === 'any' ? 'Anywhere' : `On ${platform}`}\n${numbered.join('\n')}`;
}
