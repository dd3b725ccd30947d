/** What stands behind one address of a run, as connections see it: a machine, several in turn, or one that stops answering. */
import { type Answer, answer, type Machine, type Offer } from './machine.js';

/** Answers the n-th connection (1, 2, 3 …) to one address. */
export interface Behind {
  reply(connection: number, name: string | null, offer: Offer): Answer;
  /** How many connections pass a limiter in front; Infinity without one. */
  readonly passes: number;
  /** For legible failures. */
  readonly text: string;
}

export function alone(machine: Machine): Behind {
  return {
    reply: (_, name, offer) => answer(machine, name, offer),
    passes: Number.POSITIVE_INFINITY,
    text: describe(machine),
  };
}

/** Machines that take connections by a schedule: `schedule[n % schedule.length]` is who takes connection n. */
export function inTurn(machines: readonly Machine[], schedule: readonly number[]): Behind {
  return {
    reply: (connection, name, offer) => {
      const machine = machines[schedule[connection % schedule.length] ?? 0];
      if (machine === undefined) throw new Error('a schedule names its machines');
      return answer(machine, name, offer);
    },
    passes: Number.POSITIVE_INFINITY,
    text: `in turn ${schedule.join('')}: ${machines.map(describe).join(' || ')}`,
  };
}

/** A limiter: the first `k` connections pass, all later ones are reset. */
export function limited(behind: Behind, k: number): Behind {
  return {
    reply: (connection, name, offer) =>
      connection > k ? { kind: 'refused', how: 'reset' } : behind.reply(connection, name, offer),
    passes: k,
    text: `limited to ${k}: ${behind.text}`,
  };
}

/** One line that tells a machine. */
export function describe(machine: Machine): string {
  if (machine.port !== 'tls') return `port ${machine.port}`;
  const held = (what: Machine['unknown'] | Machine['exactRow']): string =>
    what === null
      ? '-'
      : typeof what === 'object'
        ? [what.certificate, what.second].filter(Boolean).join('/')
        : `${what}`;
  const row = (one: Machine['a']): string =>
    one === null ? '-' : `${held(one.holds)}${one.key === 'good' ? '' : `(${one.key})`}`;
  return [
    machine.meant ? machine.selector : 'not-meant',
    ...(machine.mints ? ['mints'] : []),
    ...(machine.exactRow === null ? [] : [`exact=${held(machine.exactRow)}`]),
    ...(machine.specific ? ['specific'] : []),
    `a=${row(machine.a)} b=${row(machine.b)}${machine.c === null ? '' : ` c=${row(machine.c)}`} *=${row(machine.wildcard)}`,
    `unknown=${held(machine.unknown)} none=${held(machine.none)} ack=${machine.acknowledges}`,
    ...(machine.named ? ['named'] : []),
    ...(machine.warns ? ['warns'] : []),
    ...machine.filters.map(({ host, how }) => `filter=${host.split('.')[0]}:${how}`),
  ].join(' ');
}
