// Who may import whom: section 2 of the design, arrow for arrow. test/architecture/arrows.test.ts plants violations.

const WORDING = 'src/diagnosis/(explain[.]ts|wording/)';

/** folder → the folders of src (or patterns) that it may import besides itself and errors.ts */
const ARROWS = {
  model: [],
  x509: ['model'],
  tls: ['model', 'x509'],
  expectation: ['model', 'x509'],
  bindings: ['model', 'x509'],
  targets: ['model', 'expectation'],
  diagnosis: ['model', 'x509', 'bindings'],
  report: ['model', WORDING],
  engine: ['model', 'tls', 'x509', 'diagnosis'],
  lab: ['model', 'tls', 'x509', 'bindings'],
  integrations: ['model', 'targets', 'expectation', 'bindings', 'engine', 'report'],
  serve: ['model', 'targets', 'expectation', 'bindings', 'engine', 'report'],
};

const folder = (name) => (name.includes('/') ? `^${name}` : `^src/${name}/`);

const arrowRules = Object.entries(ARROWS).map(([from, to]) => ({
  name: `arrows-${from}`,
  comment: `${from} may import ${to.length === 0 ? 'nothing' : to.join(', ')}`,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^(src|probes)/', pathNot: ['^src/errors[.]ts$', `^src/${from}/`, ...to.map(folder)] },
}));

module.exports = {
  forbidden: [
    ...arrowRules,
    {
      name: 'arrows-probes',
      comment: 'probes may import model',
      severity: 'error',
      from: { path: '^probes/' },
      to: { path: '^(src|probes)/', pathNot: ['^src/model/', '^probes/'] },
    },
    {
      name: 'arrows-errors',
      comment: 'errors.ts imports nothing',
      severity: 'error',
      from: { path: '^src/errors[.]ts$' },
      to: { path: '.' },
    },
    {
      name: 'every-folder-has-arrows',
      comment: 'a folder of src that is not named above may not exist',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: [`^src/(${[...Object.keys(ARROWS), 'cli'].join('|')})/`] },
      to: { path: '.' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^(src|probes)/' },
      to: { circular: true },
    },
    {
      name: 'sockets-only-in-the-shell',
      comment: 'node:net, node:tls, node:dns and their kin only in engine, lab and integrations/zabbix',
      severity: 'error',
      from: { path: '^(src|probes)/', pathNot: ['^src/engine/', '^src/lab/', '^src/integrations/zabbix[./]'] },
      to: { path: '^(node:)?(net|tls|dns|dns/promises|dgram|http|https|http2|quic)$' },
    },
    {
      name: 'pure-folders-have-no-input-or-output',
      comment: 'model and probes are data; tls, x509, bindings, diagnosis and report compute',
      severity: 'error',
      from: { path: '^(src/(model|tls|x509|bindings|diagnosis|report)/|probes/)' },
      to: {
        path: '^(node:)?(fs|fs/promises|child_process|worker_threads|cluster|os|process|timers|timers/promises|readline)$',
      },
    },
    {
      name: 'no-process-module',
      comment: 'process appears in cli/main.ts alone',
      severity: 'error',
      from: { path: '^(src|probes)/', pathNot: '^src/cli/main[.]ts$' },
      to: { path: '^(node:)?process$' },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      from: { path: '^(src|probes)/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/@types/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'nothing-outside',
      comment: 'src and probes never import test, examples or dist',
      severity: 'error',
      from: { path: '^(src|probes)/' },
      to: { path: '^(test|examples|dist)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
    combinedDependencies: false,
  },
};
