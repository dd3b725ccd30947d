import { UsageError } from '../errors.js';
import { EMPTY_EXPECT_SPEC, type ExpectSpec } from '../model/expect-spec.js';
import type { ConnectTo, Target } from '../model/target.js';
import { parseConnectTo } from './connect-to.js';
import type { ManifestExpect, ManifestShape, ManifestTargetShape } from './manifest-schema.js';
import { parseTarget } from './parse-target.js';

/** A target of a manifest with what it is expected to serve, not opened yet. */
export interface ManifestTarget {
  readonly target: Target;
  readonly expect: ExpectSpec | null;
}

/** A manifest as understood. */
export interface Manifest {
  readonly targets: readonly ManifestTarget[];
  readonly connectTo: readonly ConnectTo[];
  readonly samples: number | null;
}

const LARGEST = 64 * 1024 * 1024;
const MOST_PROBLEMS = 10;

/** Whether a list's name says that it is a manifest. */
export function isManifestName(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path);
}

/**
 * Reads a manifest, YAML 1.2 or JSON. Every fault is named with file, line and column; with any fault nothing is checked,
 * because a gate must not pass on half of its list. Throws UsageError `bad-manifest`, a line for each of the first ten.
 */
export async function readManifest(text: string, file: string): Promise<Manifest> {
  if (text.length > LARGEST) throw new UsageError('bad-manifest', `${file}: larger than ${LARGEST >> 20} MiB`);
  const { LineCounter, parseDocument } = await import('yaml');
  const { manifestSchema } = await import('./manifest-schema.js');
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined): string => {
    const { line, col } = lines.linePos(offset ?? 0);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw problems(document.errors.map((error) => `${at(error.pos[0])}: ${error.message.split('\n')[0] ?? ''}`));
  }
  const placeOf = (path: readonly PropertyKey[]): string => {
    for (let length = path.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (hasRange(node)) return at(node.range[0]);
    }
    return at(0);
  };
  const parsed = manifestSchema.safeParse(toPlain(() => document.toJS({ maxAliasCount: 100 }), file));
  if (!parsed.success) {
    const issues = parsed.error.issues.flatMap(deepest);
    throw problems(issues.map(({ path, message }) => `${placeOf(path)}: ${pathText(path)}${message}`));
  }
  return understand(parsed.data, placeOf);
}

function toPlain(read: () => unknown, file: string): unknown {
  try {
    return read();
  } catch (error) {
    throw new UsageError('bad-manifest', `${file}: ${error instanceof Error ? error.message : 'cannot be read'}`);
  }
}

function understand(shape: ManifestShape, placeOf: (path: readonly PropertyKey[]) => string): Manifest {
  const faults: string[] = [];
  const attempt = <T>(path: readonly PropertyKey[], read: () => T): readonly T[] => {
    try {
      return [read()];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      faults.push(`${placeOf(path)}: ${error.message}`);
      return [];
    }
  };
  const targets = shape.targets.flatMap((one, index) =>
    attempt(['targets', index], () => understandTarget(one, shape.defaults, placeOf(['targets', index]))).flat(),
  );
  const connectTo = (shape.connectTo ?? []).flatMap((rule, index) =>
    attempt(['connectTo', index], () => parseConnectTo(rule)),
  );
  if (faults.length > 0) throw problems(faults);
  return { targets, connectTo, samples: shape.samples ?? null };
}

function understandTarget(
  one: ManifestTargetShape,
  defaults: ManifestShape['defaults'],
  place: string,
): readonly ManifestTarget[] {
  const shape = typeof one === 'string' ? { target: one } : one;
  const source = place.replace(/:\d+$/, '');
  const labels = { ...defaults?.labels, ...shape.labels };
  const expect = specOf(shape.expect ?? defaults?.expect, place);
  const groups = addressGroups(shape.addresses ?? [], expect, place);
  return groups.flatMap((group) =>
    parseTarget(targetText(shape, defaults, group.addresses), { source: null }).map((target) => ({
      target: { ...target, source, labels },
      expect: group.expect,
    })),
  );
}

