import { describe, expect, it } from 'vitest';
import { createHtmlRenderer } from '../../../src/report/html/html.js';
import { renderAll } from '../../support/render.js';
import { aCertificate, aConflict, aDiagnosis, anUnresolved, aReport, GOOD, HOSTILE } from '../../support/reports.js';

const renderer = () => createHtmlRenderer({ title: 'whichcert', startedAt: '2026-11-20T06:00:00Z' });

describe('the HTML report', () => {
  it('is one file without any reference outside', () => {
    const html = renderAll(renderer(), [aReport(), aConflict(), anUnresolved()]);
    expect(html).not.toMatch(/\b(?:src|href|action|url)\s*[=(]/);
    expect(html).toMatch(
      /Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/,
    );
  });

  it('is streamed: every report is written as it comes', () => {
    const one = renderer();
    one.begin();
    expect(one.report(aConflict())).toContain('as every name there is');
  });

  it('names the certificate in each cell, the worst address first', () => {
    const [, conflict = ''] = renderAll(renderer(), [aConflict()]).split('<main>');
    const cells = [...conflict.matchAll(/title="(\w{2})\w+">\w{8} <span class="cn">([^<]*)<\/span>/g)];
    expect(cells.map(([, sha256, name]) => `${sha256} ${name}`)).toEqual([
      ...Array.from({ length: 3 }, () => 'b2 legacy'),
      ...Array.from({ length: 3 }, () => 'a1 shop.example'),
    ]);
  });

  it('shows the steps as a list, with blocks that can be copied', () => {
    const steps = ['Add <the block>, then reload:\n  server {\n      listen 443 ssl;\n  }\n$ nginx -s reload'];
    const html = renderAll(renderer(), [
      aConflict({ diagnosis: aDiagnosis({ title: 'Steps', remedies: [{ platform: 'nginx', steps }] }) }),
    ]);
    expect(html).toContain(
      '<li><p>Add &lt;the block&gt;, then reload:</p><pre>server {\n    listen 443 ssl;\n}\n</pre>' +
        '<pre><span class="prompt">$ </span>nginx -s reload\n</pre></li>',
    );
  });

  it('keeps hostile text text', () => {
    const certificates = { [GOOD]: aCertificate({ subject: HOSTILE, issuer: HOSTILE, dnsNames: [HOSTILE] }) };
    const html = renderAll(renderer(), [
      aConflict({ certificates, diagnosis: aDiagnosis({ title: HOSTILE, evidence: [HOSTILE] }) }),
    ]);
    expect(html.match(/<script>/g)).toHaveLength(1);
    expect(html).not.toContain('\u202e');
  });
});
