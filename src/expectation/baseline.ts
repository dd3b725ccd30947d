import { UsageError } from '../errors.js';
import type { Observation } from '../model/observation.js';
import type { TargetReport } from '../model/report.js';

/** The mark and version in a baseline file. */
export const BASELINE_VERSION = 1;

/** What an endpoint answered to one question: the end-entity certificate, or how it ended. */
export interface BaselineAnswer {
  /** SHA-256 of the certificate served, or null. */
  readonly certificate: string | null;
  /** `served`, `refused unrecognized_name`, `interrupted reset` … */
  readonly outcome: string;
}

export interface BaselineEndpoint {
  readonly address: string;
  readonly port: number;
  /** By probe id: what `target-name`, `no-name` and `unknown-name` were answered. */
  readonly answers: Readonly<Record<string, BaselineAnswer>>;
}

export interface BaselineTarget {
  readonly host: string;
  readonly port: number;
  readonly starttls: string | null;
  readonly endpoints: readonly BaselineEndpoint[];
}

/** Enough of a certificate to say by what it was replaced. */
export interface BaselineCertificate {
  readonly subject: string | null;
  readonly issuer: string | null;
  readonly notBefore: string | null;
  readonly notAfter: string | null;
}

/** What every endpoint served to every survey question at one moment. */
export interface Baseline {
  readonly whichcertBaseline: typeof BASELINE_VERSION;
  readonly tool: string;
  readonly savedAt: string;
  readonly targets: readonly BaselineTarget[];
  readonly certificates: Readonly<Record<string, BaselineCertificate>>;
}

const KEPT_PROBES: readonly string[] = ['no-name', 'target-name', 'unknown-name'];

/** `shop.example:443`, with the STARTTLS protocol where there is one: what a target is called in a baseline. */
export function targetKey(target: {
  readonly host: string;
  readonly port: number;
  readonly starttls: string | null;
}): string {
  return `${target.host} ${target.port} ${target.starttls ?? 'tls'}`;
}

/** What one report adds to a baseline. */
export function baselineTarget(report: TargetReport): BaselineTarget {
  const { host, port, starttls } = report.target;
  const endpoints = report.endpoints.map((endpoint) => ({
    address: endpoint.address,
    port: endpoint.port,
    answers: sortedRecord(
      KEPT_PROBES.flatMap((probe): [string, BaselineAnswer][] => {
        const observation = endpoint.observations.find((candidate) => candidate.probe === probe);
        return observation === undefined ? [] : [[probe, baselineAnswer(observation)]];
      }),
    ),
  }));
  return {
    host,
    port,
    starttls,
    endpoints: endpoints.sort(comparePlaces),
  };
}

/** How one question was answered, without what differs between two runs of an unchanged server. */
export function baselineAnswer(observation: Observation): BaselineAnswer {
  const { outcome, reason } = observation;
  return {
    certificate: observation.certificates[0] ?? null,
    outcome: reason === null ? outcome : `${outcome} ${reason}`,
  };
}

/** Takes reports as they come and keeps of each what a baseline holds. */
export interface BaselineCollector {
  add(report: TargetReport): void;
  /** Sorted, so that two files of an unchanged estate differ in nothing but their date. */
  baseline(tool: string, savedAt: string): Baseline;
}

/** Targets that stand in a run twice, each with addresses of its own, are one target of the baseline. */
export function collectBaseline(): BaselineCollector {
  const targets = new Map<string, BaselineTarget>();
  const certificates = new Map<string, BaselineCertificate>();
  return {
    add: (report) => {
      const target = baselineTarget(report);
      const key = targetKey(target);
      const before = targets.get(key);
      targets.set(key, before === undefined ? target : merged(before, target));
      for (const sha256 of namedBy(target)) {
        const known = report.certificates[sha256];
        if (known === undefined) continue;
        const { subject, issuer, notBefore, notAfter } = known;
        certificates.set(sha256, { subject, issuer, notBefore, notAfter });
      }
    },
    baseline: (tool, savedAt) => ({
      whichcertBaseline: BASELINE_VERSION,
      tool,
      savedAt,
      targets: [...targets].sort(([a], [b]) => compareText(a, b)).map(([, target]) => target),
      certificates: sortedRecord([...certificates]),
    }),
  };
}

function namedBy(target: BaselineTarget): readonly string[] {
  return target.endpoints.flatMap(({ answers }) =>
    Object.values(answers).flatMap((answer) => answer.certificate ?? []),
  );
}

function merged(before: BaselineTarget, target: BaselineTarget): BaselineTarget {
  const again = new Set(target.endpoints.map(placeOf));
  const kept = before.endpoints.filter((endpoint) => !again.has(placeOf(endpoint)));
  return { ...target, endpoints: [...kept, ...target.endpoints].sort(comparePlaces) };
}

function placeOf(endpoint: BaselineEndpoint): string {
  return `${endpoint.address} ${endpoint.port}`;
}

function comparePlaces(a: BaselineEndpoint, b: BaselineEndpoint): number {
  return compareText(a.address, b.address) || a.port - b.port;
}

/** The baseline as text that can be reviewed in a diff. */
export function writeBaseline(baseline: Baseline): string {
  return `${JSON.stringify(baseline, null, 2)}\n`;
}

/** A baseline out of a file. A torn, foreign or newer one is refused whole: throws UsageError `bad-baseline`. */
export async function readBaseline(text: string, source: string): Promise<Baseline> {
  const refuse = (what: string) =>
    new UsageError(
      'bad-baseline',
      `${source}: ${what}`,
      'Expected is a file that --save-baseline wrote; make a new one if this is damaged.',
    );
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw refuse('not JSON, or cut off');
  }
  const { z } = await import('zod');
  const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
  const answer = z.strictObject({ certificate: sha256.nullable(), outcome: z.string() });
  const port = z.number().int().min(1).max(65535);
  const endpoint = z.strictObject({ address: z.string(), port, answers: z.record(z.string(), answer) });
  const target = z.strictObject({
    host: z.string(),
    port,
    starttls: z.string().nullable(),
    endpoints: z.array(endpoint),
  });
  const nullableText = z.string().nullable();
  const certificate = z.strictObject({
    subject: nullableText,
    issuer: nullableText,
    notBefore: nullableText,
    notAfter: nullableText,
  });
  const parsed = z
    .strictObject({
      whichcertBaseline: z.literal(BASELINE_VERSION),
      tool: z.string(),
      savedAt: z.string(),
      targets: z.array(target),
      certificates: z.record(sha256, certificate),
    })
    .safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refuse(
      `not a baseline of version ${BASELINE_VERSION}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    );
  }
  const keys = new Set<string>();
  for (const key of parsed.data.targets.map(targetKey)) {
    if (keys.has(key)) throw refuse(`the target ${key} stands in it twice`);
    keys.add(key);
  }
  return parsed.data;
}

function sortedRecord<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => compareText(a, b)));
}

// Not localeCompare: the file must not depend on the machine's language.
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
