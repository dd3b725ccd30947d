// The last step of the build: the report's JSON Schema, generated from what the code validates with.
import { mkdirSync, writeFileSync } from 'node:fs';
import { reportJsonSchema } from '../dist/src/report/schema.js';

mkdirSync(new URL('../dist/schema/', import.meta.url), { recursive: true });
const path = new URL('../dist/schema/report.schema.json', import.meta.url);
writeFileSync(path, `${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
