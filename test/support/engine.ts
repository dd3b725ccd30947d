/** The engine as its tests call it: no trust unless asked for, no HTTP, nothing resolved outside the test. */
import { probes } from '../../probes/index.js';
import { check } from '../../src/engine/check.js';
import { EndpointMemory } from '../../src/engine/endpoint-memory.js';
import { EndpointState, Job } from '../../src/engine/job.js';
import { type CheckOptions, settle } from '../../src/engine/options.js';
import { beginRun, type Run } from '../../src/engine/run.js';
import { createIssuer, type Issuer } from '../../src/lab/issue.js';
import type { TargetReport } from '../../src/model/report.js';
import type { BadLine, Target } from '../../src/model/target.js';
import { parseTarget } from '../../src/targets/parse-target.js';

export type TestOptions = Partial<CheckOptions>;

export function engineOptions(options: TestOptions = {}): CheckOptions {
  return {
    probes,
    tool: 'whichcert/test',
    trust: { mode: 'none', ca: [], caSource: null },
    http: false,
    resolver: { hostsFile: '', getaddrinfo: () => Promise.resolve([]) },
    ...options,
  };
}

/** Targets as on the command line. */
export function targets(...texts: readonly string[]): readonly Target[] {
  return texts.flatMap((text) => parseTarget(text, { source: null }));
}

export async function checkAll(
  input: Iterable<Target | BadLine> | AsyncIterable<Target | BadLine>,
  options: TestOptions = {},
): Promise<readonly TargetReport[]> {
  const reports: TargetReport[] = [];
  for await (const report of check(input, engineOptions(options))) reports.push(report);
  return reports;
}

/** The report of one target. */
export async function checkOne(text: string, options: TestOptions = {}): Promise<TargetReport> {
  const [report] = await checkAll(targets(text), options);
  if (report === undefined) throw new Error(`no report for ${text}`);
  return report;
}

/** `target-name 1 served`, `no-name 0 unreachable refused` … of one endpoint, in its order. */
export function answersOf(report: TargetReport, endpoint = 0): readonly string[] {
  return (report.endpoints[endpoint]?.observations ?? []).map(({ probe, attempt, outcome, reason, shared }) =>
    [probe, attempt, shared ? 'shared' : null, outcome, reason].filter((word) => word !== null).join(' '),
  );
}

let issuer: Promise<Issuer> | null = null;

/** One authority for the tests of a file. */
export function testIssuer(): Promise<Issuer> {
  issuer ??= createIssuer({ commonName: 'Engine Test CA' });
  return issuer;
}

/** What node:tls servers want, for these names. */
export async function tlsCertificate(
  names: readonly string[],
  keyType: 'rsa' | 'ecdsa' = 'rsa',
): Promise<{ readonly cert: string; readonly key: string }> {
  const issued = (await testIssuer()).issue({ dnsNames: names, keyType });
  return { cert: issued.certificateListPem, key: issued.privateKeyPem };
}

/** A run, a job and its one endpoint on loopback, for tests of single steps. */
export async function atEndpoint(
  port: number,
  options: TestOptions = {},
  text = 'a.test',
): Promise<{ readonly run: Run; readonly job: Job; readonly state: EndpointState }> {
  const run = await beginRun(settle(engineOptions(options)), () => undefined);
  const [target] = targets(`${text}:${port}@127.0.0.1`);
  if (target === undefined) throw new Error(text);
  const job = new Job(0, target, run.settings.clock());
  const endpoint = {
    address: '127.0.0.1',
    port,
    dialAddress: '127.0.0.1',
    dialPort: port,
    starttls: target.starttls,
    starttlsHost: null,
  };
  const state = new EndpointState(endpoint, new EndpointMemory(), false, run.settings.hello);
  job.endpoints = [state];
  return { run, job, state };
}

/** Bundled anchors and the tests' authority. */
export async function trustingTests(): Promise<CheckOptions['trust']> {
  return { mode: 'bundled', ca: [(await testIssuer()).certificateDer], caSource: 'test.pem' };
}
