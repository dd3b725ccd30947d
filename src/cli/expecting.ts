import { UsageError } from '../errors.js';
import { EMPTY_EXPECT_SPEC, type ExpectSpec } from '../model/expect-spec.js';
import { type Expectation, PLAIN_EXPECTATION } from '../model/expectation.js';
import type { BadLine, Target } from '../model/target.js';
import type { ManifestTarget } from '../targets/manifest.js';
import { type ExpectFlags, expectSpec } from './expect-flags.js';
import { ExpectationFiles } from './expectation-files.js';
import type { CliIo } from './io.js';
import { trustOptions } from './trust-options.js';

interface ExpectingFlags extends ExpectFlags {
  readonly passwordFile?: string;
  readonly file?: readonly string[];
  readonly trust?: 'bundled' | 'system' | 'both' | false;
  readonly ca?: readonly string[];
}

/** Gives each target what should be served there: what is said beside it, completed by what the command line says. */
export class Expecting {
  readonly #files: ExpectationFiles;
  readonly #folders: readonly string[];
  readonly #common: Expectation | null;

  private constructor(files: ExpectationFiles, folders: readonly string[], common: Expectation | null) {
    this.#files = files;
    this.#folders = folders;
    this.#common = common;
  }

  /** Opens what the command line names. Throws UsageError. */
  static async open(flags: ExpectingFlags, io: CliIo): Promise<Expecting> {
    const { folders, ...spec } = await expectSpec(flags, io);
    if (spec.acceptPrevious && flags.expectCertificate === undefined && flags.file === undefined) {
      throw new UsageError(
        'bad-option',
        '--accept-previous goes with --expect-certificate',
        'What is earlier is told by the certificate itself: a fingerprint is not enough.',
      );
    }
    const files = new ExpectationFiles(io, flags.passwordFile, async () => {
      const { rootsFor } = await import('../engine/anchors.js');
      return rootsFor(await trustOptions(flags, io));
    });
    // The name matters to folders alone.
    const said = await resolve({ ...spec, folders: [] }, { name: '', kind: 'name' }, files, null);
    const common = said ?? (spec.acceptPrevious ? { ...PLAIN_EXPECTATION, acceptPrevious: true } : null);
    return new Expecting(files, folders, common);
  }

  /** Throws UsageError where a folder has nothing for the target. */
  async complete(target: Target): Promise<Target> {
    const { mergeExpectations } = await import('../expectation/merge-expectations.js');
    const expectation = mergeExpectations(target.expectation, await this.#commonFor(target));
    return expectation === target.expectation ? target : { ...target, expectation };
  }

  /** The same for a line of a list: a target that cannot be given its expectation is a bad line, and the rest goes on. */
  async completeLine(line: Target | BadLine): Promise<Target | BadLine> {
    if ('reason' in line) return line;
    try {
      return await this.complete(line);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return { source: line.source ?? 'target', text: `${line.host}:${line.port}`, reason: error.message };
    }
  }

  /** The same for a target of a manifest at `path`: the files that it names are relative to it. */
  async completeManifest({ target, expect }: ManifestTarget, path: string): Promise<Target> {
    if (expect === null) return this.complete(target);
    const expectation = await resolve(expect, { name: target.host, kind: target.hostKind }, this.#files, path);
    return this.complete({ ...target, expectation });
  }

  async #commonFor(target: Target): Promise<Expectation | null> {
    if (this.#folders.length === 0 || (target.expectation?.certificates.length ?? 0) > 0) return this.#common;
    const spec = { ...EMPTY_EXPECT_SPEC, folders: this.#folders };
    const found = await resolve(spec, { name: target.host, kind: target.hostKind }, this.#files, null);
    const common = this.#common ?? PLAIN_EXPECTATION;
    return { ...common, certificates: [...common.certificates, ...(found?.certificates ?? [])] };
  }
}

async function resolve(
  spec: ExpectSpec,
  host: { readonly name: string; readonly kind: 'name' | 'ip' },
  files: ExpectationFiles,
  besides: string | null,
): Promise<Expectation | null> {
  const { resolveExpectation } = await import('../expectation/resolve-expectation.js');
  return resolveExpectation(spec, host, files.sources(besides));
}
