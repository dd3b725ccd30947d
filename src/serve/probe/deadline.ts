/** Prometheus' own limit, in seconds. */
const HEADER = 'x-prometheus-scrape-timeout-seconds';
/** What is left for the answer's way back, as blackbox_exporter's `--timeout-offset`. */
const MARGIN_MS = 500;
const LONGEST_MS = 120_000;
const HANDSHAKE_SHARE = 0.85;

/** How long a probe may take, and one handshake of it. Milliseconds. */
export interface ProbeDeadline {
  readonly totalMs: number;
  readonly handshakeMs: number;
}

/**
 * Out of the scrape's own timeout, less a margin; without one (or with a senseless one) `defaultMs`. A handshake gets most
 * of it: a silent address is still reported as such, and a slow one is not taken for it.
 *
 * @param mostMs what the module itself allows
 */
export function probeDeadline(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  defaultMs: number,
  handshakeMs: number,
  mostMs = Number.POSITIVE_INFINITY,
): ProbeDeadline {
  const said = Number(headers[HEADER]);
  const scrapeMs = Number.isFinite(said) && said > 0 ? Math.min(said * 1000, LONGEST_MS) : defaultMs + MARGIN_MS;
  const totalMs = Math.min(mostMs, Math.max(scrapeMs / 2, scrapeMs - MARGIN_MS));
  return {
    totalMs: Math.round(totalMs),
    handshakeMs: Math.max(1, Math.min(handshakeMs, Math.round(totalMs * HANDSHAKE_SHARE))),
  };
}
