import { dirname, isAbsolute, join } from 'node:path';
import { UsageError } from '../../errors.js';
import { readCertificates } from '../../expectation/read-certificates.js';
import { findScheme } from '../../targets/schemes.js';
import { type Module, type Modules, PLAIN } from './modules.js';
import { type QueryStep, starttlsWord } from './starttls-word.js';

/** A blackbox.yml as whichcert understands it. */
export interface BlackboxConfig {
  readonly modules: Modules;
  /** Module → settings that say nothing here: pages, statuses and banners are not looked at. */
  readonly notJudged: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads blackbox_exporter's configuration: the names of the modules, and of each what concerns TLS and addresses. Modules
 * without TLS are known too, so that a probe of one is told why. Throws UsageError `bad-file`.
 *
 * @param read a file that the configuration names, by its path
 */
export async function readBlackboxConfig(
  text: string,
  source: string,
  read: (path: string) => Promise<Uint8Array>,
): Promise<BlackboxConfig> {
  const { parse } = await import('yaml');
  const { z } = await import('zod');
  const family = z.enum(['ip4', 'ip6']).optional();
  const tls = z
    .looseObject({
      ca: z.string().optional(),
      ca_file: z.string().optional(),
      server_name: z.string().optional(),
      insecure_skip_verify: z.boolean().optional(),
    })
    .optional();
  const common = { preferred_ip_protocol: family, tls_config: tls };
  const step = z.looseObject({
    expect: z.string().optional(),
    send: z.string().optional(),
    starttls: z.boolean().optional(),
  });
  const schema = z.object({
    modules: z.record(
      z.string(),
      z.looseObject({
        prober: z.string(),
        timeout: z.string().optional(),
        http: z
          .looseObject({
            ...common,
            headers: z.record(z.string(), z.unknown()).optional(),
            fail_if_ssl: z.boolean().optional(),
          })
          .nullish(),
        tcp: z
          .looseObject({ ...common, tls: z.boolean().optional(), query_response: z.array(step).nullish() })
          .nullish(),
        grpc: z.looseObject({ ...common, tls: z.boolean().optional() }).nullish(),
      }),
    ),
  });
  const parsed = schema.safeParse(parsedYaml(parse, text, source));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(
      'bad-file',
      `${source}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`,
    );
  }
  const modules = new Map<string, Module>();
  const notJudged = new Map<string, readonly string[]>();
  for (const [name, module] of Object.entries(parsed.data.modules)) {
    const { prober, http, tcp, grpc } = module;
    const section = { http, tcp, grpc }[prober] ?? {};
    const refusal = refusalOf(prober, http?.fail_if_ssl === true, tcp, grpc?.tls === true);
    const tlsConfig = section.tls_config ?? {};
    const host = prober === 'http' ? hostHeader(http?.headers) : null;
    modules.set(name, {
      ...PLAIN,
      scheme: refusal === null ? findScheme(schemeWord(prober, tcp?.query_response ?? [])) : null,
      serverName: tlsConfig.server_name ?? host,
      verify: tlsConfig.insecure_skip_verify !== true,
      preferred: section.preferred_ip_protocol ?? null,
      timeoutMs: module.timeout === undefined ? null : durationOf(module.timeout, `${source}: ${name}`),
      ca: refusal === null ? await anchorsOf(tlsConfig, source, read) : [],
      refusal,
    });
    const left = [
      ...Object.keys(section).filter((key) => !JUDGED.includes(key)),
      ...Object.keys(tlsConfig).flatMap((key) => (JUDGED.includes(key) ? [] : [`tls_config.${key}`])),
    ];
    if (refusal === null && left.length > 0) notJudged.set(name, left.toSorted());
  }
  return { modules, notJudged };
}

const JUDGED: readonly string[] = [
  ...['preferred_ip_protocol', 'tls_config', 'tls', 'query_response', 'fail_if_ssl', 'fail_if_not_ssl'],
  ...['ca', 'ca_file', 'server_name', 'insecure_skip_verify'],
];

type Tcp = { readonly tls?: boolean | undefined; readonly query_response?: readonly QueryStep[] | null | undefined };

function refusalOf(prober: string, wantsPlain: boolean, tcp: Tcp | null | undefined, grpcTls: boolean): string | null {
  switch (prober) {
    case 'http':
      return wantsPlain ? 'it wants a page without TLS (fail_if_ssl)' : null;
    case 'tcp': {
      if (tcp?.tls === true) return null;
      const steps = tcp?.query_response ?? [];
      if (!steps.some(({ starttls }) => starttls === true))
        return 'it speaks no TLS (neither tls: true nor starttls: true)';
      return starttlsWord(steps) === null ? 'its query_response upgrades a protocol that is not known here' : null;
    }
    case 'grpc':
      return grpcTls ? null : 'it speaks no TLS (no tls: true)';
    default:
      return `its prober is ${JSON.stringify(prober.slice(0, 40))}, which speaks no TLS`;
  }
}

function schemeWord(prober: string, steps: readonly QueryStep[]): string {
  if (prober === 'http') return 'https';
  return starttlsWord(steps) ?? '';
}

/** blackbox_exporter asks for the name of a `Host` header where there is no server_name. */
function hostHeader(headers: Readonly<Record<string, unknown>> | undefined): string | null {
  const [, value] = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'host') ?? [];
  return typeof value === 'string' && value !== '' ? value : null;
}

async function anchorsOf(
  { ca, ca_file: file }: { readonly ca?: string | undefined; readonly ca_file?: string | undefined },
  source: string,
  read: (path: string) => Promise<Uint8Array>,
): Promise<readonly Uint8Array[]> {
  const inline = ca === undefined ? [] : readCertificates(Buffer.from(ca), `${source}: tls_config.ca`);
  if (file === undefined || file === '') return inline;
  // Relative paths are those of the file's own folder, as for Prometheus.
  const path = isAbsolute(file) ? file : join(dirname(source), file);
  return [...inline, ...readCertificates(await read(path), path)];
}

/** `5s`, `1m30s`, `500ms`. Milliseconds. */
function durationOf(text: string, where: string): number {
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(text);
  const [hours = 0, minutes = 0, seconds = 0, rest = 0] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  const ms = ((hours * 60 + minutes) * 60 + seconds) * 1_000 + rest;
  if (match !== null && ms > 0) return ms;
  throw new UsageError('bad-file', `${where}: timeout ${JSON.stringify(text)}: a duration was expected`, 'Such as 5s.');
}

function parsedYaml(parse: (text: string) => unknown, text: string, source: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UsageError('bad-file', `${source}: ${first.replace(/:$/, '')}`);
  }
}
