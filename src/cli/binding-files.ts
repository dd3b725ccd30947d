import type { HttpSysSystem } from '../bindings/http-sys-table.js';
import { UsageError } from '../errors.js';
import type { MachineExport } from '../model/bindings.js';
import type { CliIo } from './io.js';

/** Reads the exports of one machine: files, folders with all their files, `-` for stdin. Throws UsageError. */
export async function readBindingFiles(paths: readonly string[], io: CliIo): Promise<MachineExport> {
  if (paths.length === 0) {
    throw new UsageError(
      'bad-file',
      'an export is missing',
      'Such as the output of netsh http show sslcert, or a folder that export-bindings.ps1 wrote.',
    );
  }
  const { readExport } = await import('../bindings/read/read-export.js');
  const files: { source: string; bytes: Uint8Array }[] = [];
  for (const path of paths) {
    if (path === '-') files.push({ source: 'stdin', bytes: await readAll(io.stdin) });
    else {
      const listed = (await io.files.list(path)) ?? [path];
      if (listed.length === 0) throw new UsageError('bad-file', `${path}: this folder is empty`);
      for (const each of listed) files.push({ source: each, bytes: await io.files.read(each) });
    }
  }
  return readExport(files);
}

/** An export, and which Windows it is from. */
export interface ExportedMachine {
  readonly machine: MachineExport;
  readonly system: HttpSysSystem;
}

/** Reads the exports of a machine that has rows. `os` is what `--os` says. Throws UsageError. */
export async function readMachine(
  paths: readonly string[],
  os: string | undefined,
  io: CliIo,
): Promise<ExportedMachine> {
  const machine = await readBindingFiles(paths, io);
  if (machine.rows.length === 0) {
    throw new UsageError(
      'bad-file',
      `${paths.join(', ')}: there is no row in it`,
      'netsh http show sslcert prints them.',
    );
  }
  return { machine, system: await systemFor(machine, os) };
}

/** What `--os` says, or else the export. Throws UsageError. */
export async function systemFor(machine: MachineExport, os: string | undefined): Promise<HttpSysSystem> {
  const { parseSystem, SYSTEM_WORDS, systemOf } = await import('../bindings/system.js');
  const system = os === undefined ? systemOf(machine) : parseSystem(os);
  if (system !== null) return system;
  const known = SYSTEM_WORDS.join(', ');
  throw new UsageError('bad-option', `--os ${JSON.stringify(os)}: one of ${known} was expected`);
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
