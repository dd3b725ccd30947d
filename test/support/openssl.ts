/** What `openssl s_client` sees: the reference that our own reader is compared with. */
import { createHash, X509Certificate } from 'node:crypto';
import { program } from './peers.js';
import { runProgram } from './process.js';

export interface Reference {
  /** SHA-256 of each certificate that `-showcerts` prints, lower-case hex, in wire order. */
  readonly certificates: readonly string[];
  /** Whether an extension `server name` came back; null where no ServerHello did. */
  readonly acknowledged: boolean | null;
  /** `fatal unrecognized_name`, `warning unrecognized_name` … as received, `close_notify` left out. */
  readonly alerts: readonly string[];
  /** `TLSv1.3` …; null when the handshake did not finish. */
  readonly protocol: string | null;
  readonly text: string;
}

export interface ReferenceQuestion {
  readonly address: string;
  readonly port: number;
  /** null: no server_name. */
  readonly serverName: string | null;
  /** Further options, `-tls1_2` or `-starttls smtp` for instance. */
  readonly options?: readonly string[];
}

/** Asks by `openssl s_client -showcerts -tlsextdebug -msg`. */
export async function askOpenssl(question: ReferenceQuestion): Promise<Reference> {
  const host = question.address.includes(':') ? `[${question.address}]` : question.address;
  const name = question.serverName === null ? ['-noservername'] : ['-servername', question.serverName];
  const args = ['s_client', '-connect', `${host}:${question.port}`, ...name];
  const shown = ['-showcerts', '-tlsextdebug', '-msg', '-cipher', 'DEFAULT:@SECLEVEL=0'];
  const { stdout, stderr } = await runProgram(program('openssl'), [...args, ...shown, ...(question.options ?? [])]);
  return readReference(`${stdout}\n${stderr}`);
}

/** Reads what s_client printed. */
export function readReference(text: string): Reference {
  const alerts: string[] = [];
  // We leave where the client would answer the server's flight: what comes after is not ours to see.
  const flight =
    text.split(/^>>> [^\n]*Handshake \[length [0-9a-f]+\], (?:Certificate|ClientKeyExchange|Finished)/m)[0] ?? '';
  for (const [, level, description] of flight.matchAll(/^<<< [^\n]*Alert \[length 0002\], (fatal|warning) (\w+)/gm)) {
    if (description !== 'close_notify') alerts.push(`${level} ${description}`);
  }
  const heard = /^<<< [^\n]*Handshake \[length [0-9a-f]+\], ServerHello/m.test(text);
  const protocol = /^ *Protocol *: (\S+)$/m.exec(text)?.[1] ?? /^New, (TLSv1\.3), Cipher is TLS_/m.exec(text)?.[1];
  const list = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  return {
    certificates: list.map((pem) => createHash('sha256').update(new X509Certificate(pem).raw).digest('hex')),
    acknowledged: heard ? /^TLS server extension "server name"/m.test(text) : null,
    alerts,
    protocol: protocol ?? null,
    text,
  };
}
