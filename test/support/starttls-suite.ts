/** The comparison of peer-suite.ts behind STARTTLS, where our side is the engine's. */
import { expect, it } from 'vitest';
import type { StartTlsProtocol } from '../../src/model/target.js';
import { askOpenssl } from './openssl.js';
import type { Answer } from './peer-suite.js';
import { checkOne } from './run-check.js';

/** What openssl calls it, where its word differs from ours. */
const OPENSSL_WORD: Partial<Record<StartTlsProtocol, string>> = { submission: 'smtp', 'xmpp-server': 'xmpp-server' };

export type StartTlsAnswer = Pick<Answer, 'serverName' | 'certificates' | 'acknowledged'>;

/** A configured name, no name and an unknown one: each seen alike by openssl and by the survey. */
export function compareStartTls(
  protocol: StartTlsProtocol,
  port: () => number,
  answers: { readonly named: StartTlsAnswer; readonly nameless: StartTlsAnswer; readonly unknown: StartTlsAnswer },
): void {
  const { named } = answers;
  const host = named.serverName ?? '';
  const survey = [
    ['target-name', named],
    ['no-name', answers.nameless],
    ['unknown-name', answers.unknown],
  ] as const;

  it.each(survey)(`${protocol}: %s is answered as openssl s_client sees it`, async (probe, answer) => {
    const options = ['-starttls', OPENSSL_WORD[protocol] ?? protocol];
    const reference = await askOpenssl({ address: '127.0.0.1', port: port(), serverName: answer.serverName, options });
    const stated = { certificates: answer.certificates(), acknowledged: answer.acknowledged };
    expect({ certificates: reference.certificates, acknowledged: reference.acknowledged }, reference.text).toEqual(
      stated,
    );
    const report = await checkOne(`${protocol}://${host}:${port()}@127.0.0.1`);
    const seen = report.endpoints[0]?.observations.find((observation) => observation.probe === probe);
    expect(
      { certificates: seen?.certificates, acknowledged: seen?.serverNameAcknowledged },
      JSON.stringify(seen),
    ).toEqual(stated);
    expect(seen?.possession).toBe('proved');
  });
}
