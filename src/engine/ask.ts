import type { Certificate } from '../model/certificate.js';
import type { Observation, Outcome, Stage } from '../model/observation.js';
import type { Question } from '../model/question.js';
import { ClientHandshake, type HandshakeResult } from '../tls/client-handshake.js';
import type { KeyShares } from '../tls/key-share.js';
import { addressWithPort } from './addresses.js';
import type { Cancellation } from './cancellation.js';
import type { CertificateCache } from './certificate-cache.js';
import type { Slot } from './limits.js';
import type { Preamble } from './starttls/preamble.js';
import { preambleFor } from './starttls/preamble-for.js';
import type { TranscriptEntry } from './transcript.js';
import { type ConnectFailure, Wire, type WireEnd } from './wire.js';

/** What one question brought. */
export interface Answer {
  /** `at` is in milliseconds since 1970: which target it will be reported with is not known here. */
  readonly observation: Observation;
  /** Those of the observation, in wire order. */
  readonly certificates: readonly Certificate[];
  /** A byte of the peer arrived. */
  readonly heard: boolean;
  /** This machine had no descriptor left: nothing was asked. */
  readonly exhausted: boolean;
}

export interface AskIo {
  readonly clock: () => number;
  readonly random: (size: number) => Uint8Array;
  readonly keyShares: KeyShares;
  readonly timeoutMs: number;
  readonly prove: boolean;
  readonly cancellation: Cancellation;
  readonly certificates: CertificateCache;
  readonly onTranscript: ((entry: TranscriptEntry) => void) | null;
}

/** What ended a question before or beside the handshake. */
interface Ending {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly stage: Stage;
  readonly detail: Observation['detail'];
}

/**
 * Puts one question: one connection, one deadline for connecting, STARTTLS and the handshake together, then a reset.
 * Whatever the peer does is an outcome; this never rejects.
 */
export function ask(question: Question, io: AskIo, slot: Slot): Promise<Answer> {
  return new Promise((resolve) => new Asking(question, io, slot, resolve));
}

class Asking {
  readonly #question: Question;
  readonly #io: AskIo;
  readonly #resolve: (answer: Answer) => void;
  readonly #at: number;
  readonly #wire: Wire;
  #preamble: Preamble | null;
  #handshake: ClientHandshake | null = null;
  #bytes = 0;

  constructor(question: Question, io: AskIo, slot: Slot, resolve: (answer: Answer) => void) {
    this.#question = question;
    this.#io = io;
    this.#resolve = resolve;
    this.#at = io.clock();
    this.#preamble = preambleFor(question.endpoint);
    this.#say('connect', question.endpoint.starttls ?? 'tls');
    this.#wire = new Wire(
      question.endpoint,
      { timeoutMs: io.timeoutMs, cancellation: io.cancellation, slot },
      {
        connected: () => this.#guarded(() => this.#connected()),
        received: (bytes) => this.#guarded(() => this.#received(bytes)),
        failed: (failure) => this.#failed(failure),
        ended: (how) => this.#guarded(() => this.#ended(how)),
      },
    );
  }

  #connected(): void {
    if (this.#preamble === null) this.#beginHandshake();
    else this.#send(this.#preamble.start());
  }

  #received(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#say('received', `${bytes.length} bytes`);
    if (this.#handshake !== null) {
      const step = this.#handshake.receive(bytes);
      this.#send(step.send);
      if (step.done) this.#finish(this.#handshake.result());
      return;
    }
    const step = this.#preamble?.receive(bytes) ?? { kind: 'ready', send: null };
    if (step.kind === 'failed') this.#end({ ...step, stage: 'starttls' });
    else {
      this.#send(step.send);
      if (step.kind === 'ready') this.#beginHandshake();
    }
  }

  #beginHandshake(): void {
    this.#preamble = null;
    const { random, keyShares, prove } = this.#io;
    this.#handshake = new ClientHandshake({
      hello: this.#question.hello,
      random: random(32),
      sessionId: random(32),
      keyShares,
      prove,
    });
    this.#send(this.#handshake.start());
  }

  #send(bytes: Uint8Array | null): void {
    if (bytes === null) return;
    this.#wire.write(bytes);
    this.#say('sent', `${bytes.length} bytes`);
  }

  #failed({ reason, code }: ConnectFailure): void {
    const detail = code === null ? {} : { code };
    if (reason === 'aborted') this.#end({ outcome: 'skipped', reason, stage: 'connect', detail });
    else if (reason === 'exhausted') {
      this.#end({ outcome: 'unreachable', reason: 'no-route', stage: 'connect', detail }, true);
    } else this.#end({ outcome: 'unreachable', reason, stage: 'connect', detail });
  }

  #ended(how: WireEnd): void {
    // It may end before we heard that it was connected; what was awaited is the same.
    if (this.#handshake === null && this.#preamble === null) this.#beginHandshake();
    if (this.#handshake !== null) {
      this.#handshake.end(how);
      this.#finish(this.#handshake.result());
      return;
    }
    const awaiting = this.#preamble?.awaiting() ?? 'greeting';
    const outcome = how === 'aborted' ? 'skipped' : 'interrupted';
    this.#end({ outcome, reason: how, stage: 'starttls', detail: { awaiting, bytesReceived: this.#bytes } });
  }

  /** A fault of ours must not end a run over a hundred thousand targets: it is told as an outcome that blames nobody. */
  #guarded(step: () => void): void {
    try {
      step();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#end({ outcome: 'skipped', reason: 'internal-error', stage: 'client-hello', detail: { message } });
    }
  }

  #end(ending: Ending, exhausted = false): void {
    this.#finish(
      {
        outcome: ending.outcome,
        reason: ending.reason,
        detail: ending.detail,
        stage: ending.stage,
        protocol: null,
        cipherSuite: null,
        group: null,
        signatureScheme: null,
        serverNameAcknowledged: null,
        ocspStaple: null,
        alert: null,
        warningAlerts: [],
        certificateList: [],
        possession: 'unchecked',
        possessionReason: 'not-reached',
      },
      exhausted,
    );
  }

  #finish(result: HandshakeResult, exhausted = false): void {
    this.#wire.close();
    const { certificateList, ...observed } = result;
    const certificates = certificateList.map((der) => this.#io.certificates.read(der));
    const { probe, hello, attempt } = this.#question;
    const detail =
      result.outcome === 'interrupted' ? { bytesReceived: this.#bytes, ...observed.detail } : observed.detail;
    this.#say('ended', [observed.outcome, observed.reason, observed.stage].filter((word) => word !== null).join(' '));
    this.#resolve({
      observation: {
        probe,
        serverName: hello.serverName,
        attempt,
        shared: false,
        ...observed,
        detail,
        at: this.#at,
        ms: this.#io.clock() - this.#at,
        certificates: certificates.map(({ sha256 }) => sha256),
      },
      certificates,
      heard: this.#bytes > 0,
      exhausted,
    });
  }

  #say(event: TranscriptEntry['event'], detail: string): void {
    const { onTranscript, clock } = this.#io;
    if (onTranscript === null) return;
    const { endpoint, probe, hello } = this.#question;
    onTranscript({
      at: clock(),
      target: hello.serverName ?? '(no name)',
      dialled: addressWithPort(endpoint.dialAddress, endpoint.dialPort),
      probe,
      event,
      detail,
    });
  }
}
