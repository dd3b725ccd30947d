import type { Cause } from '../../model/diagnosis.js';
import type { EndpointReport, Status, TargetReport } from '../../model/report.js';
import { leadingCode } from '../../report/codes.js';
import { addressLabel, matchesExpectation, notAfterOf } from '../../report/endpoint-facts.js';
import { escapeAndCut } from '../../report/escape.js';
import { leadingSentence } from '../../report/leading-sentence.js';

/** What metrics, lists and history keep of a report: small, and safe to show. Times in milliseconds since 1970. */
export interface Facts {
  /** The target's label, unique among the targets. */
  readonly target: string;
  readonly status: Status;
  /** The code in brackets; null when all is well. */
  readonly code: string | null;
  readonly sentence: string | null;
  readonly at: number;
  readonly durationMs: number;
  readonly endpoints: readonly EndpointFacts[];
  readonly findings: readonly { readonly address: string; readonly code: string }[];
}

export interface EndpointFacts {
  readonly address: string;
  readonly status: Status;
  readonly cause: Cause | null;
  /** End of the served certificate; null when none was served or read. */
  readonly notAfter: number | null;
  /** Whether what is served is what should be; null where nobody could say. */
  readonly matches: boolean | null;
  /** Fingerprint of the control's certificate; null when it was served nothing. */
  readonly served: string | null;
  readonly answers: readonly { readonly probe: string; readonly sha256: string }[];
}

/** More addresses or findings than these are counted by nobody: a name with more is no one's target. */
const MOST_ADDRESSES = 64;
const MOST_FINDINGS = 256;
const LONGEST_SENTENCE = 300;

/** The facts of one report. */
export function factsOf(target: string, report: TargetReport): Facts {
  const sentence = leadingSentence(report);
  const code = leadingCode(report);
  const endpoints = report.endpoints.slice(0, MOST_ADDRESSES).map((endpoint) => endpointFacts(report, endpoint));
  const findings = report.findings
    .filter(({ accepted }) => accepted === null)
    .slice(0, MOST_FINDINGS)
    .map((finding) => ({ address: finding.address ?? '', code: finding.code }));
  const said = [...endpoints.map(({ cause }) => cause), ...findings.map((finding) => finding.code)];
  return {
    target,
    status: report.status,
    code,
    sentence: sentence === null ? null : escapeAndCut(sentence, LONGEST_SENTENCE),
    at: Date.parse(report.startedAt),
    durationMs: report.durationMs,
    endpoints,
    // What is wrong is always among them, also where neither a cause nor a finding says it: a name that does not resolve.
    findings: code === null || said.includes(code) ? findings : [...findings, { address: '', code }],
  };
}

function endpointFacts(report: TargetReport, endpoint: EndpointReport): EndpointFacts {
  return {
    address: addressLabel(report, endpoint),
    status: endpoint.status,
    cause: endpoint.diagnosis?.cause ?? null,
    notAfter: notAfterOf(report, endpoint),
    matches: matchesExpectation(report, endpoint),
    served: endpoint.served,
    answers: latestAnswers(endpoint),
  };
}

/** The last certificate that each question was served. */
function latestAnswers(endpoint: EndpointReport): EndpointFacts['answers'] {
  const answers = new Map<string, string>();
  for (const { probe, certificates } of endpoint.observations) {
    if (certificates[0] !== undefined) answers.set(probe, certificates[0]);
  }
  return [...answers].map(([probe, sha256]) => ({ probe, sha256 }));
}
