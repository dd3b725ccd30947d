/** The same comparison for every real server: the stated answer, openssl's reading and ours. */
import { expect, it } from 'vitest';
import type { Hello, ProtocolVersion } from '../../src/model/hello.js';
import { controlHello } from '../../src/tls/control-hello.js';
import { ask, type Heard } from './ask.js';
import { askOpenssl, type Reference } from './openssl.js';

export interface Answer {
  /** What the question is, for the test's title. */
  readonly question: string;
  readonly serverName: string | null;
  /** SHA-256 of each certificate sent, stated by the test; empty: none. */
  readonly certificates: () => readonly string[];
  /** By facts/servers.md section 2; null where no ServerHello comes. */
  readonly acknowledged: boolean | null;
  /** In both versions, or by version. */
  readonly alerts?: readonly string[] | Readonly<Record<'TLSv1.3' | 'TLSv1.2', readonly string[]>>;
  /** The versions that the server speaks; defaults to both. */
  readonly versions?: readonly Version[];
}

export type Version = 'TLSv1.3' | 'TLSv1.2' | 'TLSv1.1' | 'TLSv1';

const LEGACY: readonly ProtocolVersion[] = ['TLSv1.1', 'TLSv1'];

const HELLOS: Readonly<Record<Version, (serverName: string | null) => Hello>> = {
  'TLSv1.3': (serverName) => controlHello(serverName, 'current'),
  'TLSv1.2': (serverName) => controlHello(serverName, 'tls12'),
  'TLSv1.1': (serverName) => ({ ...controlHello(serverName, 'tls12'), versions: LEGACY }),
  TLSv1: (serverName) => ({ ...controlHello(serverName, 'tls12'), versions: LEGACY }),
};

const OPENSSL_OPTIONS: Readonly<Record<Version, readonly string[]>> = {
  'TLSv1.3': [],
  'TLSv1.2': ['-tls1_2'],
  'TLSv1.1': ['-tls1_1'],
  TLSv1: ['-tls1'],
};

/** Puts each question in each version, by openssl and by us, and compares both with what is stated. */
export function comparePeer(
  place: () => { readonly address: string; readonly port: number },
  answers: readonly Answer[],
): void {
  for (const answer of answers) {
    for (const version of answer.versions ?? (['TLSv1.3', 'TLSv1.2'] as const)) {
      it(`${answer.question}, ${version}`, async () => {
        const { address, port } = place();
        const options = OPENSSL_OPTIONS[version];
        const reference = await askOpenssl({ address, port, serverName: answer.serverName, options });
        const stated = stateOf(answer, version);
        expect(seen(reference, reference.acknowledged), `openssl s_client:\n${reference.text}`).toEqual(stated);
        const heard = await ask({ address, port }, HELLOS[version](answer.serverName));
        expect(seen(heard, heard.serverNameAcknowledged)).toEqual(stated);
        if (stated.certificates.length > 0) {
          expect(heard).toMatchObject({ outcome: 'served', protocol: version, possession: 'proved' });
        }
      });
    }
  }
}

function stateOf(answer: Answer, version: Version) {
  const alerts = answer.alerts ?? [];
  return {
    certificates: [...answer.certificates()],
    acknowledged: answer.acknowledged,
    alerts: [...('TLSv1.3' in alerts ? (version === 'TLSv1.3' ? alerts[version] : alerts['TLSv1.2']) : alerts)],
  };
}

function seen({ certificates, alerts }: Heard | Reference, acknowledged: boolean | null) {
  return { certificates: [...certificates], acknowledged, alerts: [...alerts] };
}
