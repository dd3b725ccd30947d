/** Key pairs for key_share (RFC 8446 §4.2.8), made once a run: nothing secret is ever sent. */
export interface KeyShares {
  /** The public value: 32 bytes for X25519, an uncompressed point for the others. */
  publicKey(group: number): Uint8Array;
  /** The shared secret. A public value that is no point, or leads to zero, is `misbehaved`. */
  agree(group: number, peerPublicKey: Uint8Array): Uint8Array;
}

export declare function makeKeyShares(): KeyShares;
