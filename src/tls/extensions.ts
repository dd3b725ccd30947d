import { extensionName } from './extension-types.js';
import { misbehaved } from './fault.js';
import { Reader } from './reader.js';
import type { Writer } from './writer.js';

/** `struct { ExtensionType extension_type; opaque extension_data<0..2^16-1>; } Extension` (RFC 8446 §4.2). */
export interface Extension {
  readonly type: number;
  readonly body: Uint8Array;
}

/** The extensions of one message: read in wire order, understood on demand. */
export class Extensions {
  readonly list: readonly Extension[];
  readonly #readers: ReadonlyMap<number, () => Reader>;

  private constructor(list: readonly Extension[], readers: ReadonlyMap<number, () => Reader>) {
    this.list = list;
    this.#readers = readers;
  }

  /** `Extension extensions<0..2^16-1>`, the next field of `message`. One type twice is `misbehaved`. */
  static read(message: Reader): Extensions {
    const reader = message.sub(2, 'extensions');
    const list: Extension[] = [];
    const readers = new Map<number, () => Reader>();
    while (reader.remaining > 0) {
      const type = reader.u16('extension_type');
      const name = extensionName(type);
      if (readers.has(type)) throw misbehaved('duplicate-extension', { message: message.path, extension: name });
      const body = reader.vector(2, name);
      const offset = reader.offset - body.length;
      readers.set(type, () => new Reader(body, `${reader.path}/${name}`, offset));
      list.push({ type, body });
    }
    return new Extensions(list, readers);
  }

  /** Where there is no extensions field at all (RFC 5246 §7.4.1.2). */
  static none(): Extensions {
    return new Extensions([], new Map());
  }

  has(type: number): boolean {
    return this.#readers.has(type);
  }

  /** What `read` makes of the extension's body, which it must read to its end; null when the extension is absent. */
  get<T>(type: number, read: (body: Reader) => T): T | null {
    const body = this.#readers.get(type)?.();
    if (body === undefined) return null;
    const value = read(body);
    body.end();
    return value;
  }
}

/** `Extension extensions<0..2^16-1>`. */
export function writeExtensions(writer: Writer, extensions: readonly Extension[]): void {
  writer.vector(2, () => {
    for (const { type, body } of extensions) writer.u16(type).vector(2, () => writer.bytes(body));
  });
}
