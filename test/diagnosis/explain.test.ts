import { describe, expect, it } from 'vitest';
import { explainCause } from '../../src/diagnosis/explain.js';
import { CAUSES } from '../../src/model/diagnosis.js';

describe.each(CAUSES)('the page about %s', (cause) => {
  const page = explainCause(cause);

  it('says what happens, how to make sure and how to mend it, without a case', () => {
    expect(page.startsWith(`${cause}\n\n`)).toBe(true);
    expect(page).toContain('\n\nHow to make sure\n\n');
    expect(page).toContain('\n\nHow to mend it (NAME and ADDRESS stand for yours)\n\n');
    expect(page).toMatch(/\n(?:On [a-z-]+|Anywhere)\n {2}1\. /);
    expect(page).not.toMatch(/undefined|(?<!\/dev\/)null|\[object/);
  });
});
