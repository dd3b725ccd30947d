import type { Hello } from './hello.js';
import type { Endpoint } from './target.js';

/** A probe put to one endpoint: exactly one connection. */
export interface Question {
  readonly probe: string;
  readonly endpoint: Endpoint;
  readonly hello: Hello;
  /** 1 for the first time this question is put to this endpoint, then 2, 3 … */
  readonly attempt: number;
  /** True when the answer belongs to the endpoint and serves every name there. */
  readonly shared: boolean;
}

/** What a probe may know when it makes its variation. Pure data; whatever is unknown is null. */
export interface ProbeSubject {
  /** The target's name; null for an IP target, whose control already carries no name. */
  readonly targetName: string | null;
  /** The name this question is to carry, for probes whose `name` is `given` (a sibling, a name out of a certificate). */
  readonly givenName: string | null;
  /** 16 random lower-case letters, new each run. */
  readonly randomLabel: string;
  /** Key type of the end-entity certificate that the control was served; null when none was. */
  readonly controlKeyType: string | null;
}

/** One question that can be asked of an endpoint: one controlled change to the control hello. */
export interface Probe {
  /** The file's name; never changes; JSON key and metric label. */
  readonly id: string;
  /** What it asks, as a sentence for the README's table and the page's legend. */
  readonly asks: string;
  /** The one change to the control hello, in a few words. */
  readonly change: string;
  /** RFC section the question rests on. */
  readonly citation: string;
  /** `survey` questions are asked everywhere they apply; `follow-up` ones only where something is wrong. */
  readonly round: 'survey' | 'follow-up';
  /** Whose the answer is: the name's, or the endpoint's (asked once per endpoint and run, shared by all names there). */
  readonly belongsTo: 'name' | 'endpoint';
  /** Which server name the question carries. */
  readonly name: 'target' | 'none' | 'unknown' | 'unknown-sibling' | 'given';
  /** The varied hello, or null where the question cannot or need not be put. Pure. */
  vary(control: Hello, subject: ProbeSubject): Hello | null;
}
