// The last step of the build: the JSON Schemas, generated from what the code validates with.
import { mkdirSync, writeFileSync } from 'node:fs';
import { reportJsonSchema } from '../dist/src/report/schema.js';
import { manifestJsonSchema } from '../dist/src/targets/manifest-schema.js';

const folder = new URL('../dist/schema/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, schema] of [
  ['report.schema.json', reportJsonSchema()],
  ['manifest.schema.json', manifestJsonSchema()],
]) {
  writeFileSync(new URL(name, folder), `${JSON.stringify(schema, null, 2)}\n`);
}
