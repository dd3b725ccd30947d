import { describe, expect, it } from 'vitest';
import { Outlet } from '../../src/engine/outlet.js';

async function readAll<Item>(outlet: Outlet<Item>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const item of outlet.read(() => undefined)) items.push(item);
  return items;
}

describe('the outlet', () => {
  it('gives items as they come', async () => {
    const outlet = new Outlet<string>(false);
    const read = readAll(outlet);
    outlet.put(1, 'b');
    outlet.put(0, 'a');
    outlet.close();
    expect(await read).toEqual(['b', 'a']);
  });

  it('keeps the input’s order where asked to', async () => {
    const outlet = new Outlet<string>(true);
    outlet.put(2, 'c');
    outlet.put(1, 'b');
    expect(outlet.ready).toBe(0);
    outlet.put(0, 'a');
    expect(outlet.ready).toBe(3);
    outlet.close();
    expect(await readAll(outlet)).toEqual(['a', 'b', 'c']);
  });

  it('gives what is ready before it throws', async () => {
    const outlet = new Outlet<string>(false);
    outlet.put(0, 'a');
    outlet.fail(new Error('broken'));
    outlet.fail(new Error('later'));
    const seen: string[] = [];
    const read = async (): Promise<void> => {
      for await (const item of outlet.read(() => undefined)) seen.push(item);
    };
    await expect(read()).rejects.toThrow('broken');
    expect(seen).toEqual(['a']);
  });
});
