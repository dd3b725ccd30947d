import { type CipherGCMTypes, createCipheriv, createDecipheriv } from 'node:crypto';
import type { Aead } from './cipher-suites.js';
import { misbehaved } from './fault.js';
import type { TrafficKeys } from './key-schedule.js';
import { APPLICATION_DATA, MAX_PLAINTEXT, type TlsRecord } from './record.js';
import { TLS12 } from './versions.js';
import { write } from './writer.js';

const TAG_BYTES = 16;

/** TLSInnerPlaintext (RFC 8446 §5.2), its padding taken off. */
export interface InnerPlaintext {
  readonly type: number;
  readonly content: Uint8Array;
}

/** Record protection of TLS 1.3 in one direction, with one key (RFC 8446 §5.2, §5.3). */
export class RecordProtection {
  readonly #aead: Aead;
  readonly #keys: TrafficKeys;
  #sequence = 0;

  constructor(aead: Aead, keys: TrafficKeys) {
    this.#aead = aead;
    this.#keys = keys;
  }

  /** Opens the next record. One that does not open is `bad-record-mac`. */
  open({ header, fragment }: TlsRecord): InnerPlaintext {
    if (fragment.length < TAG_BYTES + 1) throw misbehaved('bad-record-mac', { length: fragment.length });
    return unpad(this.#decrypt(header, fragment));
  }

  /** The next record: `content` with its type and `padding` zeros behind it. */
  seal(type: number, content: Uint8Array, padding = 0): Uint8Array {
    const length = content.length + 1 + padding + TAG_BYTES;
    const header = write((w) => w.u8(APPLICATION_DATA).u16(TLS12).u16(length));
    const options = { authTagLength: TAG_BYTES };
    const nonce = this.#nonce();
    const cipher =
      this.#aead === 'chacha20-poly1305'
        ? createCipheriv(this.#aead, this.#keys.key, nonce, options)
        : createCipheriv(gcm(this.#aead), this.#keys.key, nonce, options);
    cipher.setAAD(header, { plaintextLength: length - TAG_BYTES });
    const inner = write((w) => w.bytes(content).u8(type).bytes(new Uint8Array(padding)));
    const sealed = [cipher.update(inner), cipher.final()];
    return new Uint8Array(Buffer.concat([header, ...sealed, cipher.getAuthTag()]));
  }

  #decrypt(header: Uint8Array, fragment: Uint8Array): Uint8Array {
    const textLength = fragment.length - TAG_BYTES;
    const options = { authTagLength: TAG_BYTES };
    const nonce = this.#nonce();
    const decipher =
      this.#aead === 'chacha20-poly1305'
        ? createDecipheriv(this.#aead, this.#keys.key, nonce, options)
        : createDecipheriv(gcm(this.#aead), this.#keys.key, nonce, options);
    decipher.setAAD(header, { plaintextLength: textLength });
    decipher.setAuthTag(fragment.subarray(textLength));
    const plaintext = decipher.update(fragment.subarray(0, textLength));
    try {
      decipher.final();
    } catch {
      throw misbehaved('bad-record-mac');
    }
    return plaintext;
  }

  /** RFC 8446 §5.3. The limit on records keeps the sequence number within 32 bits. */
  #nonce(): Uint8Array {
    const nonce = new Uint8Array(this.#keys.iv);
    const sequence = this.#sequence++;
    for (let i = 0; i < 4; i++) {
      const at = nonce.length - 1 - i;
      nonce[at] = (nonce[at] ?? 0) ^ ((sequence >>> (8 * i)) & 0xff);
    }
    return nonce;
  }
}

function gcm(aead: Exclude<Aead, 'chacha20-poly1305'>): CipherGCMTypes {
  return aead;
}

/** The last byte that is not zero is the content type (RFC 8446 §5.4). */
function unpad(plaintext: Uint8Array): InnerPlaintext {
  let end = plaintext.length - 1;
  while (end >= 0 && plaintext[end] === 0) end--;
  const type = plaintext[end];
  if (type === undefined) throw misbehaved('no-inner-content-type');
  if (plaintext.length > MAX_PLAINTEXT + 1) throw misbehaved('record-overflow', { length: plaintext.length });
  return { type, content: plaintext.subarray(0, end) };
}
