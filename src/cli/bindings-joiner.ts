import { UsageError } from '../errors.js';
import type { TargetReport } from '../model/report.js';
import { readMachine } from './binding-files.js';
import type { CheckFlags } from './check-flags.js';
import type { CliIo } from './io.js';

/** What `--bindings` makes of a report; without it, nothing. Throws UsageError. */
export async function bindingsJoiner(flags: CheckFlags, io: CliIo): Promise<(report: TargetReport) => TargetReport> {
  if (flags.bindings === undefined) {
    if ((flags.localAddress ?? flags.os) === undefined) return (report) => report;
    throw new UsageError('bad-option', '--local-address and --os go with --bindings');
  }
  const { joinBindings } = await import('../bindings/join/join.js');
  const { machine, system } = await readMachine(flags.bindings, flags.os, io);
  const { escapePeerText } = await import('../report/escape.js');
  for (const { source, reason } of machine.problems) {
    await io.stderr.write(escapePeerText(`whichcert: ${source}: ${reason}`).concat('\n'));
  }
  return joinBindings({ machine, system, localAddresses: await localAddresses(flags.localAddress ?? []) });
}

/** `203.0.113.5=10.0.0.5`: what is dialled, and what the machine calls itself. */
async function localAddresses(texts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { canonicalAddress } = await import('../bindings/address.js');
  const { isAddress } = await import('../bindings/read/endpoint.js');
  return new Map(
    texts.map((text) => {
      const [outer = '', inner = '', more] = text.split('=').map((part) => part.trim().replace(/^\[(.*)\]$/, '$1'));
      if (more !== undefined || !isAddress(outer) || !isAddress(inner)) {
        throw new UsageError(
          'bad-option',
          `--local-address ${JSON.stringify(text)}: ADDRESS=ADDRESS was expected`,
          'Such as 203.0.113.5=10.0.0.5: what is dialled, and what the machine calls itself.',
        );
      }
      return [canonicalAddress(outer), canonicalAddress(inner)] as const;
    }),
  );
}
