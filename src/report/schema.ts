import { z } from 'zod';
import { UsageError } from '../errors.js';
import { CAUSES, CERTAINTIES } from '../model/diagnosis.js';
import { SEVERITIES } from '../model/finding.js';
import { OUTCOMES, STAGES } from '../model/observation.js';
import { SCHEMA_VERSION, STATUSES, type TargetReport } from '../model/report.js';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string();
const count = z.number().int().nonnegative();
const milliseconds = z.number();
const portNumber = z.number().int().min(0).max(65535);
const instant = z.string().regex(/^\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);

const alert = z.looseObject({
  level: z.enum(['warning', 'fatal']),
  code: z.number().int().min(0).max(255),
  description: text,
});

const observation = z.looseObject({
  probe: text,
  serverName: text.nullable(),
  attempt: count,
  shared: z.boolean(),
  outcome: z.enum(OUTCOMES),
  reason: text.nullable(),
  detail: z.record(text, z.union([text, z.number(), z.boolean(), z.null()])),
  stage: z.enum(STAGES),
  at: milliseconds,
  ms: milliseconds,
  protocol: text.nullable(),
  cipherSuite: text.nullable(),
  group: text.nullable(),
  signatureScheme: text.nullable(),
  serverNameAcknowledged: z.boolean().nullable(),
  ocspStaple: z.boolean().nullable(),
  alert: alert.nullable(),
  warningAlerts: z.array(alert),
  certificates: z.array(sha256),
  possession: z.enum(['proved', 'failed', 'unchecked']),
  possessionReason: text.nullable(),
});

const diagnosis = z.looseObject({
  cause: z.enum(CAUSES),
  certainty: z.enum(CERTAINTIES),
  title: text,
  explanation: text,
  evidence: z.array(text),
  alternatives: z.array(z.looseObject({ cause: z.enum(CAUSES), certainty: z.enum(CERTAINTIES), tellApart: text })),
  remedies: z.array(z.looseObject({ platform: text, steps: z.array(text) })),
});

const row = z.looseObject({
  kind: z.enum(['ipport', 'hostnameport', 'ccs']),
  address: text.nullable(),
  host: text.nullable(),
  port: portNumber,
  thumbprint: text.nullable(),
  appId: text.nullable(),
  owner: text.nullable(),
  source: text,
});

const endpoint = z.looseObject({
  address: text,
  port: portNumber,
  dialled: text,
  status: z.enum(STATUSES),
  observations: z.array(observation),
  served: sha256.nullable(),
  http: z
    .looseObject({
      status: z.number().int().nullable(),
      server: text.nullable(),
      sstp: z.boolean().nullable().optional(),
    })
    .nullable(),
  row: row.nullable(),
  trust: z.looseObject({ trusted: z.boolean().nullable(), reason: text.nullable(), anchors: text.nullable() }),
  diagnosis: diagnosis.nullable(),
});

const certificate = z.looseObject({
  subject: text.nullable(),
  issuer: text.nullable(),
  serialNumber: text.nullable(),
  notBefore: text.nullable(),
  notAfter: text.nullable(),
  dnsNames: z.array(text).nullable(),
  ipAddresses: z.array(text).nullable(),
  thumbprint: text.nullable(),
  spkiSha256: sha256.nullable(),
  keyType: text.nullable(),
  keyBits: z.number().int().nullable(),
  signatureAlgorithm: text.nullable(),
  selfSigned: z.boolean().nullable(),
  knownAs: z.looseObject({ product: text, meaning: text }).nullable(),
  problem: text.exactOptional(),
});

const finding = z.looseObject({
  code: text,
  severity: z.enum(SEVERITIES),
  address: text.nullable(),
  message: text,
  citations: z.array(text),
  accepted: z.looseObject({ until: text, reason: text }).nullable(),
});

const change = z.looseObject({
  code: text,
  address: text.nullable(),
  serverName: text.nullable(),
  before: text.nullable(),
  after: text.nullable(),
  message: text,
});

/**
 * One line of the JSON lines, schema version 1. Objects are open: a later whichcert may add fields within the version,
 * and what is not known is kept.
 */
export const reportSchema = z
  .looseObject({
    schemaVersion: z.literal(SCHEMA_VERSION),
    tool: text,
    helloVersion: text,
    target: z.looseObject({
      host: text,
      port: portNumber,
      starttls: text.nullable(),
      source: text.nullable(),
      labels: z.record(text, text),
    }),
    vantage: text.nullable(),
    startedAt: instant,
    durationMs: milliseconds,
    questions: count,
    status: z.enum(STATUSES),
    resolution: z.looseObject({
      source: z.enum(['hosts', 'dns', 'system', 'given', 'connect-to']),
      aliases: z.array(text),
      addresses: z.array(text),
      reason: text.nullable(),
      ms: milliseconds,
    }),
    expectation: z
      .looseObject({
        certificates: z.array(
          z.looseObject({
            sha256: sha256.nullable(),
            sha1: z
              .string()
              .regex(/^[0-9a-f]{40}$/)
              .nullable(),
            source: text,
          }),
        ),
        acceptPrevious: z.boolean(),
        spkiPins: z.array(sha256),
        serialNumbers: z.array(text),
        issuers: z.array(text),
        keys: z.array(z.looseObject({ type: text, minBits: z.number().nullable() })),
        names: z.array(text),
        minDaysLeft: z.number().nullable(),
      })
      .nullable(),
    endpoints: z.array(endpoint),
    certificates: z.record(sha256, certificate),
    findings: z.array(finding),
    changes: z.array(change),
    diagnosis: diagnosis.nullable(),
  })
  .meta({ title: 'whichcert report', description: 'What one target is served at each address, and why. Version 1.' });

/** The report as JSON Schema (2020-12), as the build publishes it: `whichcert/report.schema.json`. */
export function reportJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(reportSchema, { target: 'draft-2020-12', io: 'input' }) };
}

function isReport(value: unknown): value is TargetReport {
  return reportSchema.safeParse(value).success;
}

/** One line of JSON lines as a report. `at` is `file:line` for the message. Throws UsageError `bad-report`. */
export function readReportLine(line: string, at: string): TargetReport {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UsageError('bad-report', `${at}: not JSON`, 'Expected are the JSON lines that --format jsonl writes.');
  }
  // The value itself, not what zod makes of it: its keys stay in the order in which they were written.
  if (isReport(value)) return value;
  const first = reportSchema.safeParse(value).error?.issues[0];
  const path = first?.path.join('.') ?? '';
  throw new UsageError(
    'bad-report',
    `${at}: not a report of schema version ${SCHEMA_VERSION}: ${path === '' ? '' : `${path}: `}${first?.message ?? ''}`,
    'Expected are the JSON lines that --format jsonl writes.',
  );
}
