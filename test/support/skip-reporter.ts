/** Names what was skipped, and fails the run where nothing may be: `WHICHCERT_REQUIRE_PEERS=1`. */
import type { Reporter, TestModule } from 'vitest/node';

export class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const names: string[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) names.push(test.fullName);
    }
    if (names.length === 0) return;
    const required = process.env.WHICHCERT_REQUIRE_PEERS === '1';
    console.log(`\n${names.length} tests skipped${required ? ', and WHICHCERT_REQUIRE_PEERS=1 allows none' : ''}:`);
    for (const name of names) console.log(`  - ${name}`);
    if (required) process.exitCode = 1;
  }
}
