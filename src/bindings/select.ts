import type {
  Attachment,
  Confidence,
  Connection,
  Fallback,
  Listener,
  NameRow,
  PassedRow,
  Reply,
  Selection,
  SelectionTable,
} from '../model/selection.js';
import { canonicalAddress, isIpv6, sameAddress } from './address.js';

/** The word for a certificate that an interceptor makes on the spot for `name`. */
export function mintedCertificate(name: string): string {
  return `minted:${name}`;
}

/**
 * What a client is answered: one procedure for http.sys and for servers that select by name.
 *
 * http.sys (confidence: D documented by Microsoft, V by another vendor, I inferred, ? not verified):
 * 1. `iplisten` is set and lacks the local address: refused (D).
 * 2. A row on exactly this address and port wins over every name (D: AD FS SSO article; observed: win-acme #94, #1686).
 * 3. Where names are known (Server 2012 and later), the row of exactly this name, compared without case (D).
 * 4. Then the wildcard row of its parent (D for IIS 10; that it ranks after the exact name is I).
 * 5. Then the Central Certificate Store, as far as the name's file loads (D: CCS article).
 * 6. On IPv6 the `[::]` row (D), then the `0.0.0.0` row (D, for IPv6 connections too).
 * 7. Nothing: reset (D without a name, I with an unknown one).
 * A row whose hash is blank or whose key cannot be used resets (D by example), or the next row answers (V:
 * Certify The Web's guide alone): the attachment's `key` says which of them is modelled.
 * A row whose flags exclude every version offered fails, for that row only; that it shows as alert 70 is ?.
 *
 * By-name servers (nginx, Apache, HAProxy; observed): the listener of exactly this address takes the connection away
 * from the others and selects inside *its own* rows, then its own fallback; lower listeners are never asked.
 */
export function select(table: SelectionTable, connection: Connection): Reply {
  return traceSelection(table, connection).reply;
}

/** {@link select} with the rows that were passed on the way, and how well the deciding step is known. */
export function traceSelection(table: SelectionTable, connection: Connection): Selection {
  const early = beforeTheTable(table, connection);
  if (early !== null) return early;
  const candidates = listenersFor(table, connection).flatMap((listener) => candidatesOf(listener, connection));
  const passed: PassedRow[] = [];
  let confidence: Confidence = 'documented';
  for (const [index, candidate] of candidates.entries()) {
    if (candidate.namesIgnored) {
      if (candidate.id !== null) passed.push({ row: candidate.id, why: 'names-ignored' });
      continue;
    }
    const answer = answerOf(candidate, connection);
    if (answer === 'file-missing' || answer === 'key-unusable') {
      if (candidate.id !== null) passed.push({ row: candidate.id, why: answer });
      confidence = weaker(confidence, answer === 'file-missing' ? 'documented' : 'vendor');
      continue;
    }
    for (const lower of candidates.slice(index + 1)) {
      if (lower.id !== null && lower.id !== candidate.id) {
        passed.push({ row: lower.id, why: lower.namesIgnored ? 'names-ignored' : 'ranks-lower' });
      }
    }
    return {
      reply: answer.reply,
      acknowledged: acknowledges(table, connection, candidate.byName),
      matchedName: candidate.byName,
      passed,
      confidence: weaker(confidence, weaker(candidate.confidence, answer.confidence)),
    };
  }
  return {
    reply: { kind: 'reset', row: null },
    acknowledged: false,
    matchedName: false,
    passed,
    confidence: weaker(confidence, connection.serverName === null ? 'documented' : 'inferred'),
  };
}

/** Whether a name row has this name: exact, or a wildcard of one label (of several where `spansLabels`). Without case. */
export function rowMatches(row: NameRow, serverName: string): boolean {
  const name = serverName.toLowerCase();
  const host = row.host.toLowerCase();
  if (!host.startsWith('*.')) return name === host;
  const suffix = host.slice(1);
  if (!name.endsWith(suffix) || name.length === suffix.length) return false;
  return row.spansLabels === true || !name.slice(0, -suffix.length).includes('.');
}

interface Candidate {
  readonly id: string | null;
  readonly kind: NameRow['kind'] | 'fallback';
  readonly content: Fallback;
  readonly byName: boolean;
  /** A name row of the listener that is not looked at, because the exact address or the server's age hides names. */
  readonly namesIgnored: boolean;
  readonly confidence: Confidence;
}

function beforeTheTable(table: SelectionTable, connection: Connection): Selection | null {
  const decided = (reply: Reply, confidence: Confidence): Selection => ({
    reply,
    acknowledged: reply.kind === 'certificate' && acknowledges(table, connection, true),
    matchedName: false,
    passed: [],
    confidence,
  });
  if (!listensAt(table, connection.localAddress)) {
    return decided({ kind: 'refused', row: null }, 'documented');
  }
  const { serverName } = connection;
  const filter = table.filtered.find(({ host }) => host.toLowerCase() === serverName?.toLowerCase());
  if (filter !== undefined) {
    const { reply, alertCode } = filter;
    return decided(
      reply === 'alert' ? { kind: reply, code: alertCode ?? INTERNAL_ERROR, row: null } : { kind: reply, row: null },
      'observed',
    );
  }
  if (table.mints) {
    const certificate = mintedCertificate(serverName ?? connection.localAddress);
    return decided({ kind: 'certificate', certificate, signature: 'verifies', row: null }, 'observed');
  }
  return null;
}

/** Whether anything listens at this local address, as far as the listen list says. */
export function listensAt(table: SelectionTable, localAddress: string): boolean {
  const listensOn = table.listensOn ?? null;
  return listensOn === null || listensOn.some((address) => isListed(address, localAddress));
}

