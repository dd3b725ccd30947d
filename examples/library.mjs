// Checks the targets named as arguments and prints a line for each: node examples/library.mjs shop.example
import { check, parseTarget, probes } from 'whichcert';

const targets = process.argv.slice(2).flatMap((text) => parseTarget(text, { source: 'argument' }));

for await (const report of check(targets, { probes, timeoutMs: 5_000 })) {
  const { target, status, diagnosis } = report;
  console.log(target.host, status, diagnosis === null ? '' : `${diagnosis.cause} (${diagnosis.certainty})`);
  for (const endpoint of report.endpoints) {
    const served = endpoint.served === null ? null : report.certificates[endpoint.served];
    console.log('  ', endpoint.dialled, served?.subject ?? 'no certificate', served?.notAfter ?? '');
  }
}
