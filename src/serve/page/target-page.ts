import type { TargetReport } from '../../model/report.js';
import { details } from '../../report/html/details.js';
import { type Markup, markup } from '../../report/html/markup.js';
import { matrix } from '../../report/html/matrix.js';
import type { HistoryEvent } from '../history.js';
import type { Facts } from '../metrics/facts.js';
import { shell } from './shell.js';

/** One target: what it serves now, why that is wrong, and what changed. */
export function targetPage(
  id: string,
  facts: Facts | null,
  report: TargetReport | null,
  events: readonly HistoryEvent[],
): string {
  return shell(
    `${id} - whichcert`,
    markup`<header><nav><a href="/">All targets</a></nav><h1>${id}</h1></header><p id="live" class="unknown" role="status"></p>
<main>${facts === null || report === null ? markup`<p>Not checked yet.</p>` : now(id, facts, report)}${history(events)}</main>`,
  );
}

function now(id: string, facts: Facts, report: TargetReport): Markup {
  return markup`<p><span class="s ${facts.status}">${facts.status}</span>${
    facts.code === null ? null : markup` <code>[${facts.code}]</code>`
  } <span class="dim">checked ${new Date(facts.at).toISOString()}, ${Math.round(facts.durationMs)} ms, <a href="/api/v1/reports/${encodeURIComponent(id)}">as JSON</a></span></p>
${matrix(report)}${details(report)}`;
}

function history(events: readonly HistoryEvent[]): Markup {
  if (events.length === 0) return markup`<h2>History</h2><p>Nothing has changed.</p>`;
  return markup`<h2>History</h2><table><thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>${events
    .toReversed()
    .map(
      ({ at, kind, address, before, after }) =>
        markup`<tr><td>${at}</td><td>${address === null ? kind : `${kind} at ${address}`}</td><td>${short(kind, before)}</td><td>${short(kind, after)}</td></tr>`,
    )}</tbody></table>`;
}

function short(kind: HistoryEvent['kind'], value: string | null): string {
  if (value === null) return 'nothing';
  return kind === 'status' ? value : value.slice(0, 16);
}
