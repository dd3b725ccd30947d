/** From the oracle's answers to what the engine would have listed: observations, trust, evidence. Plain data. */

import type { Certificate } from '../../src/model/certificate.js';
import { PLAIN_EXPECTATION } from '../../src/model/expectation.js';
import type { ProtocolVersion } from '../../src/model/hello.js';
import type { Alert, Observation } from '../../src/model/observation.js';
import type { TrustVerdict } from '../../src/model/report.js';
import type { Target } from '../../src/model/target.js';
import { certificateOf, type HostLetter } from './certificates.js';
import { certificateFor } from './der.js';
import type { Answer } from './machine.js';
import type { Universe } from './universes.js';

export interface Put {
  readonly probe: string;
  readonly serverName: string | null;
  readonly attempt: number;
  readonly at: number;
  readonly versions: readonly ProtocolVersion[];
}

/** `shift40`: worlds write 80 for "40 or 80"; half of them are put with 40. */
export function observe(given: Answer, put: Put, shift40: boolean): Observation {
  const { versions, ...asked } = put;
  const base: Observation = {
    ...asked,
    shared: false,
    outcome: 'served',
    reason: null,
    detail: {},
    stage: 'client-hello',
    ms: 5,
    protocol: null,
    cipherSuite: null,
    group: null,
    signatureScheme: null,
    serverNameAcknowledged: null,
    ocspStaple: null,
    alert: null,
    warningAlerts: [],
    certificates: [],
    possession: 'unchecked',
    possessionReason: 'not-reached',
  };
  switch (given.kind) {
    case 'closed-port':
      return { ...base, outcome: 'unreachable', reason: 'refused', detail: { code: 'ECONNREFUSED' }, stage: 'connect' };
    case 'plaintext':
      return { ...base, outcome: 'not-tls', reason: 'http' };
    case 'refused': {
      if (given.how === 'reset' || given.how === 'close') {
        const detail = { bytesReceived: 0, awaiting: 'ServerHello' };
        return { ...base, outcome: 'interrupted', reason: given.how === 'close' ? 'closed' : 'reset', detail };
      }
      if (given.how === 'silence') {
        const detail = { bytesReceived: 0, awaiting: 'ServerHello' };
        return { ...base, outcome: 'interrupted', reason: 'timed-out', detail, ms: 10_000 };
      }
      const alert = alertOf('fatal', given.how === 80 && shift40 ? 40 : given.how);
      return { ...base, outcome: 'refused', reason: alert.description, alert };
    }
    case 'served': {
      const proved = given.signature === 'good';
      const { keyType } = certificateOf(given.certificate);
      const protocol = versions[0] ?? 'TLSv1.3';
      const modern = protocol === 'TLSv1.3';
      return {
        ...base,
        stage: 'possession',
        protocol,
        cipherSuite: modern ? 'TLS_AES_128_GCM_SHA256' : `TLS_ECDHE_${keyType.toUpperCase()}_WITH_AES_128_GCM_SHA256`,
        group: 'x25519',
        signatureScheme: keyType === 'ecdsa' ? 'ecdsa_secp256r1_sha256' : 'rsa_pss_rsae_sha256',
        serverNameAcknowledged: given.acknowledged,
        ocspStaple: false,
        warningAlerts: given.warned ? [alertOf('warning', 112)] : [],
        certificates: [certificateFor(given.certificate).sha256],
        possession: proved ? 'proved' : 'failed',
        possessionReason: proved ? null : 'signature-does-not-verify',
      };
    }
  }
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  40: 'handshake_failure',
  80: 'internal_error',
  112: 'unrecognized_name',
};

function alertOf(level: Alert['level'], code: number): Alert {
  return { level, code, description: DESCRIPTIONS[code] ?? `unknown_${code}` };
}

/** The certificate that an answer brought; null for none. */
export function leafOf(given: Answer): Certificate | null {
  return given.kind === 'served' ? certificateFor(given.certificate) : null;
}

const ANCHORS = 'bundled 146 (Node 20.20.2)';

/** OpenSSL's word on the path, the end-entity's dates apart, as the engine tells it. Null: the handshake did not finish. */
export function trustIn(given: Answer): TrustVerdict | null {
  if (given.kind !== 'served' || given.signature === 'bad') return null;
  return certificateOf(given.certificate).trusted
    ? { trusted: true, reason: null, anchors: ANCHORS }
    : { trusted: false, reason: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', anchors: ANCHORS };
}

export const TRUST_FAILED: TrustVerdict = { trusted: null, reason: 'handshake-failed', anchors: ANCHORS };

export function targetFor(universe: Universe, host: string, letter: HostLetter): Target {
  return {
    host,
    hostKind: 'name',
    port: 443,
    starttls: null,
    scheme: 'https',
    addresses: null,
    expectation:
      universe.by === 'name'
        ? null
        : {
            ...PLAIN_EXPECTATION,
            certificates: universe.expected[letter].map((word) => {
              const { sha256, der } = certificateFor(word);
              return { digest: { algorithm: 'sha256', hex: sha256 }, der, source: `${word}.pem` };
            }),
          },
    source: 'argument',
    labels: {},
  };
}
