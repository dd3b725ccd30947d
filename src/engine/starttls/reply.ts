/** One line of a three-digit reply (RFC 5321 §4.2, RFC 959 §4.2, RFC 3977 §3.2). */
export interface ReplyLine {
  readonly code: number;
  /** False for `250-…`: more lines follow. */
  readonly last: boolean;
  readonly text: string;
}

/** null: the line is no reply. */
export function readReply(line: string): ReplyLine | null {
  const match = /^(\d{3})(?:([ -])(.*))?$/s.exec(line);
  if (match === null) return null;
  return { code: Number(match[1]), last: match[2] !== '-', text: match[3] ?? '' };
}
