import { UsageError } from '../../errors.js';
import { alertmanager } from '../alertmanager.js';
import { healthchecks } from '../healthchecks.js';
import { icinga } from '../icinga.js';
import type { Receiver } from '../push.js';
import { slack } from '../slack.js';
import { uptimeKuma } from '../uptime-kuma.js';
import { webhook } from '../webhook.js';
import type { When } from '../when.js';
import { zabbix } from '../zabbix/receiver.js';
import type { ReceiverShape } from './receivers-schema.js';

/** A receiver, when it is told, and of which targets. */
export interface Subscription {
  /** Its own among the others: for the log, the metrics and the state. Carries no secret. */
  readonly name: string;
  readonly receiver: Receiver;
  readonly when: When;
  /** Labels that a target must have; empty: every target is told. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Where secrets come from: never from the file itself. */
export interface SecretSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly read: (path: string) => Promise<string>;
}

/**
 * Reads the file of `--receivers`, YAML or JSON: a list of receivers. Addresses with a token in them, passwords and
 * signing secrets are named by file or environment variable. Throws UsageError `bad-option`.
 */
export async function readReceivers(
  text: string,
  file: string,
  secrets: SecretSource,
  intervalSeconds: number,
): Promise<readonly Subscription[]> {
  const { parse } = await import('yaml');
  const { receiversSchema } = await import('./receivers-schema.js');
  const parsed = receiversSchema.safeParse(plainOf(() => parse(text), file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(
      'bad-option',
      `${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'cannot be read'}`,
    );
  }
  const names = namesOf(parsed.data.receivers, file);
  const subscriptions: Subscription[] = [];
  for (const [index, shape] of parsed.data.receivers.entries()) {
    subscriptions.push({
      name: names[index] ?? shape.type,
      receiver: await receiverOf(
        shape,
        (name, secret) => readSecret(`${file}: ${name}`, secret, secrets),
        intervalSeconds,
      ),
      when: whenOf(shape.when),
      labels: shape.labels ?? {},
    });
  }
  return subscriptions;
}

/** As given; else the kind, and from the second of a kind on its number. Throws UsageError for a name that is given twice. */
function namesOf(shapes: readonly ReceiverShape[], file: string): readonly string[] {
  const taken = new Set<string>();
  for (const { name } of shapes) {
    if (name === undefined) continue;
    if (taken.has(name)) throw new UsageError('bad-option', `${file}: two receivers are called ${name}`);
    taken.add(name);
  }
  return shapes.map(({ name, type }) => {
    if (name !== undefined) return name;
    let own: string = type;
    for (let number = 2; taken.has(own); number += 1) own = `${type}-${number}`;
    taken.add(own);
    return own;
  });
}

type Secret = string | { readonly file: string } | { readonly env: string };

async function receiverOf(
  shape: ReceiverShape,
  secret: (name: string, secret: Secret) => Promise<string>,
  intervalSeconds: number,
): Promise<Receiver> {
  switch (shape.type) {
    case 'uptime-kuma':
      return uptimeKuma({ url: await secret('url', shape.url) });
    case 'healthchecks':
      return healthchecks({ url: await secret('url', shape.url) });
    case 'slack':
      return slack({ url: await secret('url', shape.url) });
    case 'webhook':
      return webhook({
        url: await secret('url', shape.url),
        secret: shape.secret === undefined ? null : await secret('secret', shape.secret),
      });
    case 'alertmanager':
      return alertmanager({ url: await secret('url', shape.url), intervalSeconds });
    case 'icinga':
      return icinga({
        url: await secret('url', shape.url),
        user: shape.user,
        password: await secret('password', shape.password),
        service: shape.service,
        ttlSeconds: 3 * intervalSeconds,
        checkSource: 'whichcert',
      });
    case 'zabbix':
      return zabbix({
        host: shape.host,
        port: shape.port ?? 10_051,
        zabbixHost: shape.zabbixHost,
        intervalSeconds,
      });
  }
}

async function readSecret(name: string, secret: Secret, { env, read }: SecretSource): Promise<string> {
  if (typeof secret === 'string') return secret;
  if ('file' in secret) return (await read(secret.file)).trim();
  const value = env[secret.env];
  if (value !== undefined && value !== '') return value;
  throw new UsageError('bad-option', `${name}: the environment variable ${secret.env} is not set`);
}

function whenOf(when: ReceiverShape['when']): When {
  if (when === undefined || when === 'change') return { kind: 'change' };
  return when === 'every' ? { kind: 'every' } : { kind: 'after', runs: when.after };
}

function plainOf(read: () => unknown, file: string): unknown {
  try {
    return read();
  } catch (error) {
    throw new UsageError('bad-option', `${file}: ${error instanceof Error ? error.message : 'cannot be read'}`);
  }
}
