import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HTTP_SYS_SYSTEMS, type HttpSysSystem } from '../../src/bindings/http-sys-table.js';
import { predict } from '../../src/bindings/predict.js';
import type { BindingRow, MachineExport } from '../../src/model/bindings.js';
import { HOSTS, LOCAL_ADDRESSES, randomMachine } from './random-machines.js';

/** facts/http-sys.md section 9, written down a second time and as plainly as it can be. */
function oracle(
  machine: MachineExport,
  system: HttpSysSystem,
  address: string,
  port: number,
  name: string | null,
): string {
  const six = address.includes(':');
  const list = machine.ipListen ?? [];
  if (list.length > 0 && !list.includes(address) && !(six ? list.includes('::') : list.includes('0.0.0.0')))
    return 'refused';
  const at = (wanted: string): BindingRow | undefined =>
    machine.rows.find((row) => row.kind === 'ipport' && row.address === wanted && row.port === port);
  const named = (wanted: string): BindingRow | undefined =>
    machine.rows.find((row) => row.kind === 'hostnameport' && row.host === wanted && row.port === port);
  const order = [
    at(address),
    system !== '2008r2' && name !== null ? named(name) : undefined,
    system === '2016+' && name !== null ? named(`*${name.slice(name.indexOf('.'))}`) : undefined,
    six ? at('::') : undefined,
    at('0.0.0.0'),
  ];
  const winner = order.find((row) => row !== undefined);
  if (winner === undefined || winner.thumbprint === null) return 'reset';
  const listed = machine.certificates?.find(({ thumbprint }) => thumbprint === winner.thumbprint);
  return listed?.hasPrivateKey === false ? 'reset' : winner.thumbprint;
}

describe('predictions', () => {
  it('equal an oracle of their own for random tables, every Windows, every address, every question', {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(randomMachine, fc.constantFrom(...HTTP_SYS_SYSTEMS), (machine, system) => {
        const hosts = HOSTS.flatMap((host) => [`${host}:443`, `${host}:8443`]);
        for (const each of predict(machine, { system, hosts, addresses: LOCAL_ADDRESSES })) {
          const name =
            each.question === 'no-name' ? null : each.question === 'unknown-name' ? 'unknown.invalid' : each.host;
          const answer = each.thumbprint ?? each.outcome;
          expect(answer).toBe(oracle(machine, system, each.address, each.port, name));
        }
      }),
      { numRuns: 1000 },
    );
  });
});
