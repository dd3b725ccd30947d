import { InternalError } from '../errors.js';
import type { Alert } from '../model/observation.js';
import { CLOSE_NOTIFY } from './alert.js';
import { awaitServerHello } from './await-server-hello.js';
import { readCertificate12, readCertificate13 } from './certificate.js';
import { type Ending, Evidence, type HandshakeResult } from './evidence.js';
import { misbehaved, PeerFault } from './fault.js';
import type { Flight, FlightClient, Step } from './flight.js';
import { CERTIFICATE } from './handshake-type.js';
import { type Arrival, Inbound } from './inbound.js';
import type { HandshakeLimits } from './limits.js';
import { notTlsFault } from './not-tls.js';

/** How a transport can end. */
export type TransportEnd = 'closed' | 'reset' | 'timed-out' | 'aborted';

/**
 * Reads a server's first flight, up to the proof of possession. It sends nothing: who answers HelloRetryRequests is its
 * client, and without one (`client: null`) it reads a recorded stream as far as that is in the clear.
 */
export class ServerFlight {
  readonly #flight: Flight;
  #step: Step | null;
  #ending: Ending | null = null;

  constructor(options: { client: FlightClient | null; prove: boolean; limits: HandshakeLimits }) {
    this.#flight = {
      client: options.client,
      prove: options.prove,
      evidence: new Evidence(),
      records: new Inbound(options.limits),
    };
    this.#step = awaitServerHello(this.#flight);
  }

  /** Nothing more is wanted, or nothing more can be read. */
  get done(): boolean {
    return this.#ending !== null;
  }

  /** Bytes that arrived. Never throws for what they are; their memory may be reused afterwards. */
  receive(bytes: Uint8Array): void {
    if (this.#ending !== null) return;
    try {
      this.#flight.records.receive(bytes);
      while (this.#step !== null) {
        const arrival = this.#flight.records.next();
        if (arrival === null) return;
        this.#step = this.#take(arrival, this.#step);
      }
      this.#finish({ outcome: 'served', reason: null, detail: {} });
    } catch (fault) {
      if (!(fault instanceof PeerFault)) throw fault;
      this.#finish(fault);
    }
  }

  /** The transport ended. No effect once done. */
  end(how: TransportEnd): void {
    if (this.#ending !== null) return;
    const { undecided } = this.#flight.records;
    const outcome = how === 'aborted' ? 'skipped' : 'interrupted';
    this.#finish(undecided === null ? { outcome, reason: how, detail: this.#where() } : notTlsFault(undecided));
  }

  result(): HandshakeResult {
    if (this.#ending === null) throw new InternalError('the handshake is still going on: end() it first');
    return this.#flight.evidence.result(this.#ending);
  }

  #take(arrival: Arrival, step: Step): Step | null {
    switch (arrival.kind) {
      case 'message':
        return step.take(arrival.message);
      case 'change-cipher-spec':
        this.#takeChangeCipherSpec();
        return step;
      case 'alert':
        this.#takeAlert(arrival.alert);
        return step;
    }
  }

  /** Middlebox compatibility (RFC 8446 §D.4); in the older versions it would be a resumption that nobody asked for. */
  #takeChangeCipherSpec(): void {
    const { protocol } = this.#flight.evidence;
    if (protocol !== null && protocol !== 'TLSv1.3') throw misbehaved('unexpected-change-cipher-spec');
  }

  /**
   * RFC 5246 §7.2: warnings are kept and passed over. RFC 8446 §6: in TLS 1.3 only two of them are warnings at all, and
   * close_notify closes at either level.
   */
  #takeAlert(alert: Alert): void {
    const { evidence } = this.#flight;
    const closes = alert.code === CLOSE_NOTIFY;
    const harmless = evidence.protocol !== 'TLSv1.3' || closes || alert.code === USER_CANCELED;
    const warns = alert.level === 'warning' && harmless;
    if (warns) evidence.warningAlerts.push(alert);
    else evidence.alert = alert;
    if (closes) throw new PeerFault('interrupted', 'closed', this.#where());
    if (!warns) throw new PeerFault('refused', alert.description);
  }

  #where(): Ending['detail'] {
    const { received, midRecord } = this.#flight.records;
    return { awaiting: this.#step?.awaiting ?? null, received, ...(midRecord ? { midRecord } : {}) };
  }

  #finish(ending: Ending): void {
    this.#salvage();
    this.#ending = ending;
  }

  /** Certificates that were complete in a message that was not. */
  #salvage(): void {
    const { evidence, records } = this.#flight;
    const partial = records.partial;
    if (partial?.type !== CERTIFICATE || this.#step?.awaiting !== 'Certificate') return;
    const read = evidence.protocol === 'TLSv1.3' ? readCertificate13 : readCertificate12;
    try {
      read(partial.body, (der) => evidence.keepCertificate(der));
    } catch (fault) {
      if (!(fault instanceof PeerFault)) throw fault;
    }
  }
}

const USER_CANCELED = 90;
