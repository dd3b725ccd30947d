import { failed, goAhead, type Preamble, type PreambleStep } from './preamble.js';

const MOST_BYTES = 16_384;
const TLS = 'urn:ietf:params:xml:ns:xmpp-tls';

/**
 * STARTTLS of XMPP (RFC 6120 §5.4): stream header for `host`, features, starttls, proceed. No XML parser: the few elements
 * that can come are told by their names, and everything is bounded.
 */
export class XmppPreamble implements Preamble {
  readonly #host: string;
  readonly #namespace: 'jabber:client' | 'jabber:server';
  #state: 'features' | 'proceed' = 'features';
  #text = '';

  constructor(host: string, namespace: 'jabber:client' | 'jabber:server') {
    this.#host = host;
    this.#namespace = namespace;
  }

  start(): Uint8Array {
    const to = this.#host.replace(/[<>&'"]/g, '');
    return Buffer.from(
      `<?xml version='1.0'?><stream:stream to='${to}' xmlns='${this.#namespace}' ` +
        `xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`,
    );
  }

  awaiting(): string {
    return this.#state;
  }

  receive(bytes: Uint8Array): PreambleStep {
    const piece = Buffer.from(bytes).toString('latin1');
    this.#text += piece;
    if (this.#text.length > MOST_BYTES) return failed('over-limit', 'starttls-message-length');
    // Every element that matters ends with this: without one nothing new can be known.
    if (!piece.includes('>')) return { kind: 'more', send: null };
    if (!/^\s*</.test(this.#text)) return failed('starttls', 'not-offered', { line: this.#text.slice(0, 200) });
    return this.#state === 'features' ? this.#features() : this.#proceed();
  }

  #features(): PreambleStep {
    const error = /<stream:error\b[^>]*>\s*<([\w-]+)/.exec(this.#text);
    if (error !== null) return failed('starttls', 'refused', { condition: error[1] ?? null });
    const features = /<stream:features\b[^>]*(?:\/>|>(.*?)<\/stream:features\s*>)/s.exec(this.#text);
    if (features === null) return { kind: 'more', send: null };
    if (!/<starttls\b/.test(features[1] ?? '')) return failed('starttls', 'not-offered');
    this.#state = 'proceed';
    this.#text = this.#text.slice(features.index + features[0].length);
    return { kind: 'more', send: Buffer.from(`<starttls xmlns='${TLS}'/>`) };
  }

  #proceed(): PreambleStep {
    const answer = /<(proceed|failure|stream:error)\b[^>]*>/.exec(this.#text);
    if (answer === null) return { kind: 'more', send: null };
    if (answer[1] !== 'proceed') return failed('starttls', 'refused', { element: answer[1] ?? null });
    const rest = this.#text.slice(answer.index + answer[0].length).replace(/^<\/proceed\s*>/, '');
    return goAhead(rest.length);
  }
}
