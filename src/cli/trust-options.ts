import type { TrustOptions } from '../engine/options.js';
import { UsageError } from '../errors.js';
import type { CheckFlags } from './check-flags.js';
import type { CliIo } from './io.js';

/** Whose roots are trusted: `--trust` and `--ca`. Throws UsageError. */
export async function trustOptions(
  flags: Pick<CheckFlags, 'trust' | 'ca'>,
  io: Pick<CliIo, 'files'>,
): Promise<TrustOptions> {
  const ca: Uint8Array[] = [];
  for (const path of flags.ca ?? []) ca.push(...(await readAnchors(path, io)));
  const caSource = flags.ca === undefined ? null : flags.ca.join(', ');
  return { mode: flags.trust === false ? 'none' : (flags.trust ?? 'bundled'), ca, caSource };
}

/** Certificates of a file, or of every file in a folder that looks like one. */
async function readAnchors(path: string, io: Pick<CliIo, 'files'>): Promise<readonly Uint8Array[]> {
  const { readCertificates } = await import('../expectation/read-certificates.js');
  const files = await io.files.list(path);
  if (files === null) return readCertificates(await io.files.read(path), path);
  const wanted = files.filter((file) => /\.(?:pem|crt|cer|der)$/i.test(file));
  if (wanted.length === 0) {
    throw new UsageError('bad-file', `--ca ${path}: the folder holds no .pem, .crt, .cer or .der file`);
  }
  const found: Uint8Array[] = [];
  for (const file of wanted) found.push(...readCertificates(await io.files.read(file), file));
  return found;
}
