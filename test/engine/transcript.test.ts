import { expect, it } from 'vitest';
import type { TranscriptEntry } from '../../src/engine/transcript.js';
import { checkOne, tlsCertificate, trustingTests } from '../support/engine.js';
import { startTls } from '../support/tcp-server.js';

it('every step of a run is told', async () => {
  const server = await startTls(await tlsCertificate(['a.test']));
  const entries: TranscriptEntry[] = [];
  await checkOne(`a.test:${server.port}@127.0.0.1`, {
    trust: await trustingTests(),
    onTranscript: (entry) => entries.push(entry),
  });
  const control = entries.filter(({ probe }) => probe === 'target-name').map(({ event }) => event);
  expect(control.slice(0, 2)).toEqual(['connect', 'sent']);
  expect(control.at(-1)).toBe('ended');
  expect(entries[0]).toMatchObject({ event: 'resolved', target: `a.test:${server.port}`, dialled: null });
  expect(entries.filter(({ event }) => event === 'trust')).toMatchObject([{ detail: 'trusted' }]);
  expect(entries.filter(({ event }) => event === 'connect')).toHaveLength(3);
  expect(entries.every(({ at }, index) => at >= (entries[index - 1]?.at ?? 0))).toBe(true);
  await server.stop();
});
