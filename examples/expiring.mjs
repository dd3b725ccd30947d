// Reads a list as it comes and prints what expires within 60 days: node examples/expiring.mjs examples/hosts.txt
import { createReadStream } from 'node:fs';
import { check, probes, readTargetList } from 'whichcert';

const [, , file = 'examples/hosts.txt'] = process.argv;
const targets = readTargetList(createReadStream(file), file, {});

for await (const report of check(targets, { probes, warnDays: 60, ordered: true })) {
  for (const finding of report.findings) {
    if (finding.code === 'expires-soon' || finding.code === 'expired') {
      console.log(`${report.target.host} at ${finding.address}: ${finding.message}`);
    }
  }
}
