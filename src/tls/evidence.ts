import type { Alert, Outcome, Possession, Stage } from '../model/observation.js';
import type { Detail, PeerFault } from './fault.js';

/** What a handshake came to. Types and words of `model/observation.ts`; certificates as DER. */
export interface HandshakeResult {
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly detail: Detail;
  readonly stage: Stage;
  readonly protocol: string | null;
  readonly cipherSuite: string | null;
  readonly group: string | null;
  readonly signatureScheme: string | null;
  readonly serverNameAcknowledged: boolean | null;
  readonly ocspStaple: boolean | null;
  readonly alert: Alert | null;
  readonly warningAlerts: readonly Alert[];
  /** DER, in wire order. */
  readonly certificateList: readonly Uint8Array[];
  readonly possession: Possession;
  /** Null when proved. */
  readonly possessionReason: string | null;
}

/** Whether the server holds the certificate's key; `reason` is null when that is proved. */
export interface PossessionVerdict {
  readonly possession: Possession;
  readonly reason: string | null;
}

export function unchecked(reason: string): PossessionVerdict {
  return { possession: 'unchecked', reason };
}

/** How it ended. */
export interface Ending {
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly detail: Detail;
}

/** Everything that a flight shows, gathered while it is read: nothing that comes later takes any of it back. */
export class Evidence {
  stage: Stage = 'client-hello';
  protocol: string | null = null;
  cipherSuite: string | null = null;
  group: string | null = null;
  signatureScheme: string | null = null;
  serverNameAcknowledged: boolean | null = null;
  ocspStaple: boolean | null = null;
  alert: Alert | null = null;
  readonly warningAlerts: Alert[] = [];
  readonly certificateList: Uint8Array[] = [];
  possession: Possession = 'unchecked';
  possessionReason: string | null = 'not-reached';
  readonly #notes: Record<string, string | number | boolean | null> = {};
  #misbehaviour: PeerFault | null = null;
  #settled = false;

  /** For `detail`. */
  note(key: string, value: string | number | boolean | null): void {
    this.#notes[key] = value;
  }

  /** A copy: `der` may be a view of memory that is reused. */
  keepCertificate(der: Uint8Array): void {
    this.certificateList.push(new Uint8Array(der));
  }

  /** A rule was broken, and yet the flight can be read on. The first one is the outcome, whatever follows. */
  blame(fault: PeerFault): void {
    this.#misbehaviour ??= fault;
  }

  /** Possession is decided: what was asked is answered, however the connection ends. */
  settle({ possession, reason }: PossessionVerdict): void {
    this.possession = possession;
    this.possessionReason = reason;
    this.#settled = true;
  }

  result(ending: Ending): HandshakeResult {
    const { outcome, reason, detail } = this.#misbehaviour ?? (this.#settled ? SERVED : ending);
    return {
      outcome,
      reason,
      detail: { ...this.#notes, ...detail },
      stage: this.stage,
      protocol: this.protocol,
      cipherSuite: this.cipherSuite,
      group: this.group,
      signatureScheme: this.signatureScheme,
      serverNameAcknowledged: this.serverNameAcknowledged,
      ocspStaple: this.ocspStaple,
      alert: this.alert,
      warningAlerts: this.warningAlerts,
      certificateList: this.certificateList,
      possession: this.possession,
      possessionReason: this.possessionReason,
    };
  }
}

const SERVED: Ending = { outcome: 'served', reason: null, detail: {} };
