import { describe, expect, it } from 'vitest';
import { reachedFrom } from '../support/imports.js';
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
    /^src\/cli\/(?:bindings|binding-files|check|check-flags|check-options|check-targets|command|commands|demo|explain|formats|io|lab|lab-targets|load-command|render|run|trust-options)\.ts$/,
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
  [/^src\/errors\.ts$/, 'two classes: every bad input in test/targets and test/expectation is tested for its code'],
  [
    /^src\/bindings\//,
    'readers, rules and predictions: tested by exports in and words out, and by two thousand tables against the lab',
  ],
  [
    /^src\/diagnosis\/(?!causes\/|remedies\/|findings\/)/,
    'the reasoning is tested as a whole, against the oracle of test/worlds and on real servers in test/peers',
  ],
  [/^src\/diagnosis\/findings\//, 'one rule a file: test/diagnosis/findings has a case for each'],
  [/^src\/lab\//, 'tested from outside, by openssl and node:tls; its estates by what the demo finds'],
  [/^src\/integrations\//, 'each is tested by a receiver on loopback that checks what arrives'],
  [/^src\/serve\//, 'tested by requests to the running exporter'],
  [
    /^src\/report\/(html\/|bindings-|xml\.ts|nagios-range\.ts|worst-first\.ts)/,
    'parts of a page or a format: tested by what the whole renders',
  ],
  [/^src\/cli\//, 'test/cli/scenarios run the whole command line'],
  [/^src\/expectation\//, 'parts of a reader: tested by the files that the whole reads'],
  [/^src\/targets\/(manifest-schema|read-deviations)\.ts$/, 'tested by the manifests and lists that hold them'],
];

const tests = filesBelow('test').filter((path) => path.endsWith('.test.ts'));

/** `src/tls/reader.ts` → `test/tls/reader.test.ts`. */
const mirrorOf = (path: string): string => path.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts');

/** Nothing is left of it when it is compiled. */
const isTypesOnly = (path: string): boolean =>
  !/^(export )?(async )?(const|let|function|class)\b/m.test(textOf(path).replaceAll(/^export declare .*$/gm, ''));

/** Folders whose tests stand elsewhere, or elsewhere as well. */
const PROVED_IN: Readonly<Record<string, readonly string[]>> = {
  model: ['test/'],
  'errors.ts': ['test/targets/'],
  integrations: ['test/integrations/', 'test/serve/'],
  cli: ['test/cli/', 'test/serve/'],
};

describe('test mirrors src', () => {
  it('every source without a test of its own is reached by the tests of its folder', () => {
    const unreached = [...new Set(sources().map((path) => path.split('/')[1] ?? ''))].flatMap((folder) => {
      const bare = sources().filter((path) => path.startsWith(`src/${folder}`) && !tests.includes(mirrorOf(path)));
      const homes = PROVED_IN[folder] ?? [`test/${folder}/`];
      const reached = reachedFrom(tests.filter((path) => homes.some((home) => path.startsWith(home))));
      return bare.filter((path) => !reached.has(path) && !isTypesOnly(path));
    });
    expect(unreached).toEqual([]);
  });

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