/** Back into the TARGET grammar: one reader decides what a host, a port and an address are. */
function targetText(
  shape: Exclude<ManifestTargetShape, string>,
  defaults: ManifestShape['defaults'],
  addresses: readonly string[],
): string {
  if ((shape.target === undefined) === (shape.host === undefined)) {
    throw new UsageError('bad-target', 'expected is either "target" or "host"');
  }
  const tail = addresses.length === 0 ? '' : `@${addresses.join(',')}`;
  if (shape.target !== undefined) {
    if (shape.port !== undefined || shape.starttls !== undefined) {
      throw new UsageError('bad-target', '"port" and "starttls" go with "host"; a "target" says them itself');
    }
    return shape.target + tail;
  }
  const host = shape.host ?? '';
  const bare = /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*(?:%.+)?$/i.test(host);
  if (host.includes(':') && !bare && !host.startsWith('[')) {
    const said = JSON.stringify(host);
    throw new UsageError(
      'bad-target',
      `"host" ${said}: a name or an address alone was expected; a "target" holds more`,
    );
  }
  const bracketed = bare ? `[${host}]` : host;
  const starttls = shape.starttls ?? defaults?.starttls;
  const port = shape.port ?? (shape.starttls === undefined ? defaults?.port : undefined);
  return `${starttls === undefined ? '' : `${starttls}://`}${bracketed}${port === undefined ? '' : `:${port}`}${tail}`;
}

interface AddressGroup {
  readonly addresses: readonly string[];
  readonly expect: ExpectSpec | null;
}

/** Addresses with an expectation of their own become targets of their own: a report has one expectation. */
function addressGroups(
  addresses: NonNullable<Exclude<ManifestTargetShape, string>['addresses']>,
  expect: ExpectSpec | null,
  place: string,
): readonly AddressGroup[] {
  const common: string[] = [];
  const own: AddressGroup[] = [];
  for (const one of addresses) {
    const shape = typeof one === 'string' ? { address: one } : one;
    const bare = shape.address.includes(':') && !shape.address.startsWith('[') && shape.address.split(':').length > 2;
    const text = `${bare ? `[${shape.address}]` : shape.address}${shape.port === undefined ? '' : `:${shape.port}`}`;
    if (shape.expect === undefined) common.push(text);
    else own.push({ addresses: [text], expect: specOf(shape.expect, place) });
  }
  return common.length === 0 && own.length > 0 ? own : [{ addresses: common, expect }, ...own];
}

function specOf(expect: ManifestExpect | undefined, source: string): ExpectSpec | null {
  if (expect === undefined) return null;
  const given = Object.fromEntries(Object.entries(expect).filter(([, value]) => value !== undefined));
  return { ...EMPTY_EXPECT_SPEC, ...given, source };
}

/** A union says only that nothing fits: what stands deepest in it is what was meant. */
function deepest(issue: {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string;
  readonly errors?: unknown;
}): readonly Located[] {
  const branches = issue.code === 'invalid_union' && Array.isArray(issue.errors) ? issue.errors : [];
  const inner = branches
    .filter(isIssueList)
    .map((list) => list.flatMap(deepest))
    .sort((a, b) => depth(b) - depth(a))[0];
  if (inner === undefined || inner.length === 0 || depth(inner) === 0)
    return [{ path: issue.path, message: issue.message }];
  return inner.map((one) => ({ path: [...issue.path, ...one.path], message: one.message }));
}

interface Located {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function depth(list: readonly Located[]): number {
  return Math.max(0, ...list.map(({ path }) => path.length));
}

function isIssueList(value: unknown): value is readonly Located[] {
  return Array.isArray(value);
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text === '' ? '' : `${text.replace(/^\./, '')}: `;
}

function problems(lines: readonly string[]): UsageError {
  const shown = lines.slice(0, MOST_PROBLEMS);
  const more = lines.length > shown.length ? [`and ${lines.length - shown.length} more`] : [];
  return new UsageError(
    'bad-manifest',
    [...shown, ...more].join('\n'),
    'The schema of a manifest is schema/manifest.schema.json.',
  );
}
