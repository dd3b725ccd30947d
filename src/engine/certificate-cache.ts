import type { Certificate } from '../model/certificate.js';
import { sha256Hex } from '../x509/digest.js';
import { readCertificate } from '../x509/read-certificate.js';
import { BoundedMap } from './bounded-map.js';

/** Reads every certificate once: thousands of leaves share their issuers, and a leaf comes back with every question. */
export class CertificateCache {
  readonly #known: BoundedMap<string, Certificate>;

  constructor(limit: number) {
    this.#known = new BoundedMap(limit);
  }

  read(der: Uint8Array): Certificate {
    // The copy frees the network's buffer, of which `der` is a part.
    return this.#known.remember(sha256Hex(der), () => readCertificate(Uint8Array.from(der)));
  }
}
