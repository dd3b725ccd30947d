import type { ExportProblem, SiteBinding } from '../../model/bindings.js';
import { parseBindingInformation, parseSslFlags, unknownFlags } from './binding-information.js';

/** Https bindings, and what could not be read. */
export interface SitesReading {
  readonly sites: readonly SiteBinding[];
  readonly problems: readonly ExportProblem[];
}

export function looksLikeIisXml(text: string): boolean {
  return /^\s*<[?!\w]/.test(text.replace(/^\ufeff/, '')) && /<site[\s>]/i.test(text);
}

/**
 * Reads `applicationHost.config` and `appcmd list site /xml` (with and without `/config:*`). Each site is read on its own,
 * so that a broken one does not take the others with it. Entities of a document type are never expanded, nothing is fetched.
 */
export async function readIisXml(raw: string, source: string): Promise<SitesReading> {
  const { XMLParser } = await import('fast-xml-parser');
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseAttributeValue: false,
    processEntities: false,
    preserveOrder: false,
    isArray: (name) => /^(?:binding|bindings|site)$/i.test(name),
  });
  const text = blankComments(raw);
  const lines = new LineCounter(text);
  const doctype = text.indexOf('<!DOCTYPE');
  const problems: ExportProblem[] =
    doctype === -1
      ? []
      : [
          {
            source: `${source}:${lines.at(doctype)}`,
            reason: 'a document type declaration is passed over: no entity of its own is expanded',
            lost: false,
          },
        ];
  const sites: SiteBinding[] = [];
  for (const segment of segmentsOf(text)) {
    const where = `${source}:${lines.at(segment.start)}`;
    if (segment.text === null) {
      problems.push({ source: where, reason: 'this site does not end: it was left out', lost: true });
      continue;
    }
    let element: unknown;
    try {
      element = parser.parse(segment.text);
    } catch {
      problems.push({ source: where, reason: 'this site is not well-formed XML: it was left out', lost: true });
      continue;
    }
    const reading = siteOf(element, where);
    sites.push(...reading.sites);
    problems.push(...reading.problems);
  }
  return { sites, problems };
}

/** Comments as blanks, line by line: what stands in them is no site. One that does not end hides nothing. */
function blankComments(text: string): string {
  const pieces: string[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf('<!--', at);
    const end = start === -1 ? -1 : text.indexOf('-->', start + 4);
    if (end === -1) return pieces.length === 0 ? text : pieces.join('') + text.slice(at);
    pieces.push(text.slice(at, start), text.slice(start, end + 3).replace(/[^\n]/g, ' '));
    at = end + 3;
  }
}

interface Segment {
  readonly start: number;
  /** Null: the end tag is missing. */
  readonly text: string | null;
}

/** Every outermost `<site …>` element, in order. */
function segmentsOf(text: string): readonly Segment[] {
  const segments: Segment[] = [];
  // End tags that do not come any more need not be looked for again.
  const endless = new Set<string>();
  const opening = /<(site)(?=[\s/>])(?:"[^"]*"|'[^']*'|[^<>"'])*>/gi;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const start = match.index;
    if (match[0].endsWith('/>')) {
      segments.push({ start, text: match[0] });
      continue;
    }
    const closing = `</${match[1]}>`;
    const end = endless.has(closing) ? -1 : text.indexOf(closing, opening.lastIndex);
    if (end === -1) endless.add(closing);
    segments.push({ start, text: end === -1 ? null : text.slice(start, end + closing.length) });
    if (end !== -1) opening.lastIndex = end;
  }
  return segments;
}

/** Line numbers of offsets that only grow. */
class LineCounter {
  readonly #text: string;
  #offset = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): number {
    if (offset < this.#offset) {
      this.#offset = 0;
      this.#line = 1;
    }
    for (; this.#offset < offset; this.#offset += 1) if (this.#text[this.#offset] === '\n') this.#line += 1;
    return this.#line;
  }
}

/** Attributes by lower-case name, entities decoded. */
type Attributes = ReadonlyMap<string, string>;

