import { describe, expect, it } from 'vitest';
import { createMarkdownRenderer } from '../../src/report/markdown.js';
import { renderAll } from '../support/render.js';
import {
  aCertificate,
  aChanged,
  aConflict,
  aDiagnosis,
  anEndpoint,
  anObservation,
  anUnresolved,
  aReport,
  GOOD,
  HOSTILE,
  LEGACY,
} from '../support/reports.js';

describe('Markdown', () => {
  it('says the verdict, tells each problem with its remedy, and lists the targets', () => {
    const text = renderAll(createMarkdownRenderer(), [aReport(), aConflict(), anUnresolved()]);
    expect(text).toMatch(/^# whichcert: 3 targets: 1 critical, 1 unknown, 1 ok\n/);
    expect(text).toContain('## shop.example `[ip-binding-conflict]`');
    expect(text).toContain('1. Show the row:\n   ```sh\n   netsh http show sslcert\n   ```\n');
    expect(text).toContain('| gone.example | unknown |  |  | unresolved |');
  });

  it('shows the steps as a list, with blocks that can be copied', () => {
    const steps = [
      'Add the block, then reload:\n  server {\n      listen 443 ssl;\n  }\n$ nginx -s reload',
      'Check again:',
    ];
    const text = renderAll(createMarkdownRenderer(), [
      aConflict({ diagnosis: aDiagnosis({ remedies: [{ platform: 'nginx', steps }] }) }),
    ]);
    expect(text).toContain(
      [
        '<details><summary>nginx</summary>\n',
        '1. Add the block, then reload:',
        '   ```',
        '   server {',
        '       listen 443 ssl;',
        '   }',
        '   ```',
        '   ```sh',
        '   nginx -s reload',
        '   ```',
        '2. Check again:',
      ].join('\n'),
    );
  });

  it('has the end of the certificate that ends first, whichever clients are served it', () => {
    const endpoint = anEndpoint('203.0.113.5', GOOD);
    const observations = [...endpoint.observations, anObservation('rsa-only', LEGACY)];
    const certificates = { [GOOD]: aCertificate(), [LEGACY]: aCertificate({ notAfter: '2026-12-08T06:00:00Z' }) };
    const text = renderAll(createMarkdownRenderer(), [
      aReport({ endpoints: [{ ...endpoint, observations }], certificates }),
    ]);
    expect(text).toContain('| shop.example | ok | CN=shop.example | 2026-12-08 |  |');
  });

  it('tells what has changed since a baseline, also where all is well', () => {
    const text = renderAll(createMarkdownRenderer(), [aChanged('shop.example'), aChanged('blog.example')]);
    expect(text).toContain('## Changes since the baseline');
    for (const host of ['shop.example', 'blog.example'])
      expect(text).toContain(`- ${host} \`replaced\`: ${host} is served a newer certificate at 203.0.113.5\n`);
  });

  it('keeps hostile text out of the markup and out of the fence', () => {
    const remedies = [{ platform: 'any', steps: [HOSTILE, `$ ${'```'} ${HOSTILE.replaceAll('\n', '')}`] }];
    const text = renderAll(createMarkdownRenderer(), [
      aConflict({ diagnosis: aDiagnosis({ title: HOSTILE, evidence: [HOSTILE], remedies }) }),
    ]);
    const [outside = '', fenced = ''] = text.split(/````(?:sh)?\n/);
    expect(outside).not.toMatch(/<script|^\s*::error/m);
    expect(text).not.toContain('\u001b');
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
