import type { Cause, Remedy } from '../../model/diagnosis.js';
import { shellOptions } from '../remedies/shell.js';
import type { Facts } from './facts.js';

/** Everything that is said about one cause: with a case's facts in a report, with placeholders on its page. */
export interface CauseText {
  readonly cause: Cause;
  /** What happens, in a sentence, without a case. */
  readonly happens: string;
  /** How it comes about, a paragraph each, without a case. */
  readonly why: readonly string[];
  /** The case in a sentence, without its full stop. */
  title(facts: Facts): string;
  /** Why the answers look like this, and what cannot be told from outside. */
  explanation(facts: Facts): string;
  /** As an alternative: what would tell it from the leading cause. */
  tellApart(facts: Facts): string;
  /** Platform by platform. A step is a sentence, with commands (`$ `, `PS> `) or a piece of configuration below it. */
  remedies(facts: Facts): readonly Remedy[];
}

/** `shop.example is served "CN=legacy" at 203.0.113.5`, `shop.example gets a reset at 203.0.113.5`. */
export function whatHappens(facts: Facts): string {
  return `${facts.host} ${facts.isServed ? 'is served' : 'gets'} ${facts.answer} at ${facts.place}`;
}

/** `; 203.0.113.6 serves the right one`, or nothing. */
export function rightElsewhere({ rightAt }: Facts): string {
  if (rightAt.length === 0) return '';
  return `; ${enumerate(rightAt)} ${rightAt.length === 1 ? 'serves' : 'serve'} the right one`;
}

/** `a, b and 3 more`. */
export function enumerate(parts: readonly string[], most = 4): string {
  const shown = parts.slice(0, most);
  if (parts.length > most) return `${shown.join(', ')} and ${parts.length - most} more`;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** The question as openssl asks it: with the name, or without one. */
export function opensslCommand(
  { host, isName, address, port, opensslStarttls }: Facts,
  name: 'host' | 'none' = 'host',
): string {
  const place = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  const sni = name === 'host' && isName ? `-servername ${host}` : '-noservername';
  return `$ openssl s_client -connect ${place} ${sni}${opensslStarttls} -showcerts </dev/null`;
}

/** `, as every name asked there is`: only where a name that somebody has was asked, and answered alike. */
export function alikeWords({ allAlike, asUnknown, namesAlike, isServed }: Facts): string {
  const does = isServed ? 'is' : 'does';
  if (allAlike && namesAlike.length > 0) return `, as every name asked there ${does}`;
  return asUnknown ? `, as a name that nobody has ${does}` : '';
}

/** An option was typed. */
export function isTyped({ typedOptions }: Facts, wanted: string): boolean {
  return typedOptions.some(({ option }) => option === wanted);
}

/** The check of one address, as a command of ours, with what was typed; `options` are added. */
export function recheck(facts: Facts, options = ''): string {
  const { host, isName, address } = facts;
  const target = isName
    ? nameAt(facts, host, bracketed(address))
    : `${facts.scheme}${bracketed(host)}${portText(facts)}`;
  return `$ whichcert '${target}'${shellOptions(facts.typedOptions)}${options}`;
}

/** A name at addresses as a TARGET, with the protocol and port of the case. */
export function nameAt(facts: Facts, name: string, addresses = bracketed(facts.address)): string {
  return `${facts.scheme}${bracketed(name)}${portText(facts)}@${addresses}`;
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** Nothing for https on 443; with another scheme always, for its usual port is another. */
function portText({ scheme, port }: Facts): string {
  return port === 443 && scheme === '' ? '' : `:${port}`;
}

/** The check of the name at addresses that only the reader knows: options that say where to dial would lead elsewhere. */
export function recheckAt(facts: Facts, addresses: string): string {
  const kept = facts.typedOptions.filter(({ option }) => option !== '--connect-to' && option !== '--dns');
  return `$ whichcert '${nameAt(facts, facts.host, addresses)}'${shellOptions(kept)}`;
}

/** The same place asked by another scheme (`smtps`), as a TARGET. */
export function targetBy(facts: Facts, scheme: string): string {
  const at = facts.isName ? `@${bracketed(facts.address)}` : '';
  return `${scheme}://${bracketed(facts.host)}:${facts.port}${at}`;
}

/** The last step of every remedy. */
export function checkAgain(facts: Facts): Remedy['steps'][number] {
  return `Check again:\n${recheck(facts)}`;
}
