import { describe, expect, it } from 'vitest';
import type { QueueingReceiver, WatchedByReceiver } from '../../../src/integrations/push.js';
import { Pusher } from '../../../src/integrations/subscriptions/pusher.js';
import { aConflict, aReport } from '../../support/reports.js';

/** A receiver that writes down what it is handed. */
function noting() {
  const watched: (readonly WatchedByReceiver[])[] = [];
  const reports: (readonly [id: string, due: boolean])[] = [];
  const receiver: QueueingReceiver = {
    name: 'noting',
    open: () => ({
      watch: (targets) => void watched.push(targets),
      report: (id, _report, telling) => {
        reports.push([id, telling !== null]);
        telling?.ended(true);
      },
      stop: () => Promise.resolve(),
    }),
  };
  return { receiver, watched, reports };
}

const web = { team: 'web' };
const labelled = (labels: Readonly<Record<string, string>>) => {
  const report = aConflict();
  return { ...report, target: { ...report.target, labels } };
};

describe('a receiver with a queue of its own', () => {
  it('is told of its own targets alone', () => {
    const { receiver, watched, reports } = noting();
    const pusher = new Pusher({
      subscriptions: [{ name: 'noting', receiver, when: { kind: 'every' }, labels: web }],
      onResult: () => undefined,
      onTold: () => undefined,
    });
    const watch = (id: string, labels: Readonly<Record<string, string>>) => ({
      id,
      target: { host: id, port: 443, labels },
      addresses: ['203.0.113.5'],
    });
    pusher.watch([watch('shop.example', web), watch('mail.example', { team: 'mail' })]);
    expect(watched).toEqual([[{ id: 'shop.example', host: 'shop.example', port: 443, addresses: ['203.0.113.5'] }]]);
    pusher.report('shop.example', labelled(web));
    pusher.report('mail.example', labelled({ team: 'mail' }));
    expect(reports).toEqual([['shop.example', true]]);
  });

  it('sees every report, and which of them are to be told', () => {
    const { receiver, reports } = noting();
    const pusher = new Pusher({
      subscriptions: [{ name: 'noting', receiver, when: { kind: 'change' }, labels: {} }],
      onResult: () => undefined,
      onTold: () => undefined,
    });
    // It holds values: the first is told, too.
    for (const report of [aReport(), aConflict(), aConflict()]) pusher.report('shop.example', report);
    expect(reports.map(([, due]) => due)).toEqual([true, true, false]);
  });
});
