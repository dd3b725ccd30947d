/** One step of a run, for `--debug`. `detail` may hold text that a peer sent: escape it before it is shown. */
export interface TranscriptEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `name:port` of the target, or of what was asked on behalf of all names there. */
  readonly target: string;
  /** `address:port` that was dialled; null before there is one. */
  readonly dialled: string | null;
  readonly probe: string | null;
  readonly event:
    | 'resolved'
    | 'connect'
    | 'sent'
    | 'received'
    | 'ended'
    | 'trust'
    | 'http'
    | 'follow-up'
    | 'limited'
    | 'parked';
  readonly detail: string;
}
