/** What one handshake may cost us. Exceeding one is the outcome `over-limit` with the name given here. */
export interface HandshakeLimits {
  /** `handshake-bytes`: handshake messages, after decryption. */
  readonly handshakeBytes: number;
  /** `wire-bytes`: everything that arrives. */
  readonly wireBytes: number;
  /** `records`. */
  readonly records: number;
  /** `empty-records`: records without content, which RFC 8446 §5.1 forbids for handshake messages. */
  readonly emptyRecords: number;
  /** `change-cipher-spec`: middlebox compatibility sends one, RFC 8446 §D.4. */
  readonly changeCipherSpecs: number;
  /** `warning-alerts`. */
  readonly warningAlerts: number;
}

/** One HelloRetryRequest needs no limit: a second one breaks RFC 8446 §4.1.4 and is `misbehaved`. */
export const DEFAULT_LIMITS: HandshakeLimits = {
  handshakeBytes: 256 * 1024,
  wireBytes: 1024 * 1024,
  records: 131_072,
  emptyRecords: 16,
  changeCipherSpecs: 8,
  warningAlerts: 4,
};
