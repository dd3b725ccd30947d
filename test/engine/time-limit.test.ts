import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { timeLimit } from '../../src/engine/time-limit.js';

const aborted = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted'), { once: true }));

describe('a time limit', () => {
  it('holds although memory is collected meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const waits = aborted(timeLimit(50, [new AbortController().signal]).signal);
    collect();
    expect(await waits).toBe('aborted');
  });

  it('aborts with any of the signals, also with one that has', async () => {
    const one = new AbortController();
    const { signal, end } = timeLimit(1e9, [new AbortController().signal, one.signal]);
    expect(signal.aborted).toBe(false);
    one.abort();
    expect(signal.aborted).toBe(true);
    end();
    expect(timeLimit(0, [one.signal]).signal.aborted).toBe(true);
  });

  it('many of one signal are no leak that Node would warn of', async () => {
    const warnings: string[] = [];
    const heard = (warning: Error): void => void warnings.push(warning.name);
    process.on('warning', heard);
    const stop = new AbortController();
    const limits = Array.from({ length: 20 }, () => timeLimit(1e9, [stop.signal]));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', heard);
    for (const limit of limits) limit.end();
    expect(warnings).toEqual([]);
  });

  it('leaves nothing behind once it has ended', () => {
    const one = new AbortController();
    const { signal, end } = timeLimit(1e9, [one.signal]);
    end();
    one.abort();
    expect(signal.aborted).toBe(false);
  });
});
