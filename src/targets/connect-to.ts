import { UsageError } from '../errors.js';
import type { ConnectTo } from '../model/target.js';
import { parseHost } from './host.js';
import { parsePort } from './parse-target.js';
import { quoted, TargetProblem } from './problem.js';

/**
 * Reads `HOST:PORT:ADDRESS:PORT` as curl's `--connect-to` does: every part may be empty (on the left "any", on the right
 * "unchanged"), IPv6 addresses stand in brackets. Throws UsageError `bad-option`.
 *
 * ```ts
 * parseConnectTo('shop.example:443:127.0.0.1:8443');  // dial there, everything else as if to shop.example:443
 * ```
 */
export function parseConnectTo(text: string): ConnectTo {
  try {
    const [host, port, toHost, toPort] = splitParts(text);
    return {
      host: host === '' ? null : parseHost(host).host,
      port: port === '' ? null : parsePort(port),
      toHost: toHost === '' ? null : parseHost(toHost).host,
      toPort: toPort === '' ? null : parsePort(toPort),
    };
  } catch (error) {
    if (!(error instanceof TargetProblem)) throw error;
    throw new UsageError('bad-option', `--connect-to ${quoted(text)}: ${error.message}`, error.hint);
  }
}

function splitParts(text: string): readonly [string, string, string, string] {
  const parts = /^(\[[^\]]*\]|[^:[\]]*):([^:]*):(\[[^\]]*\]|[^:[\]]*):([^:]*)$/.exec(text);
  if (parts === null) {
    throw new TargetProblem('HOST:PORT:ADDRESS:PORT was expected', 'Parts may be empty; IPv6 stands in brackets.');
  }
  return [parts[1] ?? '', parts[2] ?? '', parts[3] ?? '', parts[4] ?? ''];
}
