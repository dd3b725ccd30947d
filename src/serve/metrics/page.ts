import { STATUSES } from '../../model/report.js';
import { type Exposition, expose } from './expose.js';
import type { Facts } from './facts.js';
import type { Family } from './family.js';
import type { Tallies } from './tallies.js';
import { whichcertFamilies } from './whichcert-families.js';

export interface MetricsSource {
  readonly facts: () => readonly Facts[];
  readonly targets: () => number;
  readonly tallies: Tallies;
  readonly version: string;
  readonly mostSeries: number;
  /** Milliseconds that never go back. */
  readonly clock: () => number;
  /** Called before an answer is made: sets what is only looked at then. */
  readonly refresh: () => void;
}

/** Gauges whose names end as counters' do: promtool refuses them. */
const MISNAMED: readonly string[] = ['handles', 'requests', 'resources'].map((what) => `nodejs_active_${what}_total`);

/** Several scrapers in the same second are given the same answer. */
const SHARED_MS = 1_000;

/** Makes the answers of `/metrics`: the targets, what the server counts of itself, and its process. */
export async function metricsPage(source: MetricsSource): Promise<() => Promise<Exposition>> {
  const { collectDefaultMetrics, Registry } = await import('prom-client');
  const own = new Registry();
  collectDefaultMetrics({ register: own });
  for (const name of MISNAMED) own.removeSingleMetric(name);
  let last: { readonly at: number; readonly answer: Promise<Exposition> } | null = null;
  const make = async (): Promise<Exposition> => {
    source.refresh();
    const { families, omitted } = whichcertFamilies(source.facts(), source.mostSeries);
    source.tallies.set('whichcert_targets_omitted', omitted);
    const exposition = await expose([...families, totals(source), build(source.version), ...source.tallies.families()]);
    return { ...exposition, text: `${exposition.text}${await own.metrics()}` };
  };
  return () => {
    const now = source.clock();
    if (last === null || now - last.at > SHARED_MS) last = { at: now, answer: make() };
    return last.answer;
  };
}

/** Complete, whatever was left out above. */
function totals(source: MetricsSource): Family {
  const facts = source.facts();
  const checked = STATUSES.map((status) => ({
    labels: { status: String(status) },
    value: facts.filter((each) => each.status === status).length,
  }));
  const unchecked = { labels: { status: 'unchecked' }, value: Math.max(0, source.targets() - facts.length) };
  return {
    name: 'whichcert_targets',
    help: 'Targets of the manifest by status; unchecked ones have had no turn yet.',
    type: 'gauge',
    samples: [...checked, unchecked],
  };
}

function build(version: string): Family {
  const help = 'The version of whichcert; always 1.';
  return { name: 'whichcert_build_info', help, type: 'gauge', samples: [{ labels: { version }, value: 1 }] };
}
