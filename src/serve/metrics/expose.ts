import type { Family } from './family.js';

/** A scrape's answer. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/**
 * Families in Prometheus' text format 0.0.4, by prom-client. Families without samples are left out. A sample that
 * repeats its labels overwrites the one before.
 */
export async function expose(families: readonly Family[]): Promise<Exposition> {
  const { Counter, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  for (const { name, help, type, samples } of families) {
    const [first] = samples;
    if (first === undefined) continue;
    const options = { name, help, labelNames: Object.keys(first.labels), registers: [registry] };
    if (type === 'counter') {
      const counter = new Counter(options);
      for (const { labels, value } of samples) counter.inc(labels, value);
    } else {
      const gauge = new Gauge(options);
      for (const { labels, value } of samples) gauge.set(labels, value);
    }
  }
  return { contentType: registry.contentType, text: await registry.metrics() };
}
