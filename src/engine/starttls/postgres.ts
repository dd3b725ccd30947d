import type { ByteScript } from './byte-dialogue.js';
import { failed, goAhead, type PreambleStep } from './preamble.js';

/** SSLRequest of PostgreSQL (protocol documentation, "SSL Session Encryption"): one byte answers. */
export class PostgresScript implements ByteScript {
  start(): Uint8Array {
    return Buffer.from([0x00, 0x00, 0x00, 0x08, 0x04, 0xd2, 0x16, 0x2f]);
  }

  awaiting(): string {
    return 'ssl-response';
  }

  length(): number {
    return 1;
  }

  message(bytes: Uint8Array, surplus: number): PreambleStep {
    const answer = String.fromCharCode(bytes[0] ?? 0);
    if (answer === 'S') return goAhead(surplus);
    if (answer === 'E') return failed('starttls', 'refused', { answer });
    return failed('starttls', 'not-offered', { answer });
  }
}
