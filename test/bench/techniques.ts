import { findProgram } from '../support/peers.js';
import { nodeTls } from './node-tls.js';
import { blackbox, openssl } from './programs.js';
import { floor, rawCurrent, rawCurrentLine, rawTls12 } from './raw.js';
import { nodeReader, ownReader } from './reading.js';
import type { Technique } from './technique.js';
import { checkAlone, checkLean, checkShared } from './whole-check.js';

export const TECHNIQUES: Readonly<Record<string, Technique>> = {
  floor,
  'raw-tls12': rawTls12,
  'raw-current': rawCurrent,
  'raw-current-line': rawCurrentLine,
  'check-lean': checkLean,
  'check-shared': checkShared,
  'check-alone': checkAlone,
  'node-tls': nodeTls,
  blackbox,
  openssl,
  'own-reader': ownReader,
  'node-reader': nodeReader,
};

/** Why it cannot be measured here; null when it can. */
export function unavailable(id: string): string | null {
  const needs = { blackbox: 'prometheus-blackbox-exporter', openssl: 'openssl' }[id];
  if (needs === undefined) return null;
  if (process.platform !== 'linux') return 'only Linux tells the time of other processes';
  return findProgram(needs) === null ? `${needs} is not installed` : null;
}
