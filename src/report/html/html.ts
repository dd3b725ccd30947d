import { createHash } from 'node:crypto';
import type { TargetReport } from '../../model/report.js';
import { STATUSES } from '../../model/report.js';
import { leadingCode, targetWords } from '../codes.js';
import { leadingSentence } from '../leading-sentence.js';
import { verdict } from '../markdown.js';
import type { Renderer } from '../renderer.js';
import { details } from './details.js';
import { constantMarkup, type Markup, markup } from './markup.js';
import { matrix } from './matrix.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';

/**
 * One self-contained HTML file, streamed target by target: no network, works from disk, reads without its script. The
 * content security policy (CSP Level 3) allows the one style sheet and the one script by their digests and nothing else.
 */
export function createHtmlRenderer(options: { readonly title: string; readonly startedAt: string }): Renderer {
  return {
    begin: () => head(options),
    report: (report) => `${target(report).html}\n`,
    end: (summary) =>
      `</main><footer><p>${markup`${verdict(summary)}${summary.interrupted ? '. Ended before every target was asked.' : ''}`.html}</p></footer>
<script>${SCRIPT}</script></body></html>\n`,
  };
}

function head(options: { readonly title: string; readonly startedAt: string }): string {
  const policy = `default-src 'none'; style-src '${digest(STYLE)}'; script-src '${digest(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>\n${
    markup`<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${constantMarkup(policy)}">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${options.title}</title><style>${constantMarkup(STYLE)}</style></head>
<body><header><h1>${options.title}</h1><p class="dim">Which certificate each address serves, asked at ${options.startedAt}. The same colour and the same first digits are the same certificate.</p></header>
<form hidden><label>Search name, address, certificate<input name="text" type="search" size="32"></label>
<label>Status<select name="status"><option value="">all</option>${STATUSES.map((status) => markup`<option>${status}</option>`)}</select></label>
<label for="cause">Cause<select id="cause" name="cause"><option value="">all</option></select></label>
<button type="reset">Show all</button><output id="count" class="dim" aria-live="polite"></output></form><main>`.html
  }\n`;
}

function target(report: TargetReport): Markup {
  const code = leadingCode(report);
  return markup`<details class="t" data-status="${report.status}" data-code="${codes(report)}" data-text="${searchText(report)}"><summary>
<span><span class="n">${targetWords(report.target)}</span><br><span class="s ${report.status}">${report.status}</span>${
    code === null ? null : markup` <code>[${code}]</code>`
  }<br><span class="dim">${leadingSentence(report) ?? ''}</span></span>${matrix(report)}</summary>${details(report)}</details>`;
}

function codes(report: TargetReport): string {
  const causes = report.endpoints.flatMap((endpoint) => endpoint.diagnosis?.cause ?? []);
  return [...new Set([...causes, ...report.findings.map((finding) => finding.code), leadingCode(report) ?? ''])]
    .filter(Boolean)
    .join(' ');
}

function searchText(report: TargetReport): string {
  const addresses = report.endpoints.map((endpoint) => endpoint.address);
  const certificates = Object.entries(report.certificates).flatMap(([sha256, { subject, thumbprint }]) => [
    sha256,
    subject ?? '',
    thumbprint ?? '',
  ]);
  return [report.target.host, ...addresses, ...Object.values(report.target.labels), ...certificates]
    .join(' ')
    .toLowerCase();
}

function digest(content: string): string {
  return `sha256-${createHash('sha256').update(content, 'utf8').digest('base64')}`;
}
