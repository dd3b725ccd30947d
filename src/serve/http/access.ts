import { UsageError } from '../../errors.js';
import { escapePeerText } from '../../report/escape.js';

/** The certificate and key of the server itself, PEM. */
export interface ServerTls {
  readonly cert: Uint8Array;
  readonly key: Uint8Array;
}

/** Who may ask, and as whom the server answers. */
export interface Access {
  /** Null: everybody may ask. */
  readonly token: string | null;
  readonly tls: ServerTls | null;
  /** Files to look at for changes. */
  readonly files: readonly string[];
}

export interface AccessSettings {
  /** Throws UsageError for what cannot be read or makes no sense. */
  readonly load: () => Promise<Access>;
  readonly onLoaded: () => void;
  readonly onBroken: (problem: string) => void;
}

/** Holds the token and the certificate in use. Broken ones on disk leave them as they are, and are told. */
export class AccessKeeper {
  readonly #settings: AccessSettings;
  #access: Access;
  #server: unknown = null;

  private constructor(settings: AccessSettings, access: Access) {
    this.#settings = settings;
    this.#access = access;
  }

  /** The first time: what is broken is the caller's. Throws UsageError. */
  static async begin(settings: AccessSettings): Promise<AccessKeeper> {
    return new AccessKeeper(settings, await settings.load());
  }

  get token(): string | null {
    return this.#access.token;
  }

  get tls(): ServerTls | null {
    return this.#access.tls;
  }

  get files(): readonly string[] {
    return this.#access.files;
  }

  /** This server is given what is read from now on; connections that are there keep what they have. */
  serveBy(server: unknown): void {
    this.#server = server;
  }

  /** Reads it again. Never rejects. */
  async reload(): Promise<void> {
    try {
      const access = await this.#settings.load();
      if (access.tls !== null && speaksTls(this.#server)) giveContext(this.#server, access.tls);
      this.#access = access;
      this.#settings.onLoaded();
    } catch (error) {
      this.#settings.onBroken(escapePeerText(error instanceof Error ? error.message : String(error)));
    }
  }
}

/** Of node:tls' server, what is needed here. */
interface TlsServer {
  setSecureContext(options: { readonly cert: Buffer; readonly key: Buffer }): void;
}

function speaksTls(server: unknown): server is TlsServer {
  return typeof server === 'object' && server !== null && 'setSecureContext' in server;
}

function giveContext(server: TlsServer, { cert, key }: ServerTls): void {
  usable(() => server.setSecureContext({ cert: Buffer.from(cert), key: Buffer.from(key) }));
}

/** Throws UsageError `bad-file` for a certificate and key that no server can use. */
export function usable<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError('bad-file', `--tls-certificate and --tls-key cannot be used: ${why}`);
  }
}
