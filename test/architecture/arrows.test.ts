import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, sources } from '../support/sources.js';

interface Cruise {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly unknown[] }[];
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

/** Runs dependency-cruiser with the project's configuration on `src` and `probes` below `folder`. */
async function cruise(folder: string): Promise<Cruise> {
  const command = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const config = join(root, '.config', 'dependency-cruiser.cjs');
  const output = await new Promise<string>((resolve) => {
    const argv = [command, 'src', 'probes', '--config', config, '--output-type', 'json'];
    execFile(process.execPath, argv, { cwd: folder, maxBuffer: 1 << 28 }, (_error, stdout) => resolve(stdout));
  });
  return JSON.parse(output);
}

describe('the arrows of the house', () => {
  it('hold, and every source was read', async () => {
    const { modules, summary } = await cruise(root);
    expect(summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`)).toEqual([]);
    // A false green is known: with another compiler dependency-cruiser reads nothing and says that all is well.
    const read = modules.filter(({ source }) => /^(src|probes)\//.test(source));
    expect(read.map(({ source }) => source).sort()).toEqual([...sources()].sort());
    expect(read.length).toBeGreaterThan(20);
    expect(read.reduce((sum, { dependencies }) => sum + dependencies.length, 0)).toBeGreaterThan(30);
  });
});

/** A planted file → its text → the rule that must name it. */
const PLANTED: readonly (readonly [file: string, text: string, rule: string])[] = [
  ['src/model/planted.ts', "import { a } from '../x509/planted-leaf.js';\nexport const b = a;\n", 'arrows-model'],
  [
    'src/model/planted-type.ts',
    "import type { A } from '../x509/planted-leaf.js';\nexport type B = A;\n",
    'arrows-model',
  ],
  ['src/x509/planted.ts', "export { a } from '../tls/planted-leaf.js';\n", 'arrows-x509'],
  ['src/tls/planted.ts', "export const a = () => import('../engine/planted-leaf.js');\n", 'arrows-tls'],
  ['src/expectation/planted.ts', "export { a } from '../targets/planted-leaf.js';\n", 'arrows-expectation'],
  ['src/bindings/planted.ts', "export { a } from '../lab/planted-leaf.js';\n", 'arrows-bindings'],
  ['src/targets/planted.ts', "export { a } from '../x509/planted-leaf.js';\n", 'arrows-targets'],
  ['src/diagnosis/planted.ts', "export { a } from '../engine/planted-leaf.js';\n", 'arrows-diagnosis'],
  ['src/report/planted.ts', "export { a } from '../diagnosis/planted-leaf.js';\n", 'arrows-report'],
  ['src/engine/planted.ts', "export { a } from '../report/planted-leaf.js';\n", 'arrows-engine'],
  ['src/engine/planted-probe.ts', "export { noName } from '../../probes/no-name.js';\n", 'arrows-engine'],
  ['src/lab/planted.ts', "export { a } from '../engine/planted-leaf.js';\n", 'arrows-lab'],
  ['src/integrations/planted.ts', "export { a } from '../tls/planted-leaf.js';\n", 'arrows-integrations'],
  ['src/serve/planted.ts', "export { a } from '../tls/planted-leaf.js';\n", 'arrows-serve'],
  ['probes/planted.ts', "export { a } from '../src/x509/planted-leaf.js';\n", 'arrows-probes'],
  ['src/cellar/planted.ts', "export { a } from '../x509/planted-leaf.js';\n", 'every-folder-has-arrows'],
  ['src/cli/planted-cycle.ts', "import { a } from './planted-cycle.js';\nexport const b = () => a;\n", 'no-cycles'],
  [
    'src/tls/planted-net.ts',
    "import { connect } from 'node:net';\nexport const a = connect;\n",
    'sockets-only-in-the-shell',
  ],
  [
    'src/cli/planted-tls.ts',
    "import type { TLSSocket } from 'node:tls';\nexport type A = TLSSocket;\n",
    'sockets-only-in-the-shell',
  ],
  [
    'src/report/planted-dns.ts',
    "import { lookup } from 'dns/promises';\nexport const a = lookup;\n",
    'sockets-only-in-the-shell',
  ],
  [
    'src/report/planted-fs.ts',
    "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n",
    'pure-folders-have-no-input-or-output',
  ],
  ['src/cli/planted-process.ts', "import { argv } from 'node:process';\nexport const a = argv;\n", 'no-process-module'],
  ['src/cli/planted-dev.ts', "export const a = () => import('vitest');\n", 'no-development-packages'],
  ['src/cli/planted-missing.ts', "export { a } from './nowhere.js';\n", 'resolvable'],
];

describe('a planted violation is found', () => {
  let folder = '';
  let found: ReadonlySet<string> = new Set();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whichcert-arrows-'));
    for (const name of ['src', 'probes', 'package.json', 'tsconfig.json']) {
      await cp(join(root, name), join(folder, name), { recursive: true });
    }
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const leaves = ['x509', 'tls', 'engine', 'lab', 'targets', 'diagnosis', 'report'];
    const leafText = 'export const a = 1;\nexport type A = 1;\n';
    const files = [...leaves.map((name) => [`src/${name}/planted-leaf.ts`, leafText] as const), ...PLANTED];
    for (const [file, text] of files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    const { summary } = await cruise(folder);
    found = new Set(summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(PLANTED)('%s', (file, _text, rule) => {
    expect([...found].filter((line) => line.endsWith(`: ${file}`))).toContain(`${rule}: ${file}`);
  });
});
