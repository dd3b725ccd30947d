import { basename, dirname, isAbsolute, join } from 'node:path';
import { UsageError } from '../errors.js';
import type { CertificateFolder } from '../expectation/folder.js';
import type { PasswordSource } from '../expectation/open-file.js';
import type { ExpectationSources } from '../expectation/resolve-expectation.js';
import type { CliIo } from './io.js';

/** The files that expectations name, each read, fetched and asked a password for once a run. */
export class ExpectationFiles {
  readonly #io: CliIo;
  readonly #password: PasswordSource;
  readonly #roots: () => Promise<readonly string[] | null>;
  readonly #read = new Map<string, Promise<Uint8Array>>();
  readonly #folders = new Map<string, Promise<CertificateFolder>>();
  readonly #fetched = new Map<string, Promise<Uint8Array>>();

  /** `passwordFile` is `--password-file`'s; `roots` verify where something is fetched from. */
  constructor(
    io: CliIo,
    passwordFile: string | undefined,
    roots: () => Promise<readonly string[] | null> = () => Promise.resolve(null),
  ) {
    this.#io = io;
    this.#password = passwords(io, passwordFile);
    this.#roots = roots;
  }

  /** As paths are meant on the command line; with `besides`, relative to that file. */
  sources(besides: string | null = null): ExpectationSources {
    const place = (path: string): string =>
      besides === null || isAbsolute(path) ? path : join(dirname(besides), path);
    return {
      read: (path) => once(this.#read, place(path), (file) => this.#io.files.read(file)),
      folder: (path) => once(this.#folders, place(path), (folder) => this.#open(folder)),
      fetch: (url) => once(this.#fetched, url, (address) => this.#fetch(address)),
      password: this.#password,
      now: this.#io.now,
    };
  }

  async #open(folder: string): Promise<CertificateFolder> {
    const { openFolder } = await import('../expectation/folder.js');
    const { files } = this.#io;
    const paths = await files.list(folder);
    if (paths === null) throw new UsageError('bad-file', `${folder} is no folder`);
    return openFolder(
      folder,
      paths.map((path) => ({ name: basename(path), read: () => files.read(path) })),
      this.#password,
    );
  }

  async #fetch(url: string): Promise<Uint8Array> {
    const { fetchCertificateFile } = await import('../expectation/remote-file.js');
    return fetchCertificateFile(url, { signal: this.#io.signal, roots: await this.#roots() });
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: (key: string) => Promise<T>): Promise<T> {
  const made = known.get(key) ?? make(key);
  known.set(key, made);
  return made;
}

/** `--password-file`, then `WHICHCERT_PASSWORD`, then whoever sits at the terminal. Never an argument: others can read those. */
function passwords(io: CliIo, passwordFile: string | undefined): PasswordSource {
  const asked = new Map<string, Promise<string | null>>();
  let fromFile: Promise<string> | null = null;
  return async (source) => {
    if (passwordFile !== undefined) {
      fromFile ??= io.files.read(passwordFile).then(firstLine);
      return fromFile;
    }
    const { WHICHCERT_PASSWORD } = io.env;
    if (WHICHCERT_PASSWORD !== undefined) return WHICHCERT_PASSWORD;
    return once(asked, source, async (file) => {
      const { escapePeerText } = await import('../report/escape.js');
      return io.askSecretly(`Password for ${escapePeerText(file)}: `);
    });
  };
}

async function firstLine(bytes: Uint8Array): Promise<string> {
  const { textOf } = await import('../expectation/text.js');
  return textOf(bytes).split(/\r\n|\n|\r/, 1)[0] ?? '';
}