/** `0.0.0.0` lists every IPv4 address, `::` every IPv6 address. */
function isListed(listed: string, local: string): boolean {
  const any = isIpv6(local) ? '::' : '0.0.0.0';
  return canonicalAddress(listed) === any || sameAddress(listed, local);
}

/** The listener of exactly this address, then that of every other address: asked only where the first falls through. */
function listenersFor(table: SelectionTable, connection: Connection): readonly Listener[] {
  const onPort = table.listeners.filter(({ port }) => port === connection.port);
  const exact = onPort.filter(({ address }) => address !== null && sameAddress(address, connection.localAddress));
  return [...exact, ...onPort.filter(({ address }) => address === null)];
}

const RANK: Readonly<Record<NameRow['kind'], number>> = { exact: 0, wildcard: 1, ccs: 2 };

function candidatesOf(listener: Listener, connection: Connection): readonly Candidate[] {
  const { serverName } = connection;
  const rows = serverName === null ? [] : listener.rows.filter((row) => rowMatches(row, serverName));
  const ranked = rows.toSorted((a, b) => RANK[a.kind] - RANK[b.kind] || specificity(b) - specificity(a));
  const byName = ranked.map(
    (row): Candidate => ({
      id: row.id,
      kind: row.kind,
      content: contentOf(row),
      byName: true,
      namesIgnored: !listener.selectsByName,
      confidence: row.kind === 'wildcard' ? 'inferred' : 'documented',
    }),
  );
  return [...byName, ...fallbacksOf(listener, connection).map(fallbackCandidate)];
}

function contentOf({ id, attachments, disabledVersions }: NameRow): Fallback {
  return disabledVersions === undefined
    ? { kind: 'attachments', id, attachments }
    : { kind: 'attachments', id, attachments, disabledVersions };
}

/** An exact host before any wildcard, a longer parent before a shorter one. */
function specificity(row: NameRow): number {
  return row.host.startsWith('*.') ? row.host.length : Number.MAX_SAFE_INTEGER;
}

function fallbacksOf(listener: Listener, connection: Connection): readonly Fallback[] {
  const general =
    connection.serverName === null ? (listener.fallbackWithoutName ?? listener.fallback) : listener.fallback;
  return listener.fallbackIpv6 !== null && isIpv6(connection.localAddress)
    ? [listener.fallbackIpv6, general]
    : [general];
}

function fallbackCandidate(content: Fallback): Candidate {
  const id = content.kind === 'attachments' ? content.id : null;
  return { id, kind: 'fallback', content, byName: false, namesIgnored: false, confidence: 'documented' };
}

type Answer = { readonly reply: Reply; readonly confidence: Confidence } | 'file-missing' | 'key-unusable';

function answerOf(candidate: Candidate, connection: Connection): Answer {
  const { content, id } = candidate;
  if (content.kind !== 'attachments') {
    const reply: Reply =
      content.kind === 'alert' ? { kind: 'alert', code: content.code, row: null } : { kind: content.kind, row: null };
    return { reply, confidence: connection.serverName === null ? 'documented' : 'inferred' };
  }
  if (content.attachments.length === 0) {
    return candidate.kind === 'ccs' ? 'file-missing' : { reply: { kind: 'reset', row: id }, confidence: 'documented' };
  }
  const offered = connection.versions ?? null;
  const disabled = content.disabledVersions ?? [];
  if (offered !== null && offered.length > 0 && offered.every((version) => disabled.includes(version))) {
    return { reply: { kind: 'alert', code: PROTOCOL_VERSION, row: id }, confidence: 'unverified' };
  }
  return answerOfAttachments(content.attachments, connection, id);
}

const HANDSHAKE_FAILURE = 40;
const PROTOCOL_VERSION = 70;
const INTERNAL_ERROR = 80;

/** Servers with two key types choose by what the client can verify; a client that takes both gets ECDSA. */
function answerOfAttachments(attachments: readonly Attachment[], connection: Connection, row: string | null): Answer {
  const suitable = attachments
    .filter(({ keyType }) => connection.keyTypes === 'any' || connection.keyTypes === keyType)
    .toSorted((a, b) => Number(a.keyType === 'rsa') - Number(b.keyType === 'rsa'));
  if (suitable.length === 0) {
    return { reply: { kind: 'alert', code: HANDSHAKE_FAILURE, row }, confidence: 'observed' };
  }
  const attachment = suitable.find(({ key }) => key !== 'falls-through');
  if (attachment === undefined) return 'key-unusable';
  const { certificate, key } = attachment;
  switch (key) {
    case 'usable':
      return { reply: { kind: 'certificate', certificate, signature: 'verifies', row }, confidence: 'documented' };
    case 'wrong':
      return { reply: { kind: 'certificate', certificate, signature: 'fails', row }, confidence: 'observed' };
    case 'alerts':
      return {
        reply: { kind: 'alert', code: attachment.alertCode ?? INTERNAL_ERROR, row },
        confidence: 'observed',
      };
    case 'closes':
      return { reply: { kind: 'close', row }, confidence: 'observed' };
    default:
      return { reply: { kind: 'reset', row }, confidence: 'documented' };
  }
}

function acknowledges(table: SelectionTable, connection: Connection, matched: boolean): boolean {
  if (connection.serverName === null) return false;
  return table.acknowledges === 'always' || (table.acknowledges === 'on-match' && matched);
}

const WEIGHT: Readonly<Record<Confidence, number>> = {
  documented: 0,
  observed: 1,
  vendor: 2,
  inferred: 3,
  unverified: 4,
};

function weaker(a: Confidence, b: Confidence): Confidence {
  return WEIGHT[a] >= WEIGHT[b] ? a : b;
}
