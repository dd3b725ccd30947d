/** The corpora that others made (`WHICHCERT_CORPORA`, or beside the repository): what is not there is skipped by name. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './sources.js';

const FOLDER = process.env.WHICHCERT_CORPORA ?? join(root, '..', 'shared', 'corpora');

export function hasCorpus(path: string): boolean {
  return existsSync(join(FOLDER, path));
}

export function readCorpus(path: string): Uint8Array {
  return Uint8Array.from(readFileSync(join(FOLDER, path)));
}
