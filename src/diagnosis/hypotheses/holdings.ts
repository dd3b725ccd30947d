import type { Attachment } from '../../model/selection.js';
import type { Answer } from '../answers.js';
import { answerTo, type Clues, control, UNSEEN } from './clues.js';
import type { Selector } from './frame.js';

/** What a row or a fallback holds: one certificate, or one for each key type. */
export type Holding = readonly Attachment[];

/**
 * The holdings that could have given this answer to a hello that takes any key: its certificate alone and, where the
 * target was also seen with the other key type behind the same certificate, both. http.sys binds one certificate to a
 * row, and a machine that is not meant is modelled with one.
 */
export function holdingsFor(answer: Answer, selector: Selector, clues: Clues): readonly Holding[] {
  if (answer.kind !== 'certificate') return [];
  const first = attach(answer.certificate, answer.signature === 'fails' ? 'wrong' : 'usable', clues);
  const second = secondOf(answer.certificate, clues);
  // A signature that does not verify has been seen of Tomcat, never of Windows (facts/servers.md §2).
  const isWindows = selector === 'http-sys' || selector === 'http-sys-exact-row';
  if (isWindows && answer.signature === 'fails') return [];
  const single = isWindows || selector === 'stranger';
  return second === null || single ? [[first]] : [[first], [first, second]];
}

/** A certificate that was not seen. */
export const UNSEEN_HOLDING: Holding = [{ certificate: UNSEEN, keyType: 'rsa', key: 'usable' }];

function attach(certificate: string, key: Attachment['key'], { certificates }: Clues): Attachment {
  return { certificate, keyType: certificates[certificate]?.keyType ?? 'rsa', key };
}

/** What RSA clients were served under a name where others were served this certificate. */
function secondOf(certificate: string, clues: Clues): Attachment | null {
  for (const { asked, answer } of clues.clues) {
    if (asked.keyTypes !== 'rsa' || answer.kind !== 'certificate' || answer.certificate === certificate) continue;
    const whole = answerTo(clues, control(asked.serverName));
    if (whole?.kind !== 'certificate' || whole.certificate !== certificate) continue;
    return attach(answer.certificate, answer.signature === 'fails' ? 'wrong' : 'usable', clues);
  }
  return null;
}
