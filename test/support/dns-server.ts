/** A DNS server on loopback (RFC 1035): answers what its table says, and counts what it was asked. */
import { createSocket } from 'node:dgram';

export interface DnsRecords {
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  readonly CNAME?: string;
  /** Preference and exchange. */
  readonly MX?: readonly (readonly [number, string])[];
  /** Priority, port and target. */
  readonly SRV?: readonly (readonly [number, number, string])[];
  /** Instead of an answer: SERVFAIL, or nothing at all. */
  readonly fault?: 'servfail' | 'silence';
}

export interface DnsServer {
  /** `127.0.0.1:port` */
  readonly server: string;
  /** `A www.example.com` … in the order of arrival. */
  readonly questions: readonly string[];
  stop(): Promise<void>;
}

type RecordType = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'SRV';

const TYPES: Readonly<Record<number, RecordType>> = { 1: 'A', 5: 'CNAME', 15: 'MX', 28: 'AAAA', 33: 'SRV' };
const NUMBERS = { A: 1, CNAME: 5, MX: 15, AAAA: 28, SRV: 33 } as const;

export async function startDns(zone: Readonly<Record<string, DnsRecords>>): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (message, { port, address }) => {
    const { name, end } = readName(message, 12);
    const type = TYPES[message.readUInt16BE(end)] ?? null;
    questions.push(`${type ?? message.readUInt16BE(end)} ${name}`);
    const records = zone[name];
    if (records?.fault === 'silence') return;
    const answers = records === undefined || type === null ? [] : answersFor(name, type, zone);
    const code = records === undefined ? 3 : records.fault === 'servfail' ? 2 : 0;
    const header = Buffer.from(message.subarray(0, 12));
    header.writeUInt16BE(0x8180 | code, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(answers.length, 6);
    header.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([header, message.subarray(12, end + 4), ...answers]), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    server: `127.0.0.1:${socket.address().port}`,
    questions,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function answersFor(name: string, type: RecordType, zone: Readonly<Record<string, DnsRecords>>): Buffer[] {
  const { CNAME, ...records } = zone[name] ?? {};
  if (CNAME !== undefined) {
    const alias = record(name, 'CNAME', writeName(CNAME));
    return type === 'CNAME' || CNAME === name ? [alias] : [alias, ...answersFor(CNAME, type, zone)];
  }
  if (type === 'CNAME') return [];
  if (type === 'MX')
    return (records.MX ?? []).map(([preference, host]) => record(name, type, numbers([preference], host)));
  if (type === 'SRV') {
    return (records.SRV ?? []).map(([priority, port, host]) => record(name, type, numbers([priority, 0, port], host)));
  }
  return (records[type] ?? []).map((address) => record(name, type, addressBytes(address)));
}

function record(name: string, type: RecordType, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(NUMBERS[type], 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(60, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([writeName(name), fixed, data]);
}

/** 16-bit numbers, then a name. */
function numbers(values: readonly number[], host: string): Buffer {
  const fixed = Buffer.alloc(2 * values.length);
  values.forEach((value, index) => {
    fixed.writeUInt16BE(value, 2 * index);
  });
  return Buffer.concat([fixed, writeName(host)]);
}

function addressBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::', 2);
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const middle = address.includes('::') ? Array<string>(8 - left.length - right.length).fill('0') : [];
  const bytes = Buffer.alloc(16);
  [...left, ...middle, ...right].forEach((group, index) => {
    bytes.writeUInt16BE(Number.parseInt(group, 16), index * 2);
  });
  return bytes;
}

function readName(message: Buffer, at: number): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let offset = at;
  for (let length = message[offset] ?? 0; length > 0; length = message[offset] ?? 0) {
    labels.push(message.toString('latin1', offset + 1, offset + 1 + length));
    offset += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: offset + 1 };
}

function writeName(name: string): Buffer {
  const labels = (name === '' ? [] : name.split('.')).map((label) =>
    Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]),
  );
  return Buffer.concat([...labels, Buffer.from([0])]);
}
