import { existsSync } from 'node:fs';
import { lstat, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/cli/node-files.js';
import { testFolder, writeFiles } from '../support/temp.js';

describe('nodeFiles', () => {
  it('reads whole files and streams, relative to the folder', async () => {
    const folder = await testFolder();
    await writeFiles(folder, { 'a.txt': 'text' });
    const files = nodeFiles(folder);
    expect(Buffer.from(await files.read('a.txt')).toString()).toBe('text');
    const chunks: Uint8Array[] = [];
    for await (const chunk of files.stream('a.txt')) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('text');
  });

  it('lists the files of a folder, and says of a file that it is none', async () => {
    const folder = await testFolder();
    await writeFiles(folder, { 'd/b.pem': '', 'd/a.pem': '', 'd/.hidden': '', 'd/sub/c.pem': '' });
    const files = nodeFiles(folder);
    expect(await files.list('d')).toEqual([join('d', 'a.pem'), join('d', 'b.pem')]);
    expect(await files.list('d/a.pem')).toBeNull();
  });

  it('shows a written file only when it is complete', async () => {
    const folder = await testFolder();
    await writeFiles(folder, { 'report.txt': 'old' });
    const file = await nodeFiles(folder).writeAtomically('report.txt');
    await file.write('new');
    expect(await readFile(join(folder, 'report.txt'), 'utf8')).toBe('old');
    await file.commit();
    expect(await readFile(join(folder, 'report.txt'), 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['report.txt']);
  });

  it('replaces what a link leads to, not the link', async () => {
    const folder = await testFolder();
    await writeFiles(folder, { 'real.txt': 'old' });
    await symlink('real.txt', join(folder, 'link.txt'));
    const file = await nodeFiles(folder).writeAtomically('link.txt');
    await file.write('new');
    await file.commit();
    expect(await readFile(join(folder, 'real.txt'), 'utf8')).toBe('new');
    expect((await lstat(join(folder, 'link.txt'))).isSymbolicLink()).toBe(true);
  });

  it.skipIf(!existsSync('/dev/null'))('writes to a device, and leaves it one', async () => {
    const file = await nodeFiles('/').writeAtomically('/dev/null');
    await file.write('text');
    await file.commit();
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it('appends at once, when it is complete', async () => {
    const folder = await testFolder();
    await writeFiles(folder, { 'summary.md': 'first\n' });
    const file = await nodeFiles(folder).append('summary.md');
    await file.write('second ');
    await file.write('line\n');
    expect(await readFile(join(folder, 'summary.md'), 'utf8')).toBe('first\n');
    await file.commit();
    expect(await readFile(join(folder, 'summary.md'), 'utf8')).toBe('first\nsecond line\n');
  });

  it('knows the size of a file, and that a folder has none', async () => {
    const folder = await testFolder();
    await writeFiles(folder, { 'a.txt': '12345' });
    const files = nodeFiles(folder);
    expect([await files.size('a.txt'), await files.size('.')]).toEqual([5, null]);
  });

  it('leaves nothing of a file that is given up', async () => {
    const folder = await testFolder();
    const file = await nodeFiles(folder).writeAtomically('report.txt');
    await file.write('half');
    await file.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['read', 'missing', 'missing cannot be read: there is no such file or folder'],
    ['read', '.', '. cannot be read: it is a folder'],
    ['list', 'missing', 'missing cannot be read: there is no such file or folder'],
    ['writeAtomically', 'missing/x', 'missing/x cannot be written: there is no such file or folder'],
  ] as const)('%s of %s is a usage error', async (method, path, message) => {
    const files = nodeFiles(await testFolder());
    await expect(files[method](path)).rejects.toThrow(expect.objectContaining({ code: 'bad-file', message }));
  });
});
