import { STATUSES, type Status, type TargetReport } from '../../model/report.js';
import { type Markup, markup } from '../../report/html/markup.js';
import { matrix } from '../../report/html/matrix.js';
import type { Facts } from '../metrics/facts.js';
import type { WatchedTarget } from '../watch-list.js';
import { shell } from './shell.js';

/** What the overview is asked for. */
export interface OverviewQuery {
  readonly text: string;
  readonly status: Status | '';
  /** From 1. */
  readonly page: number;
}

export interface OverviewSource {
  readonly targets: readonly WatchedTarget[];
  facts(id: string): Facts | null;
  report(id: string): TargetReport | null;
  readonly problem: string | null;
  readonly now: number;
}

const PER_PAGE = 200;

/** Reads the query of `/`; whatever makes no sense is left out. */
export function readOverviewQuery(query: Readonly<Record<string, unknown>>): OverviewQuery {
  const status = STATUSES.find((each) => each === query.status) ?? '';
  const text = typeof query.text === 'string' ? query.text.slice(0, 200).trim().toLowerCase() : '';
  const page = typeof query.page === 'string' && /^\d{1,6}$/.test(query.page) ? Math.max(1, Number(query.page)) : 1;
  return { text, status, page };
}

/** The live matrix: every target, the worst first, a page of them at a time. */
export function overviewPage(source: OverviewSource, query: OverviewQuery): string {
  const rows = source.targets.map(({ id, target }) => ({
    id,
    facts: source.facts(id),
    labels: Object.values(target.labels),
  }));
  const wanted = rows
    .filter(({ facts }) => query.status === '' || facts?.status === query.status)
    .filter(({ id, facts, labels }) => query.text === '' || haystack(id, facts, labels).includes(query.text))
    .toSorted((a, b) => weight(a.facts) - weight(b.facts) || (a.id < b.id ? -1 : Number(a.id > b.id)));
  const pages = Math.max(1, Math.ceil(wanted.length / PER_PAGE));
  const page = Math.min(query.page, pages);
  const shown = wanted.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  return shell(
    'whichcert',
    markup`<header><h1>whichcert</h1><p class="dim">Which certificate each address serves. The same colour and the same first digits are the same certificate.</p></header>
<form method="get" action="/"><label>Search name, label, address, code<input name="text" type="search" size="32" value="${query.text}"></label>
<label>Status<select name="status"><option value="">all</option>${STATUSES.map((status) =>
      status === query.status ? markup`<option selected>${status}</option>` : markup`<option>${status}</option>`,
    )}</select></label><button>Show</button></form>
<p id="live" class="unknown" role="status"></p>
<main>${source.problem === null ? null : markup`<p class="critical">The manifest on disk is not in use: ${source.problem}</p>`}
<p class="counts">${counts(rows.map(({ facts }) => facts))}</p>
${shown.map(({ id, facts }) => row(id, facts, source))}
${shown.length === 0 ? markup`<p>${rows.length === 0 ? 'The manifest has no target.' : 'No target matches.'}</p>` : null}
${pages === 1 ? null : pager(query, page, pages)}</main>`,
  );
}

function haystack(id: string, facts: Facts | null, labels: readonly string[]): string {
  const endpoints = facts?.endpoints.flatMap(({ address, served }) => [address, served ?? '']) ?? [];
  return [id, facts?.code ?? '', ...labels, ...endpoints].join(' ').toLowerCase();
}

function weight(facts: Facts | null): number {
  return facts === null ? STATUSES.length : STATUSES.indexOf(facts.status);
}

function counts(all: readonly (Facts | null)[]): readonly Markup[] {
  const waiting = all.filter((facts) => facts === null).length;
  return [
    ...STATUSES.map((status) => {
      const count = all.filter((facts) => facts?.status === status).length;
      return markup`<span class="${status}">${count} ${status}</span>`;
    }),
    ...(waiting === 0 ? [] : [markup`<span class="dim">${waiting} not checked yet</span>`]),
  ];
}

function row(id: string, facts: Facts | null, source: OverviewSource): Markup {
  const report = facts === null ? null : source.report(id);
  const link = markup`<a class="n" href="/targets/${encodeURIComponent(id)}">${id}</a>`;
  if (facts === null || report === null) {
    return markup`<div class="t"><div class="row"><span>${link}<br><span class="dim">not checked yet</span></span></div></div>`;
  }
  const seconds = Math.max(0, Math.round((source.now - facts.at) / 1000));
  return markup`<div class="t"><div class="row"><span>${link}<br><span class="s ${facts.status}">${facts.status}</span>${
    facts.code === null ? null : markup` <code>[${facts.code}]</code>`
  } <span class="dim">${seconds} s ago</span><br><span class="dim">${facts.sentence ?? ''}</span></span>${report.endpoints.length === 0 ? null : matrix(report)}</div></div>`;
}

function pager(query: OverviewQuery, page: number, pages: number): Markup {
  const link = (to: number, words: string): Markup => {
    const search = new URLSearchParams({ text: query.text, status: query.status, page: String(to) });
    return markup`<a href="/?${search.toString()}">${words}</a>`;
  };
  return markup`<nav aria-label="Pages">${page > 1 ? link(page - 1, 'Previous page') : null}<span>Page ${page} of ${pages}</span>${
    page < pages ? link(page + 1, 'Next page') : null
  }</nav>`;
}
