import { failedOn, type LineScript, type LineStep } from './line-dialogue.js';
import { readReply } from './reply.js';

/** STARTTLS of NNTP (RFC 4642): greeting, CAPABILITIES, STARTTLS. A server without the list is asked at once. */
export class NntpScript implements LineScript {
  #state: 'greeting' | 'capabilities' | 'go-ahead' = 'greeting';
  #listing = false;
  #offered = false;

  awaiting(): string {
    return this.#state;
  }

  line(text: string): LineStep {
    if (this.#listing) return this.#listed(text);
    const reply = readReply(text);
    if (reply === null) return failedOn(this.#state === 'greeting' ? 'not-offered' : 'refused', text);
    const { code } = reply;
    if (this.#state === 'greeting') {
      if (code !== 200 && code !== 201) return failedOn('refused', text, { code });
      this.#state = 'capabilities';
      return { say: 'CAPABILITIES\r\n' };
    }
    if (this.#state === 'capabilities') {
      if (code !== 101) return this.#ask();
      this.#listing = true;
      return 'wait';
    }
    if (code === 382) return 'ready';
    return failedOn(code === 500 || code === 501 || code === 503 ? 'not-offered' : 'refused', text, { code });
  }

  #listed(text: string): LineStep {
    if (/^STARTTLS\s*$/i.test(text)) this.#offered = true;
    if (text !== '.') return 'wait';
    this.#listing = false;
    return this.#offered ? this.#ask() : failedOn('not-offered', text);
  }

  #ask(): LineStep {
    this.#state = 'go-ahead';
    return { say: 'STARTTLS\r\n' };
  }
}
