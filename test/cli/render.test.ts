import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoEstate } from '../../src/lab/demo-estate.js';
import { type RunningLab, startLab } from '../../src/lab/start-lab.js';
import { runCli } from '../support/cli.js';
import { checkJunit } from '../support/junit-checker.js';
import { checkSarif } from '../support/sarif-checker.js';
import { makeFolder, testFolder, writeFiles } from '../support/temp.js';

const FORMATS = ['text', 'jsonl', 'csv', 'markdown', 'html', 'junit', 'sarif', 'github'] as const;

let lab: RunningLab;
let folder: Awaited<ReturnType<typeof makeFolder>>;
let code = -1;

/** One check of a list with every format at once. */
beforeAll(async () => {
  lab = await startLab(demoEstate());
  folder = await makeFolder('render');
  const list = lab.targets.map(({ target }) => target).join('\n');
  await writeFiles(folder.path, { 'hosts.txt': `${list}\nnot a target\n`, 'ca.pem': lab.caPem });
  const outputs = FORMATS.flatMap((format) => ['--output', `${format}=direct.${format}`]);
  const argv = ['-f', 'hosts.txt', '--connect-to', lab.connectToRules.join(','), '--ca', 'ca.pem', '--quiet'];
  ({ code } = await runCli([...argv, ...outputs], { folder: folder.path }));
});

afterAll(async () => {
  await lab.stop();
  await folder.remove();
});

const file = (name: string): Promise<string> => readFile(join(folder.path, name), 'utf8');

describe('whichcert render', () => {
  it.each(FORMATS)('makes %s of saved JSON lines as the check itself did', async (format) => {
    const rendered = await runCli(['render', 'direct.jsonl', '--format', format], { folder: folder.path });
    expect(rendered.stdout).toBe(await file(`direct.${format}`));
    expect([rendered.code, rendered.stderr]).toEqual([code, '']);
  });

  it('writes several at once, from stdin too', async () => {
    const empty = await testFolder();
    const argv = ['render', '-', '--quiet', '--output', 'junit=r.xml', '--output', 'sarif=r.sarif'];
    const { stdout } = await runCli(argv, { folder: empty, stdin: await file('direct.jsonl') });
    expect(stdout).toBe('');
    expect(await readFile(join(empty, 'r.xml'), 'utf8')).toBe(await file('direct.junit'));
    expect(await readFile(join(empty, 'r.sarif'), 'utf8')).toBe(await file('direct.sarif'));
  });

  it('what was written is valid by the checkers of the specifications', async () => {
    expect(checkJunit(await file('direct.junit'))).toEqual([]);
    expect(checkSarif(await file('direct.sarif'))).toEqual([]);
    expect(await file('direct.sarif')).toContain('"uri":"hosts.txt"');
  });

  it('every format prints the codes of the text report', async () => {
    const [text, markdown, html, junit] = await Promise.all(
      ['text', 'markdown', 'html', 'junit'].map((format) => file(`direct.${format}`)),
    );
    const codes = [...new Set([...(text ?? '').matchAll(/critical \[([a-z-]+)\]/g)].map(([, word]) => word ?? ''))];
    expect(codes.length).toBeGreaterThan(5);
    for (const word of codes) {
      expect(markdown).toContain(`[${word}]`);
      expect(html).toContain(`[${word}]`);
      expect(junit).toContain(`type="${word}"`);
    }
  });
});

describe('--format github', () => {
  it('appends the Markdown report to the step’s summary', async () => {
    const own = await testFolder();
    await writeFiles(own, { 'summary.md': '# what an earlier step said\n', 'r.jsonl': await file('direct.jsonl') });
    const env = { GITHUB_STEP_SUMMARY: join(own, 'summary.md') };
    const { stdout } = await runCli(['render', 'r.jsonl', '--format', 'github'], { folder: own, env });
    expect(stdout).toBe(await file('direct.github'));
    expect(stdout.split('\n').filter((line) => line.startsWith('::error')).length).toBeLessThanOrEqual(10);
    expect(await readFile(join(own, 'summary.md'), 'utf8')).toBe(
      `# what an earlier step said\n${await file('direct.markdown')}`,
    );
    await runCli(['render', 'r.jsonl', '--format', 'csv'], { folder: own, env });
    expect(await readFile(join(own, 'summary.md'), 'utf8')).toContain('# whichcert: ');
  });
});
