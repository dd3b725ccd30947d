import type { Finding } from '../model/finding.js';
import type { EndpointReport, TargetReport } from '../model/report.js';
import { endpointCode, heaviestFinding, leadingCode, openFindings, targetWords, worstEndpoints } from './codes.js';
import { isLimited, limitedWords } from './limited.js';
import { resolutionWords } from './resolution-words.js';
import { enumerate } from './wrap.js';

const MOST_ADDRESSES = 6;

/**
 * One sentence on what is wrong, for places that have room for one: it names the target and every address concerned, for it
 * may stand alone in a chat or on a pager. Null when nothing is wrong. Still to be escaped.
 */
export function leadingSentence(report: TargetReport): string | null {
  const words = targetWords(report.target);
  if (report.diagnosis !== null) return diagnosed(report, report.diagnosis.title);
  const finding = heaviestFinding(report);
  const limited = report.status === 'unknown' ? report.endpoints.find(isLimited) : undefined;
  if (limited !== undefined) {
    const before = finding === null ? '' : `; before that: ${finding.message}`;
    return `${atAddresses(report, [placeOf(limited)])}: ${limitedWords(limited)}${before}`;
  }
  if (finding !== null) return named(report, finding.message, findingAddresses(report, finding));
  if (report.endpoints.length === 0) return `${words}: ${resolutionWords(report.resolution.reason)}`;
  if (report.status === 'ok') return null;
  const wrong = worstEndpoints(report).filter(({ status }) => status === report.status);
  return named(report, leadingCode(report) ?? report.status, wrong.map(placeOf));
}

/** `shop.example at 203.0.113.10 and 203.0.113.11`: a target and which of its addresses are meant. */
export function atAddresses(report: TargetReport, addresses: readonly string[]): string {
  const words = targetWords(report.target);
  return addresses.length === 0 ? words : `${words} at ${enumerate(addresses, MOST_ADDRESSES)}`;
}

/** An endpoint as a cause's title writes it: without the port where that is 443. */
export function placeOf({ address, port }: Pick<EndpointReport, 'address' | 'port'>): string {
  if (port === 443) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The title with all addresses that have the same to tell; those with another story are named by their codes. */
function diagnosed(report: TargetReport, title: string): string {
  const wrong = worstEndpoints(report).filter(({ status }) => status !== 'ok');
  const told = wrong.find((endpoint) => endpoint.diagnosis?.title === title);
  if (told === undefined) return named(report, title, []);
  const story = withoutPlace(title, told);
  const alike = wrong.filter(
    (endpoint) => endpoint.diagnosis !== null && withoutPlace(endpoint.diagnosis.title, endpoint) === story,
  );
  const places = alike.map(placeOf);
  const others = wrong.filter((endpoint) => !alike.includes(endpoint));
  const rest = others.map(
    (other) => `${placeOf(other)} ${other.status} [${endpointCode(report, other) ?? other.status}]`,
  );
  const sentence = named(report, joinPlaces(title, placeOf(told), places), places);
  return rest.length === 0 ? sentence : `${sentence}; also ${enumerate(rest, MOST_ADDRESSES)}`;
}

function withoutPlace(title: string, endpoint: EndpointReport): string {
  return title.split(placeOf(endpoint)).join('\u0000');
}

/** In the place of the one address that a title names, all of them. */
function joinPlaces(title: string, place: string, places: readonly string[]): string {
  const at = title.startsWith(`${place} `) ? 0 : title.indexOf(` at ${place}`) + ' at '.length;
  if (places.length < 2 || (at !== 0 && !title.includes(` at ${place}`))) return title;
  return `${title.slice(0, at)}${enumerate(places, MOST_ADDRESSES)}${title.slice(at + place.length)}`;
}

/** In front of what does not name the target already: the target, and the addresses that are not named either. */
function named(report: TargetReport, text: string, places: readonly string[]): string {
  const { host } = report.target;
  if (text.startsWith(host) && !/^[\w.-]/.test(text.slice(host.length))) return text;
  const together = enumerate(places, MOST_ADDRESSES);
  if (together !== '' && text.startsWith(`${together} `)) return `${targetWords(report.target)} at ${text}`;
  return `${atAddresses(report, places)}: ${text}`;
}

/** The addresses where the same was found. */
function findingAddresses(report: TargetReport, { code, message }: Finding): readonly string[] {
  const addresses = openFindings(report)
    .filter((finding) => finding.code === code && finding.message === message)
    .flatMap(({ address }) => address ?? []);
  return [...new Set(addresses)].map((address) =>
    placeOf(report.endpoints.find((endpoint) => endpoint.address === address) ?? { address, port: report.target.port }),
  );
}
