import { createServer, type Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { traceSelection } from '../bindings/select.js';
import type { ProtocolVersion } from '../model/hello.js';
import type { Connection, Reply } from '../model/selection.js';
import { ClientHelloReader } from '../tls/client-hello-reader.js';
import { versionCode } from '../tls/versions.js';
import type { IssuedLabCertificate, LabCertificates } from './certificates.js';
import type { LabMachine } from './estate.js';
import { type Offer, offerOf } from './offer.js';
import { alertRecord } from './records.js';
import { serveScripted } from './scripted.js';

/** What a connection asked and what it was answered. */
export interface ServedConnection {
  readonly machine: string;
  /** The logical address that was dialled. */
  readonly address: string;
  readonly port: number;
  readonly serverName: string | null;
  readonly reply: Reply;
}

/** Where a connection came in. */
export interface Arrival {
  readonly address: string;
  /** What the machine sees as its own address. */
  readonly localAddress: string;
  readonly port: number;
}

const DEFAULT_VERSIONS: readonly ProtocolVersion[] = ['TLSv1.3', 'TLSv1.2'];
const PROTOCOL_VERSION = 70;
const UNRECOGNIZED_NAME = 112;
const DECODE_ERROR = 50;

/** One machine of the lab: reads the ClientHello, selects by its table, and serves, refuses, resets or keeps silent. */
export class MachineServer {
  readonly #name: string;
  readonly #machine: LabMachine;
  readonly #certificates: LabCertificates;
  readonly #onConnection: (connection: ServedConnection) => void;
  readonly #http: HttpServer;
  readonly #sockets = new Set<Socket>();
  readonly #contexts = new Map<string, SecureContext>();
  #accepted = 0;

  constructor(
    name: string,
    machine: LabMachine,
    certificates: LabCertificates,
    onConnection: (connection: ServedConnection) => void,
  ) {
    this.#name = name;
    this.#machine = machine;
    this.#certificates = certificates;
    this.#onConnection = onConnection;
    this.#http = createServer((request, response) => {
      const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
      const http = machine.http ?? {};
      response.statusCode = http[host] ?? http['*'] ?? 200;
      if (machine.server !== null) response.setHeader('Server', machine.server);
      response.setHeader('Connection', 'close');
      response.end(request.method === 'HEAD' ? undefined : `${host}\n`);
    });
  }

  accept(socket: Socket, arrival: Arrival): void {
    this.#accepted += 1;
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    // What the peer does to its end of the connection is its own affair.
    socket.on('error', () => {});
    const { limit, instead } = this.#machine;
    if (limit !== undefined && this.#accepted > limit) {
      socket.resetAndDestroy();
    } else if (instead?.kind === 'plaintext') {
      socket.end(instead.text);
    } else if (instead?.kind === 'silence') {
      socket.resume();
    } else {
      this.#awaitHello(socket, arrival);
    }
  }

  /** Destroys every connection. */
  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#http.close();
  }

  #awaitHello(socket: Socket, arrival: Arrival): void {
    const reader = new ClientHelloReader();
    const chunks: Buffer[] = [];
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      const reading = reader.receive(chunk);
      if (reading.kind === 'incomplete') return;
      socket.off('data', onData);
      socket.pause();
      if (reading.kind === 'fault') socket.end(alertRecord('fatal', DECODE_ERROR));
      else this.#answer(socket, arrival, offerOf(reading), Buffer.concat(chunks));
    };
    socket.on('data', onData);
  }

  #answer(socket: Socket, arrival: Arrival, offer: Offer, received: Buffer): void {
    const version = this.#negotiate(offer);
    const connection: Connection = {
      localAddress: arrival.localAddress,
      port: arrival.port,
      serverName: offer.serverName,
      keyTypes: version === 'TLSv1.3' ? offer.keyTypes : offer.keyTypesBeforeTls13,
      versions: offer.versions,
    };
    const { reply, acknowledged, matchedName } = traceSelection(this.#machine.table, connection);
    const { address, port } = arrival;
    this.#onConnection({ machine: this.#name, address, port, serverName: offer.serverName, reply });
    switch (reply.kind) {
      case 'certificate':
        break;
      case 'alert':
        socket.end(alertRecord('fatal', reply.code));
        return;
      case 'close':
        socket.end();
        return;
      case 'silence':
        socket.resume();
        return;
      default:
        socket.resetAndDestroy();
        return;
    }
    if (version === null) {
      socket.end(alertRecord('fatal', PROTOCOL_VERSION));
      return;
    }
    const certificate =
      this.#certificates.byWord.get(reply.certificate) ??
      this.#certificates.mint(reply.certificate.replace(/^minted:/, ''));
    if (this.#machine.warnsUnrecognizedName === true && !matchedName && offer.serverName !== null) {
      socket.write(alertRecord('warning', UNRECOGNIZED_NAME));
    }
    const scripted = reply.signature === 'fails' || acknowledged;
    if (scripted && (version === 'TLSv1.3' || version === 'TLSv1.2')) {
      const keyType = certificate.privateKey.asymmetricKeyType === 'rsa' ? 'rsa' : 'ec';
      serveScripted(socket, {
        version,
        offer,
        certificateList: certificate.certificateList,
        privateKey: reply.signature === 'fails' ? this.#certificates.strangersKey(keyType) : certificate.privateKey,
        acknowledged,
        http: this.#http,
      });
      return;
    }
    this.#serveWithNode(socket, received, certificate);
  }

  /** The newest version that both speak; null: none. */
  #negotiate(offer: Offer): ProtocolVersion | null {
    const spoken = this.#machine.versions ?? DEFAULT_VERSIONS;
    return (
      spoken.toSorted((a, b) => versionCode(b) - versionCode(a)).find((version) => offer.versions.includes(version)) ??
      null
    );
  }

  /** node:tls is handed the bytes that were read, and finishes the handshake. */
  #serveWithNode(socket: Socket, received: Buffer, certificate: IssuedLabCertificate): void {
    socket.unshift(received);
    const secure = new TLSSocket(socket, {
      isServer: true,
      secureContext: this.#contextFor(certificate),
      requestCert: this.#machine.demandsClientCertificate === true,
      rejectUnauthorized: false,
    });
    secure.on('error', () => socket.destroy());
    secure.once('secure', () => {
      const demanded = this.#machine.demandsClientCertificate === true;
      if (demanded && secure.getPeerCertificate().raw === undefined) secure.destroy();
      else this.#http.emit('connection', secure);
    });
  }

  #contextFor(certificate: IssuedLabCertificate): SecureContext {
    const known = this.#contexts.get(certificate.sha256);
    if (known !== undefined) return known;
    const versions = (this.#machine.versions ?? DEFAULT_VERSIONS).filter((version) => version !== 'SSLv3');
    const sorted = versions.toSorted((a, b) => versionCode(a) - versionCode(b));
    const context = createSecureContext({
      cert: certificate.certificateListPem,
      key: certificate.privateKeyPem,
      minVersion: sorted[0] ?? 'TLSv1.2',
      maxVersion: sorted.at(-1) ?? 'TLSv1.3',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    this.#contexts.set(certificate.sha256, context);
    return context;
  }
}
