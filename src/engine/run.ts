import type { Probe } from '../model/question.js';
import { type KeyShares, makeKeyShares } from '../tls/key-share.js';
import { type Family, routableFamilies } from './addresses.js';
import { localAddresses } from './ambient.js';
import { type Anchors, loadAnchors } from './anchors.js';
import { BoundedMap } from './bounded-map.js';
import { Cancellation } from './cancellation.js';
import { CertificateCache } from './certificate-cache.js';
import { connectionBudget, readDescriptorLimit } from './descriptors.js';
import type { EndpointMemory } from './endpoint-memory.js';
import { Limits } from './limits.js';
import { NameLookup } from './name-lookup.js';
import type { Settings } from './options.js';

/** What one call of `check` holds for all its targets. */
export interface Run {
  readonly settings: Settings;
  readonly cancellation: Cancellation;
  readonly limits: Limits;
  readonly names: NameLookup;
  readonly certificates: CertificateCache;
  readonly keyShares: KeyShares;
  /** null: trust is not asked. */
  readonly anchors: Anchors | null;
  readonly memories: BoundedMap<string, EndpointMemory>;
  /** 16 random letters: the name that nobody has. */
  readonly randomLabel: string;
  readonly routable: ReadonlySet<Family>;
  readonly probes: readonly Probe[];
  /** Tells the caller, once a run for each message. */
  warn(message: string): void;
}

/** @param onCapacity called when there may be room for another target */
export async function beginRun(settings: Settings, onCapacity: () => void): Promise<Run> {
  const cancellation = new Cancellation();
  const { clock, concurrency, perAddress, ratePerSecond } = settings;
  const descriptors = settings.descriptorLimit ?? (await readDescriptorLimit());
  const budget = connectionBudget(concurrency, descriptors);
  const warned = new Set<string>();
  return {
    settings,
    cancellation,
    limits: new Limits({
      budget,
      slots: settings.addressSlots,
      perAddress,
      ratePerSecond,
      clock,
      cancellation,
      onParked: onCapacity,
    }),
    names: new NameLookup({
      dns: settings.dns,
      timeoutMs: settings.timeoutMs,
      overrides: settings.resolver,
      cancellation,
    }),
    certificates: new CertificateCache(Math.max(1_000, settings.window)),
    keyShares: makeKeyShares(),
    anchors: await loadAnchors(settings.trust, settings.nodeVersion),
    memories: new BoundedMap<string, EndpointMemory>(Math.max(1_000, settings.window)),
    randomLabel: randomLabel(settings.random),
    routable: routableFamilies(settings.resolver.localAddresses ?? localAddresses()),
    probes: settings.probes,
    warn(message) {
      if (warned.has(message)) return;
      warned.add(message);
      settings.onWarning?.(message);
    },
  };
}

/** 16 lower-case letters. */
export function randomLabel(random: (size: number) => Uint8Array): string {
  return String.fromCharCode(...Array.from(random(16), (byte) => 0x61 + (byte % 26)));
}
