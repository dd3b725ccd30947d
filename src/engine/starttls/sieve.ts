import { failedOn, type LineScript, type LineStep } from './line-dialogue.js';

/** STARTTLS of ManageSieve (RFC 5804 §2.2): capabilities come as the greeting. */
export class SieveScript implements LineScript {
  #state: 'greeting' | 'go-ahead' = 'greeting';
  #offered = false;
  #greeted = false;

  awaiting(): string {
    return this.#state;
  }

  line(text: string): LineStep {
    const word = /^(OK|NO|BYE)\b/i.exec(text)?.[1]?.toUpperCase() ?? null;
    if (this.#state === 'go-ahead') return word === 'OK' ? 'ready' : failedOn('refused', text);
    if (word === null) {
      if (/^"STARTTLS"/i.test(text)) this.#offered = true;
      // Capabilities are quoted strings; anything else is another protocol's greeting.
      if (!this.#greeted && !text.startsWith('"')) return failedOn('not-offered', text);
      this.#greeted = true;
      return 'wait';
    }
    if (word !== 'OK') return failedOn('refused', text);
    if (!this.#offered) return failedOn('not-offered', text);
    this.#state = 'go-ahead';
    return { say: 'STARTTLS\r\n' };
  }
}
