import type { ByteScript } from './byte-dialogue.js';
import { failed, goAhead, type PreambleStep } from './preamble.js';

const NEGOTIATION_RESPONSE = 0x02;
const NEGOTIATION_FAILURE = 0x03;
const SSL_NOT_ALLOWED_BY_SERVER = 2;

/** Security negotiation of RDP ([MS-RDPBCGR] 2.2.1.1, 2.2.1.2): TLS or CredSSP, which both begin with TLS. */
export class RdpScript implements ByteScript {
  start(): Uint8Array {
    // TPKT, X.224 Connection Request, RDP_NEG_REQ for PROTOCOL_SSL | PROTOCOL_HYBRID.
    return Buffer.from('030000130ee000000000000100080003000000', 'hex');
  }

  awaiting(): string {
    return 'connection-confirm';
  }

  length(bytes: Uint8Array): number | null {
    // Not a TPKT: no RDP. The message is then what there is.
    if (bytes[0] !== undefined && bytes[0] !== 0x03) return bytes.length;
    const [, , high, low] = bytes;
    return high === undefined || low === undefined ? null : Math.max(7, high * 256 + low);
  }

  message(bytes: Uint8Array, surplus: number): PreambleStep {
    if (bytes[0] !== 0x03 || (bytes[5] ?? 0) >> 4 !== 0xd) {
      return failed('starttls', 'not-offered', { firstByte: bytes[0] ?? null });
    }
    const value = bytes.length >= 19 ? Buffer.from(bytes.subarray(15, 19)).readUInt32LE(0) : 0;
    if (bytes[11] === NEGOTIATION_FAILURE) {
      const reason = value === SSL_NOT_ALLOWED_BY_SERVER ? 'not-offered' : 'refused';
      return failed('starttls', reason, { failureCode: value });
    }
    // Without a response, or with protocol 0, the server wants its own encryption from before TLS.
    if (bytes[11] !== NEGOTIATION_RESPONSE || value === 0) return failed('starttls', 'not-offered');
    return goAhead(surplus);
  }
}
