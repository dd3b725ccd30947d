import type { Certificate } from '../model/certificate.js';
import { sha256Hex } from '../x509/digest.js';
import { readHashed } from '../x509/read-certificate.js';
import { BoundedMap } from './bounded-map.js';

/** Reads every certificate once: thousands of leaves share their issuers, and a leaf comes back with every question. */
export class CertificateCache {
  readonly #known: BoundedMap<string, Certificate>;

  constructor(limit: number) {
    this.#known = new BoundedMap(limit);
  }

  read(der: Uint8Array): Certificate {
    const sha256 = sha256Hex(der);
    // A copy frees the network's buffer, where `der` is a part of that.
    const isAlone = der.length === der.buffer.byteLength;
    return this.#known.remember(sha256, () => readHashed(isAlone ? der : new Uint8Array(der), sha256));
  }
}
