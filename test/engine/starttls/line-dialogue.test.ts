import { describe, expect, it } from 'vitest';
import { failedOn, LineDialogue, type LineScript } from '../../../src/engine/starttls/line-dialogue.js';

class Recorder implements LineScript {
  readonly lines: string[] = [];
  awaiting(): string {
    return 'lines';
  }
  line(text: string): 'wait' | 'ready' | { say: string } {
    this.lines.push(text);
    if (text === 'ready') return 'ready';
    return text === 'ask' ? { say: 'answer\n' } : 'wait';
  }
}

describe('a dialogue of lines', () => {
  it('cuts lines at LF, with or without CR, whatever the pieces', () => {
    const script = new Recorder();
    const dialogue = new LineDialogue(script);
    for (const piece of ['on', 'e\r', '\ntwo\n', '\n', 'th\rree\r\n']) dialogue.receive(Buffer.from(piece));
    expect(script.lines).toEqual(['one', 'two', '', 'th\rree']);
  });

  it('says what each line calls for, together', () => {
    const step = new LineDialogue(new Recorder()).receive(Buffer.from('ask\nask\nwait\n'));
    expect(step).toEqual({ kind: 'more', send: Buffer.from('answer\nanswer\n') });
  });

  it('bytes behind the go-ahead are counted', () => {
    const step = new LineDialogue(new Recorder()).receive(Buffer.from('ready\nextra'));
    expect(step).toMatchObject({ kind: 'failed', detail: { plaintextAfterGoAhead: 5 } });
  });

  it('a go-ahead that came before it was asked for is none', () => {
    const step = new LineDialogue(new Recorder()).receive(Buffer.from('ask\nready\n'));
    expect(step).toEqual({
      kind: 'failed',
      outcome: 'starttls',
      reason: 'refused',
      detail: { rule: 'answered-before-asked' },
    });
    const slow = new LineDialogue(new Recorder());
    slow.receive(Buffer.from('ask\n'));
    expect(slow.receive(Buffer.from('ready\n'))).toEqual({ kind: 'ready', send: null });
  });

  it('quotes at most 200 characters', () => {
    expect(String(failedOn('refused', 'x'.repeat(999)).detail.line)).toHaveLength(200);
  });
});
