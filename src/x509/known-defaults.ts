import type { Certificate, KnownAs, NameAttribute } from '../model/certificate.js';
import { KNOWN_DEFAULTS, type KnownDefault, type TextRule } from './known-defaults-table.js';

type Facts = Pick<
  Certificate,
  | 'subject'
  | 'issuer'
  | 'subjectAttributes'
  | 'issuerAttributes'
  | 'dnsNames'
  | 'ipAddresses'
  | 'selfSigned'
  | 'isAuthority'
  | 'notBefore'
  | 'notAfter'
>;

/**
 * The product whose default or placeholder certificate this is, matched exactly; null for every other certificate. An
 * authority that others vouch for is never one: a CA's own name is not a default certificate. A heuristic, not an identity.
 */
export function recogniseDefault(certificate: Facts): KnownAs | null {
  if (certificate.isAuthority === true && certificate.subject !== certificate.issuer) return null;
  const known = candidates(certificate).find((rule) => matches(rule, certificate));
  return known === undefined ? null : { product: known.product, meaning: known.meaning };
}

/** Positions of rules by a text that a certificate must have for them; `others` are the rules that have none. */
interface RuleIndex {
  readonly byText: ReadonlyMap<string, readonly number[]>;
  readonly others: readonly KnownDefault[];
}

let index: RuleIndex | null = null;

/** The rules whose text is among the certificate's, in the table's order: nearly always only those without one. */
function candidates(certificate: Facts): readonly KnownDefault[] {
  index ??= indexRules();
  const { byText, others } = index;
  const found = new Set<number>();
  const look = (text: string): void => {
    for (const position of byText.get(text) ?? []) found.add(position);
  };
  for (const { value } of certificate.subjectAttributes) look(value);
  for (const { value } of certificate.issuerAttributes) look(value);
  for (const name of certificate.dnsNames) look(name);
  if (found.size === 0) return others;
  return KNOWN_DEFAULTS.filter((rule, position) => found.has(position) || others.includes(rule));
}

function indexRules(): RuleIndex {
  const byText = new Map<string, number[]>();
  const others: KnownDefault[] = [];
  for (const [position, rule] of KNOWN_DEFAULTS.entries()) {
    const text = requiredText(rule);
    if (text === null) others.push(rule);
    else byText.set(text, [...(byText.get(text) ?? []), position]);
  }
  return { byText, others };
}

/** A text without which the rule cannot match, as an attribute's value or a name; null when it has only expressions. */
function requiredText({ subject = {}, issuer = {}, anySubject, dnsName, anyName }: KnownDefault): string | null {
  const rules = [...Object.values(subject), ...Object.values(issuer), anySubject, dnsName, anyName];
  return rules.find((rule) => typeof rule === 'string') ?? null;
}

function matches(rule: KnownDefault, certificate: Facts): boolean {
  const { subjectAttributes, issuerAttributes, dnsNames } = certificate;
  if (rule.subject !== undefined && !hasAll(subjectAttributes, rule.subject)) return false;
  if (rule.issuer !== undefined && !hasAll(issuerAttributes, rule.issuer)) return false;
  const { anySubject, dnsName, anyName } = rule;
  if (anySubject !== undefined && !subjectAttributes.some(({ value }) => fits(anySubject, value))) return false;
  if (dnsName !== undefined && !dnsNames.some((name) => fits(dnsName, name))) return false;
  if (
    anyName !== undefined &&
    !dnsNames.some((name) => fits(anyName, name)) &&
    !has(subjectAttributes, 'CN', anyName)
  ) {
    return false;
  }
  return rule.snakeoil === undefined || isSnakeoil(certificate);
}

function hasAll(attributes: readonly NameAttribute[], wanted: Readonly<Record<string, TextRule>>): boolean {
  for (const type in wanted) {
    const rule = wanted[type];
    if (rule !== undefined && !has(attributes, type, rule)) return false;
  }
  return true;
}

function has(attributes: readonly NameAttribute[], type: string, rule: TextRule): boolean {
  return attributes.some((attribute) => attribute.type === type && fits(rule, attribute.value));
}

function fits(rule: TextRule, value: string): boolean {
  return typeof rule === 'string' ? rule === value : rule.test(value);
}

const SNAKEOIL_DAYS = 3650;

function isSnakeoil(certificate: Facts): boolean {
  const [only, ...others] = certificate.subjectAttributes;
  const [name, ...otherNames] = certificate.dnsNames;
  if (certificate.selfSigned !== true || only?.type !== 'CN' || others.length > 0) return false;
  if (name !== only.value.toLowerCase() || otherNames.length > 0 || certificate.ipAddresses.length > 0) return false;
  if (certificate.notBefore === null || certificate.notAfter === null) return false;
  return Date.parse(certificate.notAfter) - Date.parse(certificate.notBefore) === SNAKEOIL_DAYS * 86_400_000;
}
