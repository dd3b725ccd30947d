import { failedOn, type LineScript, type LineStep } from './line-dialogue.js';

/** STARTTLS of IMAP (RFC 9051 §6.2.1): greeting, CAPABILITY, STARTTLS. A PREAUTH greeting forbids it (RFC 9051 §7.1.4). */
export class ImapScript implements LineScript {
  #state: 'greeting' | 'capabilities' | 'go-ahead' = 'greeting';
  #offered = false;

  awaiting(): string {
    return this.#state;
  }

  line(text: string): LineStep {
    if (this.#state === 'greeting') return this.#greeting(text);
    if (/^\* BYE\b/i.test(text)) return failedOn('refused', text);
    if (this.#state === 'capabilities') {
      if (/^\* CAPABILITY\b.* STARTTLS(?: |$)/i.test(text)) this.#offered = true;
      const tagged = /^w1 (OK|NO|BAD)\b/i.exec(text);
      if (tagged === null) return 'wait';
      if (!this.#offered || tagged[1]?.toUpperCase() !== 'OK') return failedOn('not-offered', text);
      this.#state = 'go-ahead';
      return { say: 'w2 STARTTLS\r\n' };
    }
    if (/^w2 OK\b/i.test(text)) return 'ready';
    return /^\* /.test(text) ? 'wait' : failedOn('refused', text);
  }

  #greeting(text: string): LineStep {
    if (/^\* PREAUTH\b/i.test(text)) return failedOn('preauth', text);
    if (/^\* BYE\b/i.test(text)) return failedOn('refused', text);
    if (!/^\* OK\b/i.test(text)) return failedOn('not-offered', text);
    this.#state = 'capabilities';
    return { say: 'w1 CAPABILITY\r\n' };
  }
}
