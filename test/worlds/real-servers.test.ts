/**
 * 500 by-name worlds on real nginx, Apache and HAProxy: every answer of the oracle (certificate, acknowledgement, alert, proof of
 * possession) is what the server gives to our handshake, for both hosts with every key type, no name, an unknown one, a random
 * sibling and the names in the certificates.
 */
import { describe, expect, it } from 'vitest';
import type { Hello } from '../../src/model/hello.js';
import { ask } from '../support/ask.js';
import { certificateFiles, type Identity, makeIdentities } from '../support/identities.js';
import { describePeer } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import { startApache, startHaproxy, startNginx } from '../support/servers/start.js';
import { A_RANDOM_NAME, A_RANDOM_SIBLING } from './cause.js';
import { certificateOf, FALLBACK_NAME, HOST_A, HOST_B, OTHER_NAME } from './certificates.js';
import { vectorOf } from './classes.js';
import { machines } from './enumerate.js';
import { answer, codeOf, type Machine, type Offer } from './machine.js';
import { apache, fileOf, haproxy, nginx, type Placed, type Software } from './real-configs.js';
import { UNIVERSES } from './universes.js';

const WORDS = ['A0', 'A-', 'A+', 'A0e', 'A-e', 'B0', 'B-', 'AB0', 'W0', 'W-', 'W+', 'F0', 'G0', 'X0'];
const AT_ONCE = 8;

const QUESTIONS: readonly (readonly [name: string | null, offer: Offer])[] = [
  ...[HOST_A, HOST_B].flatMap((host) => (['any', 'rsa', 'ecdsa'] as const).map((offer) => [host, offer] as const)),
  ...[null, A_RANDOM_NAME, A_RANDOM_SIBLING, FALLBACK_NAME, OTHER_NAME].map((name) => [name, 'any'] as const),
];

/** So many worlds of this kind, no two with one vector, evenly out of every universe with a neighbour. */
function choose(can: Software['can'], count: number): readonly Machine[] {
  const universes = UNIVERSES.filter(({ id }) => ['fingerprint', 'shared', 'by-name', 'key-types'].includes(id));
  const each = Math.ceil(count / universes.length);
  const chosen = universes.flatMap((universe) => {
    const distinct = new Map<string, Machine>();
    for (const machine of machines(universe)) {
      if (!can(machine)) continue;
      const { vector } = vectorOf(machine, [HOST_A, HOST_B]);
      if (!distinct.has(vector)) distinct.set(vector, machine);
    }
    const all = [...distinct.values()];
    const stride = Math.max(1, Math.floor(all.length / each));
    return all.filter((_, index) => index % stride === 0).slice(0, each);
  });
  return chosen.slice(0, count);
}

const SERVERS = [
  { name: 'nginx', program: 'nginx', software: nginx, start: startNginx, worlds: 180 },
  { name: 'Apache', program: 'apache2', software: apache, start: startApache, worlds: 180 },
  { name: 'HAProxy', program: 'haproxy', software: haproxy, start: startHaproxy, worlds: 140 },
] as const;

describe('by-name worlds on real servers', () => {
  it('are five hundred', () => {
    const counts = SERVERS.map(({ software, worlds }) => choose(software.can, worlds).length);
    expect(counts.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(500);
  });

  for (const { name, program, software, start, worlds } of SERVERS) {
    describePeer(name, [program], () => {
      it(`answers ${worlds} worlds as the oracle does`, { timeout: 300_000 }, async () => {
        const placed = choose(software.can, worlds).map((machine, index): Placed => {
          return { machine, address: `127.20.${Math.floor(index / 200)}.${(index % 200) + 1}` };
        });
        const identities = await issue();
        const port = await freePort(['127.0.0.1', '127.20.0.1']);
        const { config, files } = software.configure(placed, port);
        const server = await start({
          config,
          files: { ...certificateFiles(identities), ...files },
          places: placed.slice(0, 1).map(({ address }) => ({ address, port })),
        });
        try {
          const differences = await compare(placed, port, identities);
          expect(differences.slice(0, 10), server.output()).toEqual([]);
        } finally {
          await server.stop();
        }
      });
    });
  }
});

/** One certificate a word; the file names are those of the configurations. */
async function issue(): Promise<Readonly<Record<string, Identity>>> {
  const identities = await makeIdentities();
  return Object.fromEntries(
    WORDS.map((word) => {
      const { names, keyType, edition } = certificateOf(word);
      return [fileOf(word), identities.issue(names, { keyType, from: 10 * edition - 20, until: 80 + 10 * edition })];
    }),
  );
}

async function compare(
  placed: readonly Placed[],
  port: number,
  identities: Readonly<Record<string, Identity>>,
): Promise<readonly string[]> {
  const words = new Map(WORDS.map((word) => [identities[fileOf(word)]?.sha256 ?? '', word]));
  const differences: string[] = [];
  const queue = placed.values();
  const work = async (): Promise<void> => {
    for (const { machine, address } of queue) {
      for (const [name, offer] of QUESTIONS) {
        const stated = codeOf(answer(machine, name, offer));
        const seen = await observe({ address, port }, name, offer, words);
        if (seen !== stated) {
          differences.push(
            `${JSON.stringify(machine)}: ${name ?? 'no name'} (${offer}): oracle ${stated}, server ${seen}`,
          );
        }
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return differences;
}

/** What the server answers, as the oracle's code. */
async function observe(
  place: { readonly address: string; readonly port: number },
  serverName: string | null,
  keyTypes: Offer,
  words: ReadonlyMap<string, string>,
): Promise<string> {
  const hello: Hello = { serverName, versions: ['TLSv1.3', 'TLSv1.2'], keyTypes };
  const heard = await ask(place, hello);
  const [leaf] = heard.certificates;
  if (leaf !== undefined) {
    const marks = `${heard.possession === 'failed' ? '!' : ''}${heard.serverNameAcknowledged === true ? '+' : ''}${heard.warningAlerts.length > 0 ? '~' : ''}`;
    return `${words.get(leaf) ?? leaf}${marks}`;
  }
  return heard.alert === null ? `${heard.outcome} ${heard.reason}` : `#${heard.alert.code}`;
}
