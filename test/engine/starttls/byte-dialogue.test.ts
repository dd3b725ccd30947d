import { describe, expect, it } from 'vitest';
import { ByteDialogue, type ByteScript } from '../../../src/engine/starttls/byte-dialogue.js';
import { goAhead } from '../../../src/engine/starttls/preamble.js';

/** The first byte is the length. */
class Counted implements ByteScript {
  start(): null {
    return null;
  }
  awaiting(): string {
    return 'message';
  }
  length(bytes: Uint8Array): number | null {
    return bytes[0] === 0 ? null : (bytes[0] ?? 0) * 1_000;
  }
  message(bytes: Uint8Array, surplus: number): ReturnType<ByteScript['message']> {
    expect(bytes).toHaveLength((bytes[0] ?? 0) * 1_000);
    return goAhead(surplus);
  }
}

describe('a dialogue of one message', () => {
  it('waits for the whole of it', () => {
    const dialogue = new ByteDialogue(new Counted());
    expect(dialogue.receive(Buffer.alloc(999, 1))).toEqual({ kind: 'more', send: null });
    expect(dialogue.receive(Buffer.alloc(1))).toEqual({ kind: 'ready', send: null });
  });

  it('counts what comes behind it', () => {
    expect(new ByteDialogue(new Counted()).receive(Buffer.alloc(1_003, 1))).toMatchObject({
      detail: { plaintextAfterGoAhead: 3 },
    });
  });

  it.each([17, 0])('refuses what is too long: %i', (first) => {
    const dialogue = new ByteDialogue(new Counted());
    expect(dialogue.receive(Buffer.alloc(16_385, first))).toMatchObject({ outcome: 'over-limit' });
  });
});
