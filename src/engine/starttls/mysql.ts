import type { ByteScript } from './byte-dialogue.js';
import { failed, goAhead, type PreambleStep } from './preamble.js';

const CLIENT_LONG_PASSWORD = 0x0000_0001;
const CLIENT_PROTOCOL_41 = 0x0000_0200;
const CLIENT_SSL = 0x0000_0800;
const CLIENT_SECURE_CONNECTION = 0x0000_8000;
const UTF8 = 0x21;

/** SSLRequest of MySQL and MariaDB (protocol documentation, "Connection Phase"): the server greets, TLS follows our request. */
export class MysqlScript implements ByteScript {
  start(): null {
    return null;
  }

  awaiting(): string {
    return 'greeting';
  }

  length(bytes: Uint8Array): number | null {
    const [low, middle, high, sequence] = bytes;
    if (low === undefined || middle === undefined || high === undefined || sequence === undefined) return null;
    // A conversation begins with packet 0. Anything else is no MySQL: the message is then what there is.
    if (sequence !== 0) return bytes.length;
    return 4 + low + middle * 256 + high * 65_536;
  }

  message(bytes: Uint8Array, surplus: number): PreambleStep {
    const [, , , sequence = 0] = bytes;
    if (sequence !== 0) return failed('starttls', 'not-offered', { sequence });
    const body = Buffer.from(bytes.subarray(4));
    if (body[0] === 0xff)
      return failed('starttls', 'refused', { error: body.length >= 3 ? body.readUInt16LE(1) : null });
    const versionEnd = body.indexOf(0, 1);
    // Behind the version: connection id 4, scramble 8, filler 1, capabilities 2.
    const capabilities = versionEnd + 1 + 4 + 8 + 1;
    if (body[0] !== 10 || versionEnd === -1 || capabilities + 2 > body.length) {
      return failed('starttls', 'not-offered', { protocolVersion: body[0] ?? null });
    }
    if ((body.readUInt16LE(capabilities) & CLIENT_SSL) === 0) return failed('starttls', 'not-offered');
    return goAhead(surplus, sslRequest());
  }
}

function sslRequest(): Uint8Array {
  const packet = Buffer.alloc(4 + 32);
  packet.writeUIntLE(32, 0, 3);
  packet[3] = 1;
  packet.writeUInt32LE(CLIENT_LONG_PASSWORD | CLIENT_PROTOCOL_41 | CLIENT_SSL | CLIENT_SECURE_CONNECTION, 4);
  packet.writeUInt32LE(0x0100_0000, 8);
  packet[12] = UTF8;
  return packet;
}
