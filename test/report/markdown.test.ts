import { describe, expect, it } from 'vitest';
import { createMarkdownRenderer } from '../../src/report/markdown.js';
import { renderAll } from '../support/render.js';
import { aConflict, aDiagnosis, anUnresolved, aReport, HOSTILE } from '../support/reports.js';

describe('Markdown', () => {
  it('says the verdict, tells each problem with its remedy, and lists the targets', () => {
    const text = renderAll(createMarkdownRenderer(), [aReport(), aConflict(), anUnresolved()]);
    expect(text).toMatch(/^# whichcert: 3 targets: 1 critical, 1 unknown, 1 ok\n/);
    expect(text).toContain('## shop.example `[ip-binding-conflict]`');
    expect(text).toContain('$ netsh http show sslcert');
    expect(text).toContain('| gone.example | unknown |  |  | unresolved |');
  });

  it('keeps hostile text out of the markup and out of the fence', () => {
    const remedies = [{ platform: 'any', steps: ['```', HOSTILE] }];
    const text = renderAll(createMarkdownRenderer(), [
      aConflict({ diagnosis: aDiagnosis({ title: HOSTILE, remedies }) }),
    ]);
    const [outside = '', fenced = ''] = text.split('````\n');
    expect(outside).not.toMatch(/<script|\n::error/);
    expect(fenced).toContain('```');
  });

  it('shows at most 200 targets that are well', () => {
    const text = renderAll(
      createMarkdownRenderer(),
      Array.from({ length: 203 }, () => aReport()),
    );
    expect(text.match(/^\| shop/gm)).toHaveLength(200);
    expect(text).toContain('…and 3 more that are well.');
  });
});
