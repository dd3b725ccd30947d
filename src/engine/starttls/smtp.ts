import { failedOn, type LineScript, type LineStep } from './line-dialogue.js';
import { readReply } from './reply.js';

/** STARTTLS of SMTP and submission (RFC 3207): greeting, EHLO, STARTTLS. Nothing is said before the greeting is over. */
export class SmtpScript implements LineScript {
  #state: 'greeting' | 'capabilities' | 'go-ahead' = 'greeting';
  #offered = false;

  awaiting(): string {
    return this.#state;
  }

  line(text: string): LineStep {
    const reply = readReply(text);
    if (reply === null) return failedOn(this.#state === 'greeting' ? 'not-offered' : 'refused', text);
    if (this.#state === 'capabilities' && /^STARTTLS\s*$/i.test(reply.text)) this.#offered = true;
    if (!reply.last) return 'wait';
    const { code } = reply;
    if (this.#state === 'greeting') {
      if (code !== 220) return failedOn('refused', text, { code });
      this.#state = 'capabilities';
      return { say: 'EHLO whichcert.invalid\r\n' };
    }
    if (this.#state === 'capabilities') {
      if (code !== 250 || !this.#offered) return failedOn('not-offered', text, { code });
      this.#state = 'go-ahead';
      return { say: 'STARTTLS\r\n' };
    }
    return code === 220 ? 'ready' : failedOn('refused', text, { code });
  }
}
