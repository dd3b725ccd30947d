import { describe, expect, it } from 'vitest';
import { probes } from '../../probes/index.js';
import type { Hello } from '../../src/model/hello.js';
import type { ProbeSubject } from '../../src/model/question.js';
import { filesBelow, textOf } from '../support/sources.js';

const control: Hello = Object.freeze({
  serverName: 'www.example.com',
  versions: Object.freeze(['TLSv1.3', 'TLSv1.2'] as const),
  keyTypes: 'any',
});

const subject: ProbeSubject = Object.freeze({
  targetName: 'www.example.com',
  givenName: 'other.example.com',
  randomLabel: 'qwertyuiopasdfgh',
  controlKeyType: 'ecdsa',
});

/** What each probe changes, stated by hand; null: the control itself. */
const CHANGES: Readonly<Record<string, Partial<Hello>>> = {
  'target-name': {},
  'no-name': { serverName: null },
  'unknown-name': { serverName: 'qwertyuiopasdfgh.invalid' },
  'rsa-only': { keyTypes: 'rsa' },
  'sibling-name': { serverName: 'other.example.com' },
  'unknown-sibling': { serverName: 'qwertyuiopasdfgh.example.com' },
  'certificate-name': { serverName: 'other.example.com' },
  'ecdsa-only': { keyTypes: 'ecdsa' },
  'tls12-only': { versions: ['TLSv1.2'] },
  'legacy-versions': { versions: ['TLSv1.1', 'TLSv1'] },
};

describe('probes', () => {
  it('are those of the design, in the order in which they are asked, and nothing is left out of the index', () => {
    expect(probes.map(({ id }) => id)).toEqual(Object.keys(CHANGES));
    const files = filesBelow('probes').map((path) => path.slice('probes/'.length));
    expect(files).toEqual([...probes.map(({ id }) => `${id}.ts`), 'index.ts'].sort());
  });

  describe.each(probes.map((probe) => [probe.id, probe] as const))('%s', (id, probe) => {
    const text = textOf(`probes/${id}.ts`);

    it('changes exactly one thing of the control hello, and that without touching it', () => {
      const varied = probe.vary(control, subject);
      expect(varied).toEqual({ ...control, ...CHANGES[id] });
      expect(probe.vary(control, subject)).toEqual(varied);
    });

    it('cites the section that it rests on', () => {
      expect(probe.citation).toMatch(/^RFC \d{3,5} §[\dA-Z]/);
    });

    it('asks in one sentence, without a verdict', () => {
      expect(probe.asks).toMatch(/^What is a client served .*[^?]\?$/);
      expect(probe.change).not.toBe('');
      expect(`${probe.asks} ${probe.change}`).not.toMatch(/\b(wrong|bad|broken|invalid certificate|fault|error)\b/i);
    });

    it('imports types of the model alone, and has neither input nor output', () => {
      const imports = text.split('\n').filter((line) => line.startsWith('import'));
      for (const line of imports) expect(line).toMatch(/^import type .* from '\.\.\/src\/model\/[a-z-]+\.js';$/);
      expect(text).not.toMatch(/\b(await|async|console|fetch|require|import\(|setTimeout|Promise)\b/);
    });

    it('is one file of one exported constant', () => {
      expect(text.match(/^export /gm)).toHaveLength(1);
      expect(text.split('\n').length).toBeLessThan(40);
    });
  });

  it('are asked of no name where they need one and there is none', () => {
    const nameless: ProbeSubject = { ...subject, targetName: null, givenName: null };
    const silent = probes
      .filter((probe) => probe.vary({ ...control, serverName: null }, nameless) === null)
      .map(({ id }) => id);
    expect(silent).toEqual(['sibling-name', 'unknown-sibling', 'certificate-name']);
  });

  it('the engine never branches on an id', () => {
    for (const path of filesBelow('src/engine')) {
      for (const { id } of probes) {
        expect(textOf(path).includes(`'${id}'`), `${path} names ${id}`).toBe(false);
      }
    }
  });
});
