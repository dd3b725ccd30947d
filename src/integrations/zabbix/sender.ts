import { connect, type Socket } from 'node:net';
import { escapeAndCut } from '../../report/escape.js';

/** A value as the sender protocol carries it; without `clock`, Zabbix takes the time at which it comes. */
export interface ZabbixValue {
  readonly host: string;
  readonly key: string;
  readonly value: string;
  /** Seconds since 1970, and nanoseconds beyond them. */
  readonly clock?: number;
  readonly ns?: number;
}

/** Where a Zabbix server or proxy takes values. */
export interface ZabbixPlace {
  readonly host: string;
  readonly port: number;
}

/**
 * How a message ended: Zabbix says how many values it took, not which. A fault: none of this is known; `problem` is safe
 * to print.
 */
export type SenderOutcome =
  | { readonly kind: 'answered'; readonly taken: number; readonly refused: number }
  | { readonly kind: 'fault'; readonly problem: string };

const MAGIC = 'ZBXD';
/** Of the flags, only "this is the protocol": neither compressed (2) nor large (4). */
const FLAGS = 1;
const HEADER_BYTES = 13;
const LARGEST_ANSWER = 64 * 1024;

/** Sends values to trapper items (sender protocol). Never rejects: a peer that refuses, hangs or lies is a fault. */
export async function sendValues(
  place: ZabbixPlace,
  values: readonly ZabbixValue[],
  signal: AbortSignal,
): Promise<SenderOutcome> {
  try {
    return readAnswer(await exchange(place, { request: 'sender data', data: values }, signal), values.length);
  } catch (error) {
    return { kind: 'fault', problem: signal.aborted ? 'no answer in time' : problemOf(error) };
  }
}

/** What the sender protocol's answer says. */
function readAnswer(text: string, total: number): SenderOutcome {
  const answer = parsed(text);
  if (answer === null) return { kind: 'fault', problem: 'the answer is not JSON' };
  const { response, info } = answer;
  const words = typeof info === 'string' ? info : '';
  if (response !== 'success') {
    return { kind: 'fault', problem: `Zabbix answered ${escapeAndCut(`${String(response)}: ${words}`, 200)}` };
  }
  const [, taken, refused] = /processed: (\d{1,9}); failed: (\d{1,9});/.exec(words) ?? [];
  if (taken === undefined || Number(taken) + Number(refused) !== total) {
    return { kind: 'fault', problem: 'the answer does not say how many values were taken' };
  }
  return { kind: 'answered', taken: Number(taken), refused: Number(refused) };
}

function parsed(text: string): { readonly response?: unknown; readonly info?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

async function exchange(place: ZabbixPlace, message: unknown, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC, 'latin1');
  header[4] = FLAGS;
  header.writeUInt32LE(body.length, 5);
  const socket = connect({ host: place.host, port: place.port, signal });
  try {
    socket.write(Buffer.concat([header, body]));
    return await answerOn(socket);
  } finally {
    socket.destroy();
  }
}

/** Reads one message; what comes after it is not looked at. */
function answerOn(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('close', () =>
      reject(new Error(bytes.length === 0 ? 'closed without an answer' : 'the answer is cut short')),
    );
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const begun = bytes.toString('latin1', 0, 5);
      if (!`${MAGIC}${String.fromCharCode(FLAGS)}`.startsWith(begun)) {
        reject(new Error('the answer is not the sender protocol’s'));
        return;
      }
      if (bytes.length < HEADER_BYTES) return;
      const length = bytes.readUInt32LE(5);
      if (length > LARGEST_ANSWER) reject(new Error('the answer is too long'));
      else if (bytes.length >= HEADER_BYTES + length)
        resolve(bytes.toString('utf8', HEADER_BYTES, HEADER_BYTES + length));
    });
  });
}

// The messages are our own sentences; of the system's errors the code is enough.
function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
