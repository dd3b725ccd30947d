import fc from 'fast-check';
import type { MachineExport } from '../../src/model/bindings.js';
import { machine } from './machines.js';

/** Letters of certificates; hosts, addresses and ports are few, so that rows meet. */
export const LETTERS = ['A', 'B', 'C', 'D'] as const;
export const HOSTS = ['a.example', 'b.example', 'x.a.example'] as const;
export const LOCAL_ADDRESSES = ['10.0.0.5', '10.0.0.6', '2001:db8::5', '2001:db8::6'] as const;

const certificate = fc.constantFrom(...LETTERS, ...LETTERS, 'blank');
const port = fc.constantFrom('443', '443', '443', '8443');
const ipport = fc
  .tuple(fc.constantFrom('10.0.0.5', '10.0.0.6', '0.0.0.0', '[::]', '[2001:db8::5]'), port)
  .map(([address, on]) => `ipport=${address}:${on}`);
const hostnameport = fc
  .tuple(fc.constantFrom(...HOSTS, '*.example', '*.a.example'), port)
  .map(([host, on]) => `hostnameport=${host}:${on}`);
const row = fc
  .tuple(fc.oneof(ipport, hostnameport, hostnameport), certificate)
  .map(([key, letter]) => `${key} ${letter}`);

/** Random http.sys tables, some with a listen list and a certificate list that shows missing keys. */
export const randomMachine: fc.Arbitrary<MachineExport> = fc
  .record({
    rows: fc.uniqueArray(row, { maxLength: 7, selector: (text) => text.split(' ')[0] }),
    ipListen: fc.option(fc.subarray([...LOCAL_ADDRESSES, '0.0.0.0'], { minLength: 1 }), { freq: 5 }),
    keyless: fc.option(fc.subarray([...LETTERS]), { freq: 3 }),
  })
  .map(({ rows, ipListen, keyless }) =>
    machine({
      rows,
      ...(ipListen === null ? {} : { ipListen }),
      ...(keyless === null
        ? {}
        : { certificates: LETTERS.map((letter) => `${letter} a.example${keyless.includes(letter) ? ' nokey' : ''}`) }),
    }),
  );
