import type { Probe } from '../src/model/question.js';

/** Servers that only speak TLS 1.0 or 1.1: their certificate is fetched. */
export const legacyVersions: Probe = {
  id: 'legacy-versions',
  asks: 'What is a client served that speaks TLS 1.1 and 1.0?',
  change: 'TLS 1.1 and 1.0 only',
  citation: 'RFC 4346 §E; RFC 8996',
  round: 'follow-up',
  belongsTo: 'name',
  name: 'target',
  vary: (control) => ({ ...control, versions: ['TLSv1.1', 'TLSv1'] }),
};
