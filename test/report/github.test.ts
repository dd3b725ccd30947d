import { describe, expect, it } from 'vitest';
import { CAUSES } from '../../src/model/diagnosis.js';
import { createGithubRenderer } from '../../src/report/github.js';
import { renderAll } from '../support/render.js';
import { aChanged, aConflict, aDiagnosis, anUnresolved, aReport, HOSTILE } from '../support/reports.js';

const annotations = (...reports: Parameters<typeof renderAll>[1]) =>
  renderAll(createGithubRenderer(), reports).split('\n').slice(0, -1);

describe('GitHub annotations', () => {
  it('is silent where all is well', () => {
    expect(annotations(aReport())).toEqual([]);
  });

  it('anchors an error to the line of the list, and counts targets of one code together', () => {
    const [error, warning] = annotations(aConflict(), aConflict(), anUnresolved());
    expect(error).toBe(
      '::error file=names.txt,line=3,title=whichcert%3A ip-binding-conflict::shop.example is served "CN=legacy" at 203.0.113.5, as every name there is (2 targets: shop.example, shop.example)',
    );
    expect(warning).toMatch(/^::warning file=names\.txt,line=7,title=whichcert%3A unresolved::/);
  });

  it('tells in one notice what has changed where all is well', () => {
    const lines = annotations(aChanged('shop.example'), aChanged('blog.example'));
    expect(lines).toEqual([
      '::notice title=whichcert%3A changed since the baseline::shop.example is served a newer certificate at 203.0.113.5; blog.example is served a newer certificate at 203.0.113.5',
    ]);
    const [many] = annotations(...Array.from({ length: 12 }, (_, index) => aChanged(`n${index}.example`)));
    expect(many).toMatch(/; 2 more of replaced, see the step summary$/);
  });

  it('stays under ten annotations whatever goes wrong', () => {
    const all = CAUSES.map((cause) => aConflict({ diagnosis: aDiagnosis({ cause }) }));
    const lines = annotations(...all);
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toContain('9 more codes, see the step summary');
  });

  it('lets no peer text begin a command of its own', () => {
    const lines = annotations(
      aConflict({ diagnosis: aDiagnosis({ title: `${HOSTILE}\r\n::set-output name=x::y 100%` }) }),
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('100%25');
  });
});
