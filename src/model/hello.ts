/** Protocol versions by the names that node:tls uses. */
export type ProtocolVersion = 'TLSv1.3' | 'TLSv1.2' | 'TLSv1.1' | 'TLSv1' | 'SSLv3';

/** Which kinds of end-entity certificate a hello can accept. */
export type KeyTypeOffer = 'any' | 'rsa' | 'ecdsa';

/**
 * The parameters of a ClientHello that a probe may change: everything else is the layout's (`tls/control-hello.ts`),
 * and random and session id are fresh for every connection. Plain data.
 */
export interface Hello {
  /** host_name of server_name (RFC 6066 §3); null: the extension is absent. */
  readonly serverName: string | null;
  /** Offered, newest first. `['TLSv1.3','TLSv1.2']` is the control's. Versions below 1.2 go alone or with each other. */
  readonly versions: readonly ProtocolVersion[];
  readonly keyTypes: KeyTypeOffer;
}
