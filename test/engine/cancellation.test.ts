import { describe, expect, it } from 'vitest';
import { Cancellation } from '../../src/engine/cancellation.js';

describe('one stop for a whole run', () => {
  it('ends every wait', async () => {
    const cancellation = new Cancellation();
    const waits = [cancellation.sleep(60_000), cancellation.until(new Promise<string>(() => undefined), 'aborted')];
    cancellation.abort();
    expect(await Promise.all(waits)).toEqual([undefined, 'aborted']);
    expect(cancellation.aborted).toBe(true);
  });

  it('what was taken back is not called', () => {
    const cancellation = new Cancellation();
    let called = 0;
    const takeBack = cancellation.onAbort(() => {
      called += 1;
    });
    takeBack();
    cancellation.abort();
    cancellation.abort();
    expect(called).toBe(0);
  });

  it('calls whoever comes too late, but not inside of their own call', async () => {
    const cancellation = new Cancellation();
    cancellation.abort();
    let called = false;
    cancellation.onAbort(() => {
      called = true;
    });
    expect(called).toBe(false);
    await cancellation.sleep(60_000);
    expect(called).toBe(true);
  });

  it('sleeps until the time is over, and passes on what a promise brings', async () => {
    const cancellation = new Cancellation();
    await cancellation.sleep(1);
    await cancellation.sleep(-1);
    expect(await cancellation.until(Promise.resolve(1), 2)).toBe(1);
    await expect(cancellation.until(Promise.reject(new Error('no')), 2)).rejects.toThrow('no');
  });
});
