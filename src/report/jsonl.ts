import type { TargetReport } from '../model/report.js';
import { escapeJson } from './escape.js';
import type { Renderer } from './renderer.js';

/** One report as a line of JSON, without its line end. */
export function renderJsonLine(report: TargetReport): string {
  return escapeJson(JSON.stringify(report));
}

/** JSON lines: one target a line, in the order in which they come; no header, no summary. */
export function createJsonlRenderer(): Renderer {
  return {
    begin: () => '',
    report: (report) => `${renderJsonLine(report)}\n`,
    end: () => '',
  };
}
