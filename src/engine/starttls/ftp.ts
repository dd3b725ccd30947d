import { failedOn, type LineScript, type LineStep } from './line-dialogue.js';
import { readReply } from './reply.js';

/** Replies of a server that does not know AUTH or TLS (RFC 4217 §4, RFC 2228 §3). */
const NOT_OFFERED = [500, 501, 502, 504, 530];

/** AUTH TLS of FTP (RFC 4217 §4). A multi-line reply ends with its code and a blank; lines between may be anything (RFC 959 §4.2). */
export class FtpScript implements LineScript {
  #state: 'greeting' | 'go-ahead' = 'greeting';
  #inside: number | null = null;

  awaiting(): string {
    return this.#state;
  }

  line(text: string): LineStep {
    const reply = readReply(text);
    if (this.#inside !== null && (reply === null || !reply.last || reply.code !== this.#inside)) return 'wait';
    if (reply === null) return failedOn(this.#state === 'greeting' ? 'not-offered' : 'refused', text);
    if (!reply.last) {
      this.#inside = reply.code;
      return 'wait';
    }
    this.#inside = null;
    const { code } = reply;
    // 120: ready in some minutes; the greeting proper follows.
    if (code < 200) return 'wait';
    if (this.#state === 'greeting') {
      if (code !== 220) return failedOn('refused', text, { code });
      this.#state = 'go-ahead';
      return { say: 'AUTH TLS\r\n' };
    }
    if (code === 234) return 'ready';
    return failedOn(NOT_OFFERED.includes(code) ? 'not-offered' : 'refused', text, { code });
  }
}
