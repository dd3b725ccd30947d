/** The closed list of causes, in the order of the design's section 5: the true cause is the first that applies. */
export const CAUSES = [
  'another-server',
  'intercepted',
  'unreachable',
  'not-tls',
  'no-certificate-served',
  'rotating-certificates',
  'ip-binding-conflict',
  'sni-not-supported',
  'missing-sni-host-match',
  'private-key-unusable',
  'backend-unavailable',
  'key-type-differs',
  'stale-certificate',
  'renewed-certificate',
  'wrong-certificate-bound',
  'certificate-invalid',
  'fallback-certificate',
  'unexplained',
] as const;
export type Cause = (typeof CAUSES)[number];

export const CERTAINTIES = ['certain', 'likely', 'possible'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

export interface Alternative {
  readonly cause: Cause;
  readonly certainty: Certainty;
  /** What would tell it from the leading cause: what to look at, or what to run. */
  readonly tellApart: string;
}

export interface Remedy {
  /** `windows-iis`, `nginx`, `apache`, `haproxy`, `kubernetes-ingress`, `caddy`, `traefik`, `load-balancer`, `any`. */
  readonly platform: string;
  /** In order; lines that begin with `$ ` or `PS> ` are commands to paste. */
  readonly steps: readonly string[];
}

export interface Diagnosis {
  readonly cause: Cause;
  readonly certainty: Certainty;
  readonly title: string;
  readonly explanation: string;
  /** Expected, requested, served, and what speaks for the cause. */
  readonly evidence: readonly string[];
  readonly alternatives: readonly Alternative[];
  readonly remedies: readonly Remedy[];
}
