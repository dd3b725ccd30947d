import { readdirSync, readFileSync } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoEstate } from '../../src/lab/demo-estate.js';
import { type RunningLab, startLab } from '../../src/lab/start-lab.js';
import { toPem } from '../../src/x509/pem.js';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { type CliResult, runCli } from '../support/cli.js';
import { type Check, readScenario } from '../support/scenario.js';
import { testFolder, writeFiles } from '../support/temp.js';

const FOLDER = join(import.meta.dirname, 'scenarios');
const scenarios = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => [name.replace('.txt', ''), readScenario(readFileSync(join(FOLDER, name), 'utf8'))] as const);

let lab: RunningLab;
beforeAll(async () => {
  lab = await startLab(demoEstate());
});
afterAll(async () => {
  await lab.stop();
});

describe('the command', () => {
  it.each(scenarios)('%s', async (_name, scenario) => {
    const folder = await testFolder('scenario');
    await writeFiles(folder, scenario.lab ? labFiles() : {});
    await writeFiles(folder, fillFiles(scenario.files));
    for (const step of scenario.steps) {
      const result = await runCli(step.argv.map(filledIn), { folder, stdin: step.stdin });
      const told = `line ${step.line}: whichcert ${step.argv.join(' ')}\n${result.stdout}${result.stderr}`;
      expect(result.code, told).toBe(step.exit);
      for (const check of step.checks) await verify(check, result, folder);
    }
  });
});

/** The root, and every certificate by its word. */
function labFiles(): Readonly<Record<string, string>> {
  const pem = [...lab.certificates].map(([word, { certificateDer }]) => [`pem/${word}.pem`, toPem(certificateDer)]);
  return { 'ca.pem': lab.caPem, ...Object.fromEntries(pem) };
}

/** The same words in a scenario's files. */
function fillFiles(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, filledIn(text)]));
}

function filledIn(word: string): string {
  return word
    .replace('$CONNECT', lab.connectToRules.join(','))
    .replace('$CA', 'ca.pem')
    .replace(/\$PORT:([\d.]+)/g, (_, address: string) => portOf(address))
    .replace(/\$PIN:([\w-]+)/g, (_, name: string) => known(name).spkiSha256 ?? '')
    .replace(/\$SERIAL:([\w-]+)/g, (_, name: string) => known(name).serialNumber ?? '')
    .replace(/\$FINGERPRINT:([\w-]+)/g, (_, name: string) => lab.certificates.get(name)?.sha256 ?? '')
    .replace(/\$THUMBPRINT:([\w-]+)/g, (_, name: string) => lab.certificates.get(name)?.thumbprint ?? '');
}

/** Where the lab listens for a logical address. */
function portOf(address: string): string {
  const rule = lab.connectTo.find(({ host }) => host === address);
  if (rule === undefined) throw new Error(`the lab has no address ${address}`);
  return String(rule.toPort);
}

function known(word: string) {
  const issued = lab.certificates.get(word);
  if (issued === undefined) throw new Error(`the lab has no certificate ${word}`);
  return readCertificate(issued.certificateDer);
}

async function verify(check: Check, result: CliResult, folder: string): Promise<void> {
  const said = `line ${check.line}`;
  if (check.subject === 'file') {
    const [name = '', ...words] = check.text.split(' ');
    const path = join(folder, name);
    if (check.kind === 'lacks') await expect(access(path), said).rejects.toThrow();
    else expect(await readFile(path, 'utf8'), said).toContain(words.join(' '));
    return;
  }
  const text = check.subject === 'out' ? result.stdout : result.stderr;
  if (check.kind === 'empty') expect(text, said).toBe('');
  else if (check.kind === 'lacks') expect(text, said).not.toContain(check.text);
  else if (check.kind === 'matches') expect(text, said).toMatch(new RegExp(check.text, 'm'));
  else expect(text, said).toContain(check.text);
}
