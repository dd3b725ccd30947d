import { defineConfig } from 'vitest/config';
import { SkipReporter } from '../test/support/skip-reporter.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/.build/**'],
    globalSetup: ['test/support/build.ts'],
    setupFiles: ['test/support/loopback-only.ts'],
    reporters: ['default', new SkipReporter()],
    // Deadlines against a hang, not measurements: a loaded machine runs the same tests.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A process each: tests bind ports, start servers and load native state.
    pool: 'forks',
    coverage: { provider: 'v8', include: ['src/**', 'probes/**'], reportsDirectory: 'coverage' },
  },
});
