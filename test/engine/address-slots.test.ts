import { expect, it } from 'vitest';
import { AddressSlots } from '../../src/engine/address-slots.js';

it('lets so many in at an address, each address for itself, and forgets whom nobody asks', async () => {
  const slots = new AddressSlots(2);
  const inside = new Map<string, number>();
  let most = 0;
  const connect = (address: string) => async (): Promise<string> => {
    const now = (inside.get(address) ?? 0) + 1;
    inside.set(address, now);
    most = Math.max(most, now);
    await new Promise((resolve) => setImmediate(resolve));
    inside.set(address, now - 1);
    return address;
  };
  const asked = Array.from({ length: 20 }, (_, index) => `192.0.2.${index % 2}`);
  expect(await Promise.all(asked.map((address) => slots.run(address, connect(address))))).toEqual(asked);
  expect([most, slots.size]).toEqual([2, 0]);
});

it('a failure gives its place back', async () => {
  const slots = new AddressSlots(1);
  await expect(slots.run('192.0.2.1', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await slots.run('192.0.2.1', () => Promise.resolve(7))).toBe(7);
});
