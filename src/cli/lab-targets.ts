import type { RunningLab } from '../lab/start-lab.js';
import { PLAIN_EXPECTATION } from '../model/expectation.js';
import type { Target } from '../model/target.js';
import { parseTarget } from '../targets/parse-target.js';

/** The targets of a running lab, each with the certificate that its estate means it to serve. */
export function labTargets(lab: RunningLab): readonly Target[] {
  return lab.targets.flatMap(({ target, expected }) => {
    const certificate = expected === null ? undefined : lab.certificates.get(expected);
    if (certificate === undefined) return parseTarget(target, { source: 'argument' });
    const { sha256, certificateDer } = certificate;
    const expectation = {
      ...PLAIN_EXPECTATION,
      certificates: [
        { digest: { algorithm: 'sha256', hex: sha256 } as const, der: certificateDer, source: 'the estate' },
      ],
    };
    return parseTarget(target, { source: 'argument', defaults: { expectation } });
  });
}
