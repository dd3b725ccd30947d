import { describe, expect, it } from 'vitest';
import { filesBelow, sources, textOf } from '../support/sources.js';

/** Sources without a test of their own, each with its reason and the test that runs it. */
const WITHOUT_A_TEST_OF_THEIR_OWN: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^src\/model\//, 'types and closed lists: the compiler checks them, every test uses them'],
  [/^src\/tls\/flight\.ts$/, 'types alone: what the steps of a flight share'],
  [/^src\/x509\/oids\.ts$/, 'a table: the tests of whoever looks something up in it'],
  [/^src\/x509\/known-defaults-table\.ts$/, 'a table: test/x509/known-defaults.test.ts has a case for every row'],
  [/^src\/lab\/(ambient|encode-certificate)\.ts$/, 'test/lab/issue.test.ts: what comes out is verified by openssl'],
  [
    /^src\/expectation\/(asn1-tree|pbe)\.ts$/,
    'test/expectation/pkcs12.test.ts: every cipher and derivation, by files of openssl',
  ],
  [
    /^src\/cli\/(?:bindings|binding-files|check|check-flags|check-options|check-targets|command|commands|demo|explain|formats|io|lab|lab-targets|load-command|render|run)\.ts$/,
    'test/cli/scenarios states what each command does, test/cli/main.test.ts runs the process',
  ],
  [
    /^src\/report\/(?:text-table|text-problem|resolution-words|style)\.ts$/,
    'parts of the text report: test/report/text.test.ts',
  ],
  [
    /^src\/targets\/(?:csv-target|problem|service|split-target)\.ts$/,
    'parts of the grammar: test/targets/parse-target.test.ts and read-target-list.test.ts',
  ],
  [
    /^src\/diagnosis\/(?:causes|remedies)\//,
    'texts: test/diagnosis/causes/all.test.ts holds every one to the same rules; what they say is applied in test/peers',
  ],
  [
    /^src\/diagnosis\/(?:tell|case-facts|evidence-lines)\.ts$/,
    'the case in words: test/diagnosis/causes, and the report of the demo',
  ],
  [/^probes\//, 'test/architecture/probes.test.ts states what each changes'],
];

const tests = filesBelow('test').filter((path) => path.endsWith('.test.ts'));

/** `src/tls/reader.ts` → `test/tls/reader.test.ts`. */
const mirrorOf = (path: string): string => path.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts');

describe('test mirrors src', () => {
  it('every source has a test of its name, or a reason', () => {
    const bare = sources().filter(
      (path) => !tests.includes(mirrorOf(path)) && !WITHOUT_A_TEST_OF_THEIR_OWN.some(([pattern]) => pattern.test(path)),
    );
    expect(bare).toEqual([]);
  });

  it('no reason outlives its source', () => {
    const idle = WITHOUT_A_TEST_OF_THEIR_OWN.filter(([pattern]) => !sources().some((path) => pattern.test(path)));
    expect(idle).toEqual([]);
  });

  it('no test is switched off', () => {
    const off = tests.filter(
      (path) =>
        /\b(it|test|describe)\.(only|todo|fails)\b/.test(textOf(path)) && path !== 'test/architecture/mirrors.test.ts',
    );
    expect(off).toEqual([]);
  });
});
