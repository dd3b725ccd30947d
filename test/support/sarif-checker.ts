import { z } from 'zod';

const text = z.string().min(1);
const message = z.object({ text });
// RFC 3986: nothing that must be percent-encoded, and a colon only after a scheme.
const uri = z
  .string()
  .regex(/^([a-z][a-z0-9+.-]*:)?[A-Za-z0-9\-._~!$&'()*+,;=@/%?#[\]]*(:[A-Za-z0-9\-._~!$&'()*+,;=@/%:]*)?$/);
const region = z.object({ startLine: z.number().int().min(1), startColumn: z.number().int().min(1).optional() });
const location = z.object({
  physicalLocation: z.object({ artifactLocation: z.object({ uri }), region: region.optional() }).optional(),
  logicalLocations: z
    .array(z.object({ fullyQualifiedName: text.optional(), name: text.optional(), kind: text.optional() }))
    .optional(),
});
const result = z.object({
  ruleId: text,
  ruleIndex: z.number().int().min(-1).optional(),
  kind: z.enum(['notApplicable', 'pass', 'fail', 'review', 'open', 'informational']).optional(),
  level: z.enum(['none', 'note', 'warning', 'error']).optional(),
  message,
  locations: z.array(location).optional(),
  partialFingerprints: z.record(z.string(), z.string()).optional(),
  suppressions: z
    .array(
      z.object({
        kind: z.enum(['inSource', 'external']),
        status: z.enum(['accepted', 'underReview', 'rejected']).optional(),
      }),
    )
    .optional(),
});
const rule = z.object({ id: text, shortDescription: message.optional(), helpUri: uri.optional() });
const run = z.object({
  tool: z.object({ driver: z.object({ name: text, version: z.string().optional(), rules: z.array(rule).optional() }) }),
  columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']).optional(),
  invocations: z.array(z.object({ executionSuccessful: z.boolean() })).optional(),
  results: z.array(result),
});
const log = z.object({ $schema: z.string().optional(), version: z.literal('2.1.0'), runs: z.array(run) });

/**
 * SARIF 2.1.0 (OASIS Standard, 2020-03-27), the parts that we write: §3.13 log, §3.14 run, §3.18 tool, §3.27 result,
 * §3.28 location, §3.29 physical location, §3.49 reporting descriptor. Returns what is wrong.
 */
export function checkSarif(json: string): readonly string[] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return ['not JSON'];
  }
  const parsed = log.safeParse(value);
  if (!parsed.success) return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return parsed.data.runs.flatMap((one) => {
    const ids = (one.tool.driver.rules ?? []).map(({ id }) => id);
    const faults = new Set(ids).size === ids.length ? [] : ['§3.49.3: a rule id stands twice'];
    for (const { ruleId } of one.results)
      if (ids.length > 0 && !ids.includes(ruleId)) faults.push(`§3.27.5: no rule ${ruleId}`);
    return faults;
  });
}
