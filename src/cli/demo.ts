import { probes } from '../../probes/index.js';
import type { RunningLab, RunningTarget } from '../lab/start-lab.js';
import type { TargetReport } from '../model/report.js';
import { hang, wrap } from '../report/wrap.js';
import { newCommand, parse } from './command.js';
import { EXIT } from './exit-code.js';
import { readFormat } from './formats.js';
import type { CliIo } from './io.js';
import { labTargets } from './lab-targets.js';
import { type OutputFlags, Outputs } from './outputs.js';
import { transcriptLine } from './transcript.js';
import { collectOnce } from './values.js';
import { toolName } from './version.js';

const INTRODUCTION =
  "This is whichcert's demo. Servers with known faults run on loopback for a moment, under documentation names and " +
  'addresses; nothing outside this machine is asked, and nothing is changed. Broken on purpose are:';

interface DemoFlags extends OutputFlags {
  readonly debug?: true;
}

/** `whichcert demo`: the lab, checked and explained. 0 when every fault was found and nothing else was blamed. */
export async function runDemo(argv: readonly string[], io: CliIo): Promise<number> {
  const made = newCommand('whichcert demo', io);
  made.command
    .usage('[options]')
    .description('Starts servers with known faults on loopback, checks them, explains what it finds, and stops them.')
    .option('--format <format>', 'text, jsonl, csv, markdown, html, junit, sarif or github (default: text)')
    .option('--output <file>', 'to FILE instead of stdout; FORMAT=FILE: to FILE as well', collectOnce)
    .option('--only-problems', 'leave out what is well')
    .option('--quiet', 'nothing on stdout: the exit code says it')
    .option('--debug', 'each step of each connection, on stderr');
  await parse(made, argv);
  const flags = made.command.opts<DemoFlags>();
  const talks = readFormat(flags.format ?? 'text', '--format') === 'text' && flags.quiet !== true;

  const { startLab } = await import('../lab/start-lab.js');
  const { demoEstate } = await import('../lab/demo-estate.js');
  const lab = await startLab(demoEstate());
  try {
    const outputs = await Outputs.open(flags, io);
    if (talks) await io.stdout.write(introduction(lab, io));
    const reports = await checkLab(lab, outputs, flags, io).catch(async (error: unknown) => {
      await outputs.discard();
      throw error;
    });
    const differences = lab.targets.flatMap((target) => differencesOf(target, reports.get(target.name)));
    if (differences.length === 0) {
      if (talks) await io.stdout.write(`\n${conclusion(lab)}`);
      return EXIT.ok;
    }
    await io.stderr.write(`whichcert demo: not as intended:\n${differences.map((line) => `  ${line}\n`).join('')}`);
    return EXIT.unknown;
  } finally {
    await lab.stop();
  }
}

async function checkLab(
  lab: RunningLab,
  outputs: Outputs,
  flags: DemoFlags,
  io: CliIo,
): Promise<ReadonlyMap<string, TargetReport>> {
  const { check } = await import('../engine/check.js');
  const reports = new Map<string, TargetReport>();
  const options = {
    probes,
    tool: toolName(),
    connectTo: lab.connectTo,
    trust: { mode: 'bundled', ca: [lab.caDer], caSource: 'the demo’s root' } as const,
    ordered: true,
    signal: io.signal,
    nodeVersion: io.nodeVersion,
    onTranscript:
      flags.debug === true
        ? (entry: Parameters<typeof transcriptLine>[0]) => void io.stderr.write(`${transcriptLine(entry)}\n`)
        : null,
  };
  let interrupted = false;
  try {
    for await (const report of check(labTargets(lab), options)) {
      reports.set(report.target.host, report);
      await outputs.report(report);
    }
  } catch (error) {
    if (!io.signal.aborted) throw error;
    interrupted = true;
  }
  await outputs.close(interrupted);
  return reports;
}

function introduction(lab: RunningLab, io: CliIo): string {
  const width = Math.min(io.columns ?? 120, 120);
  const faulty = lab.targets.filter((target) => target.cause !== null);
  const names = Math.max(...faulty.map((target) => target.name.length));
  const lines = [
    ...wrap(INTRODUCTION, width),
    '',
    ...faulty.flatMap((target) => hang(`  ${target.name.padEnd(names)}  `, target.story, width)),
    '',
    'What whichcert sees of that from outside, and how it explains it:',
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function conclusion(lab: RunningLab): string {
  const faulty = lab.targets.filter((target) => target.cause !== null).length;
  const healthy = lab.targets.length - faulty;
  return `All ${faulty} faults were found and named, and the ${healthy} healthy names were left alone.
Next: whichcert YOUR.NAME, whichcert -f hosts.txt, or whichcert lab to try things on these servers.
`;
}

/** What the estate's author says of a target, against what the check says. */
function differencesOf(target: RunningTarget, report: TargetReport | undefined): readonly string[] {
  if (report === undefined) return [`${target.name}: no report`];
  const named = namedCauses(report);
  const cause =
    target.cause === null
      ? report.diagnosis === null
        ? []
        : [`${target.name}: healthy, but [${report.diagnosis.cause}] was named`]
      : named.includes(target.cause)
        ? []
        : [`${target.name}: [${target.cause}] was meant, [${named[0] ?? report.status}] was named`];
  const codes = report.findings.map((finding) => finding.code);
  const missing = (target.findings ?? []).filter((code) => !codes.includes(code));
  return [...cause, ...missing.map((code) => `${target.name}: the finding ${code} is missing`)];
}

/** The leading cause; behind an undecided one, the candidates too. */
function namedCauses(report: TargetReport): readonly string[] {
  const { diagnosis } = report;
  if (diagnosis === null) return [];
  const undecided = diagnosis.cause === 'fallback-certificate' || diagnosis.cause === 'unexplained';
  return [diagnosis.cause, ...(undecided ? diagnosis.alternatives.map((each) => each.cause) : [])];
}
