import type { BindingReport, PredictedChange, Prediction } from '../model/bindings.js';
import { escapeJson } from './escape.js';

/** An export's rows, predictions and findings as one JSON object; `row` is an index into `rows`. */
export function renderBindingsJson(report: BindingReport): string {
  const { rows, predictions, findings, problems, changes, system, rowsBefore } = report;
  const value = {
    schemaVersion: 1,
    system,
    rows: rows.map(({ kind, address, host, port, thumbprint, appId, owner, store, source }) => ({
      kind,
      address,
      host,
      port,
      thumbprint,
      appId,
      owner,
      store,
      source,
    })),
    predictions: predictions.map(predictionFields),
    findings,
    problems,
    ...(changes === null ? {} : { rowsBefore, changes: changes.map(changeFields) }),
  };
  return `${JSON.stringify(value, null, 2).split('\n').map(escapeJson).join('\n')}\n`;
}

function predictionFields(prediction: Prediction): Readonly<Record<string, unknown>> {
  const { host, address, port, question, row, thumbprint, outcome, because, confidence } = prediction;
  return { host, address, port, question, row, thumbprint, outcome, because, confidence };
}

/** `before.row` counts `rowsBefore`, `after.row` counts `rows`. */
function changeFields({ before, after }: PredictedChange): Readonly<Record<string, unknown>> {
  const { host, address, port, question } = before;
  const side = ({ row, thumbprint, outcome, because }: Prediction): Readonly<Record<string, unknown>> => ({
    row,
    thumbprint,
    outcome,
    because,
  });
  return { host, address, port, question, before: side(before), after: side(after) };
}
