import { z } from 'zod';
import { STARTTLS_PROTOCOLS } from '../model/target.js';

const text = z.string().min(1);
const list = z.union([text.transform((one) => [one]), z.array(text)]);
const port = z.number().int().min(1).max(65535);
const labels = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));

/** What should be served: any of the certificates, and every property that is named. */
const expect = z
  .strictObject({
    fingerprints: list.describe('SHA-256 fingerprints or SHA-1 thumbprints; any of them is right').optional(),
    files: list.describe('PEM, DER, PKCS#7 or PKCS#12 files, relative to the manifest').optional(),
    folders: list
      .describe('folders as a Central Certificate Store: host.pfx, _.parent.pfx, or by the names inside')
      .optional(),
    urls: list.describe('https addresses of certificate files').optional(),
    pins: list.describe('SHA-256 of the public key, base64 or hex').optional(),
    serials: list.describe('serial numbers in hex').optional(),
    issuers: list.describe("the issuer's name in RFC 4514 form, or its CN or O alone").optional(),
    keys: list.describe('kinds of key with a least size: rsa:3072, ecdsa').optional(),
    names: list.describe('names of which each must be covered').optional(),
    minDaysLeft: z.number().min(0).optional(),
    acceptPrevious: z.boolean().describe('during a rollout: an earlier edition is right too').optional(),
  })
  .meta({ id: 'Expectation' });

const address = z.union([
  text.describe('an IP address, with a port if it differs'),
  z.strictObject({ address: text, port: port.optional(), expect: expect.optional() }),
]);

const target = z.union([
  text.describe('a TARGET as on the command line: shop.example:443@203.0.113.5'),
  z.strictObject({
    target: text.describe('a TARGET as on the command line').optional(),
    host: text.optional(),
    port: port.optional(),
    starttls: z.enum(STARTTLS_PROTOCOLS).optional(),
    addresses: z.array(address).min(1).describe('asked instead of DNS').optional(),
    labels: labels.optional(),
    expect: expect.optional(),
  }),
]);

/** The manifest, version 1. */
export const manifestSchema = z
  .strictObject({
    $schema: z.string().optional(),
    version: z.literal(1),
    defaults: z
      .strictObject({
        port: port.optional(),
        starttls: z.enum(STARTTLS_PROTOCOLS).optional(),
        labels: labels.optional(),
        expect: expect.optional(),
      })
      .optional(),
    connectTo: z.array(text).describe('HOST:PORT:ADDRESS:PORT, as --connect-to').optional(),
    samples: z.number().int().min(1).describe('how often a question is put where two answers differed').optional(),
    targets: z.array(target),
  })
  .meta({ title: 'whichcert manifest', description: 'What should be served where. Version 1.' });

export type ManifestShape = z.output<typeof manifestSchema>;
export type ManifestExpect = z.output<typeof expect>;
export type ManifestTargetShape = ManifestShape['targets'][number];

/** Where the published JSON Schema stands: editors complete a manifest that names it. */
export const MANIFEST_SCHEMA_ID = 'https://whichcert.invalid/schema/manifest-1.json';

/** The manifest as JSON Schema (2020-12), as published in the package. */
export function manifestJsonSchema(): Record<string, unknown> {
  return { $id: MANIFEST_SCHEMA_ID, ...z.toJSONSchema(manifestSchema, { target: 'draft-2020-12', io: 'input' }) };
}
