import type { Hello } from '../model/hello.js';
import type { Probe, ProbeSubject } from '../model/question.js';

/** A question of the survey that this endpoint and name call for. */
export interface Planned {
  readonly probe: Probe;
  readonly hello: Hello;
  /**
   * - ask: put it
   * - share: put it unless another name at this endpoint already has, and share the answer
   * - control: it is the control's question (an IP target without a name): the control's answer is listed again
   */
  readonly how: 'ask' | 'share' | 'control';
}

export interface SurveyOptions {
  /** Ids of the survey questions to ask; null: all. */
  readonly surveyProbes: readonly string[] | null;
  /** False: no question that changes the key types. */
  readonly keyTypes: boolean;
}

/** The control: the first survey question that carries the target's name and changes nothing. */
export function controlProbe(probes: readonly Probe[], control: Hello, subject: ProbeSubject): Probe | null {
  const unchanged = (probe: Probe): boolean => {
    const hello = probe.vary(control, subject);
    return hello !== null && sameHello(hello, control);
  };
  return probes.find((probe) => probe.round === 'survey' && probe.name === 'target' && unchanged(probe)) ?? null;
}

/** What the survey asks besides the control, in order. What is known of the control's answer is in `subject`. */
export function planSurvey(
  probes: readonly Probe[],
  control: Hello,
  subject: ProbeSubject,
  options: SurveyOptions,
): readonly Planned[] {
  const first = controlProbe(probes, control, subject);
  const planned: Planned[] = [];
  for (const probe of probes) {
    if (probe.round !== 'survey' || probe === first) continue;
    if (options.surveyProbes !== null && !options.surveyProbes.includes(probe.id)) continue;
    const hello = probe.vary(control, subject);
    if (hello === null) continue;
    // Where the control was served nothing there is no other key type to compare with.
    if (hello.keyTypes !== control.keyTypes && (!options.keyTypes || subject.controlKeyType === null)) continue;
    planned.push({ probe, hello, how: howTo(probe, hello, control) });
  }
  return planned;
}

function howTo(probe: Probe, hello: Hello, control: Hello): Planned['how'] {
  if (sameHello(hello, control)) return 'control';
  return probe.belongsTo === 'endpoint' ? 'share' : 'ask';
}

/** Two hellos with one key are one question. */
export function helloKey(hello: Hello): string {
  return `${hello.serverName ?? ''}|${hello.versions.join(',')}|${hello.keyTypes}`;
}

export function sameHello(first: Hello, second: Hello): boolean {
  return helloKey(first) === helloKey(second);
}
