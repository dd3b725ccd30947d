import { misbehaved, type PeerFault } from './fault.js';
import { messageName } from './handshake-type.js';

/** A message that may not come here (RFC 8446 §4; RFC 5246 §7.3). */
export function unexpectedMessage(type: number, awaiting: string): PeerFault {
  return misbehaved('unexpected-message', { message: messageName(type), awaiting });
}