function siteOf(parsed: unknown, where: string): SitesReading {
  const outer = children(parsed, 'site')[0];
  const attributes = attributesOf(outer);
  const inner = children(outer, 'site')[0];
  const element = inner ?? outer;
  const name = attributes.get('name') ?? attributes.get('site.name') ?? attributesOf(inner).get('name') ?? '';
  const id = attributes.get('id') ?? attributes.get('site.id') ?? attributesOf(inner).get('id') ?? '';
  const state = attributes.get('state')?.toLowerCase() ?? null;
  const site = { site: name, siteId: /^\d+$/.test(id) ? Number(id) : null, state, source: where };
  const elements = children(element, 'bindings').flatMap((bindings) => children(bindings, 'binding'));
  const readings =
    elements.length > 0 || !attributes.has('bindings')
      ? elements.map((binding) => bindingOf(attributesOf(binding), site))
      : bindingsList(attributes.get('bindings') ?? '', site);
  return {
    sites: readings.flatMap((reading) => reading.sites),
    problems: readings.flatMap((reading) => reading.problems),
  };
}

/** Whose binding it is. */
export type SiteIdentity = Pick<SiteBinding, 'site' | 'siteId' | 'state' | 'source'>;

/** `http/*:80:,https/*:443:shop.example`, as appcmd prints it. */
export function bindingsList(text: string, site: SiteIdentity): readonly SitesReading[] {
  return text
    .split(/,(?=[\w.]+\/)/)
    .filter((each) => each.trim() !== '')
    .map((each) => {
      const slash = each.indexOf('/');
      const attributes = [
        ['protocol', each.slice(0, slash).trim()],
        ['bindinginformation', each.slice(slash + 1)],
      ] as const;
      return bindingOf(new Map(attributes), site);
    });
}

/** One binding by its attributes (lower-case names); other protocols than https are passed over. */
export function bindingOf(attributes: Attributes, site: SiteIdentity): SitesReading {
  if (attributes.get('protocol')?.toLowerCase() !== 'https') return { sites: [], problems: [] };
  const text = attributes.get('bindinginformation') ?? '';
  const information = parseBindingInformation(text);
  if (information === null) {
    return {
      sites: [],
      problems: [
        { source: site.source, reason: `${quoted(text)} of site ${quoted(site.site)} is no binding`, lost: true },
      ],
    };
  }
  const given = attributes.get('sslflags');
  const sslFlags = given === undefined ? null : parseSslFlags(given);
  const unknown = sslFlags === null ? 0 : unknownFlags(sslFlags);
  const problems: ExportProblem[] = [];
  if (given !== undefined && sslFlags === null) {
    problems.push({
      source: site.source,
      reason: `sslFlags ${quoted(given)} of ${quoted(text)} is no number`,
      lost: true,
    });
  }
  if (unknown !== 0) {
    problems.push({
      source: site.source,
      reason: `sslFlags ${sslFlags} of ${quoted(text)} has unknown bits (${unknown})`,
      lost: false,
    });
  }
  const hash =
    attributes
      .get('certificatehash')
      ?.replace(/[^0-9a-f]/gi, '')
      .toLowerCase() ?? '';
  return {
    sites: [{ ...site, ...information, sslFlags, thumbprint: /^[0-9a-f]{40}$/.test(hash) ? hash : null }],
    problems,
  };
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function children(node: unknown, name: string): readonly unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]: [string, unknown]) => (Array.isArray(value) ? value : [value]));
}

function attributesOf(node: unknown): Attributes {
  if (typeof node !== 'object' || node === null) return new Map();
  return new Map(
    Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
      key.startsWith('@') && typeof value === 'string'
        ? [[key.slice(1).toLowerCase(), decodeEntities(value)] as const]
        : [],
    ),
  );
}

const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The five of XML itself and numbers; anything else stays as it is written. */
function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/gi, (entity, name: string) => {
    if (!name.startsWith('#')) return PREDEFINED.get(name) ?? entity;
    const code = name[1] === 'x' || name[1] === 'X' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}
