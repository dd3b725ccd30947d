import type { TargetReport } from '../../src/model/report.js';
import { emptySummary, type Renderer, summarise } from '../../src/report/renderer.js';

/** Everything a renderer writes for these reports. */
export function renderAll(renderer: Renderer, reports: readonly TargetReport[]): string {
  const summary = reports.reduce(summarise, emptySummary());
  return renderer.begin() + reports.map((report) => renderer.report(report)).join('') + renderer.end(summary);
}
