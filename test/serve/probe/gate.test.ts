import { describe, expect, it } from 'vitest';
import { AddressGates } from '../../../src/serve/probe/address-gates.js';
import { Gate } from '../../../src/serve/probe/gate.js';

const forever = new AbortController().signal;
const busy = expect.objectContaining({ code: 'busy' });

describe('a gate', () => {
  it('lets so many in, and the next when one leaves', async () => {
    const gate = new Gate('x', 2, 10);
    const leave = await gate.enter(forever);
    await gate.enter(forever);
    let third = false;
    const waiting = gate.enter(forever).then((leaveThird) => {
      third = true;
      leaveThird();
    });
    await Promise.resolve();
    expect(third).toBe(false);
    leave();
    leave();
    await waiting;
    expect(gate.idle).toBe(false);
  });

  it('refuses whom there is no room to wait for, and who runs out of time', async () => {
    const gate = new Gate('x', 1, 1);
    const leave = await gate.enter(forever);
    const impatient = new AbortController();
    const waiting = gate.enter(impatient.signal);
    await expect(gate.enter(forever)).rejects.toEqual(busy);
    impatient.abort();
    await expect(waiting).rejects.toEqual(busy);
    await expect(gate.enter(impatient.signal)).rejects.toEqual(busy);
    leave();
    expect(gate.idle).toBe(true);
  });
});

describe('gates of addresses', () => {
  it('are one for each, and taken in one order', async () => {
    const gates = new AddressGates(1);
    const leave = await gates.enter(['b', 'a', 'a'], forever);
    const [first, second] = [gates.enter(['a', 'b'], forever), gates.enter(['b'], forever)];
    leave();
    (await second)();
    (await first)();
  });

  it('give back what was taken when the rest is not to be had', async () => {
    const gates = new AddressGates(1);
    const leave = await gates.enter(['b'], forever);
    const impatient = new AbortController();
    const waiting = gates.enter(['a', 'b'], impatient.signal);
    impatient.abort();
    await expect(waiting).rejects.toEqual(busy);
    (await gates.enter(['a'], forever))();
    leave();
  });
});
