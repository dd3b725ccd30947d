/**
 * whichcert as a library: what each address of a name serves, and why it is the wrong certificate.
 *
 * ```ts
 * import { check, parseTarget, probes } from 'whichcert';
 *
 * for await (const report of check(parseTarget('shop.example', { source: null }), { probes })) {
 *   console.log(report.target.host, report.status, report.diagnosis?.cause ?? '');
 * }
 * ```
 */
export { probes } from '../probes/index.js';
export { diagnose, type EndpointVerdict, type TargetVerdict } from './diagnosis/diagnose.js';
export { examine } from './diagnosis/examine.js';
export { explainCause } from './diagnosis/explain.js';
export type { Policy } from './diagnosis/policy.js';
export { check, type Targets } from './engine/check.js';
export type { CheckOptions, ResolverOverrides, SystemAddress, TrustOptions } from './engine/options.js';
export type { TranscriptEntry } from './engine/transcript.js';
export { InternalError, UsageError, type UsageErrorCode } from './errors.js';
export { expectCertificateFile } from './expectation/certificate-file.js';
export { parseFingerprint } from './expectation/fingerprint.js';
export { type CertificateFolder, type FolderFile, openFolder } from './expectation/folder.js';
export { expectFile, type OpenedFile, openFile, type PasswordSource } from './expectation/open-file.js';
export { parseExpectedKey, parsePin, parseSerialNumber } from './expectation/properties.js';
export { readCertificates } from './expectation/read-certificates.js';
export { fetchCertificateFile, type RemoteFileOptions } from './expectation/remote-file.js';
export type { Certificate, KnownAs, NameAttribute } from './model/certificate.js';
export {
  type Alternative,
  CAUSES,
  type Cause,
  CERTAINTIES,
  type Certainty,
  type Diagnosis,
  type Remedy,
} from './model/diagnosis.js';
export type {
  EndpointEvidence,
  FollowUp,
  NeighbourAnswer,
  NeighbourSummary,
  TargetEvidence,
} from './model/evidence.js';
export {
  type Expectation,
  type ExpectedCertificate,
  type ExpectedDigest,
  type ExpectedKey,
  PLAIN_EXPECTATION,
} from './model/expectation.js';
export { type Finding, SEVERITIES, type Severity } from './model/finding.js';
export type { Hello, KeyTypeOffer, ProtocolVersion } from './model/hello.js';
export {
  type Alert,
  type Observation,
  OUTCOMES,
  type Outcome,
  type Possession,
  STAGES,
  type Stage,
} from './model/observation.js';
export type { Probe, ProbeSubject, Question } from './model/question.js';
export {
  type BlamedRow,
  type Change,
  type EndpointReport,
  type HttpAnswer,
  type ReportedCertificate,
  type ReportedExpectation,
  type Resolution,
  type ResolutionSource,
  SCHEMA_VERSION,
  STATUSES,
  type Status,
  type TargetReport,
  type TrustVerdict,
} from './model/report.js';
export {
  type BadLine,
  type ConnectTo,
  type Endpoint,
  type GivenAddress,
  STARTTLS_PROTOCOLS,
  type StartTlsProtocol,
  type Target,
} from './model/target.js';
export type { TypedOption } from './model/typed-option.js';
export { escapePeerText } from './report/escape.js';
export { createJsonlRenderer, renderJsonLine } from './report/jsonl.js';
export { emptySummary, type Renderer, type RunSummary, summarise } from './report/renderer.js';
export { createTextRenderer, renderText, type TextOptions } from './report/text.js';
export { parseConnectTo } from './targets/connect-to.js';
export { parseTarget, type TargetContext, type TargetDefaults } from './targets/parse-target.js';
export { readTargetList } from './targets/read-target-list.js';
export { readCertificate } from './x509/read-certificate.js';

import type { TargetReport } from './model/report.js';

/**
 * One line of JSON lines as a report, validated against the schema. `at` (`file:line`) is for the message.
 * Rejects with UsageError `bad-report`.
 *
 * ```ts
 * const report = await readReport(line, 'report.jsonl:1');
 * ```
 */
export async function readReport(line: string, at: string): Promise<TargetReport> {
  const { readReportLine } = await import('./report/schema.js');
  return readReportLine(line, at);
}

/**
 * The report's JSON Schema (2020-12), the same that the package holds as `whichcert/report.schema.json`.
 *
 * ```ts
 * const validate = new Ajv2020().compile(await reportJsonSchema());
 * ```
 */
export async function reportJsonSchema(): Promise<Record<string, unknown>> {
  return (await import('./report/schema.js')).reportJsonSchema();
}
