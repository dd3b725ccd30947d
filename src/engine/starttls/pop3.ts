import { failedOn, type LineScript, type LineStep } from './line-dialogue.js';

/** STLS of POP3 (RFC 2595 §4): greeting, CAPA, STLS. A server without CAPA is asked for STLS at once. */
export class Pop3Script implements LineScript {
  #state: 'greeting' | 'capabilities' | 'go-ahead' = 'greeting';
  #listing = false;
  #offered = false;
  #listed = false;

  awaiting(): string {
    return this.#state;
  }

  line(text: string): LineStep {
    const word = /^(\+OK|-ERR)(?: |$)/i.exec(text)?.[1]?.toUpperCase() ?? null;
    if (this.#state === 'greeting') {
      if (word !== '+OK') return failedOn(word === null ? 'not-offered' : 'refused', text);
      this.#state = 'capabilities';
      return { say: 'CAPA\r\n' };
    }
    if (this.#state === 'go-ahead') {
      if (word === '+OK') return 'ready';
      return failedOn(this.#listed ? 'refused' : 'not-offered', text);
    }
    if (!this.#listing) {
      if (word === null) return failedOn('refused', text);
      if (word === '-ERR') return this.#ask();
      this.#listing = true;
      this.#listed = true;
      return 'wait';
    }
    if (/^STLS\s*$/i.test(text)) this.#offered = true;
    if (text !== '.') return 'wait';
    return this.#offered ? this.#ask() : failedOn('not-offered', text);
  }

  #ask(): LineStep {
    this.#state = 'go-ahead';
    return { say: 'STLS\r\n' };
  }
}
