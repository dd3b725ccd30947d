import { createHash } from 'node:crypto';
import { namedTable } from '../../src/bindings/named-table.js';
import { createIssuer, type Issued } from '../../src/lab/issue.js';
import { startLab } from '../../src/lab/start-lab.js';
import { findProgram } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import { startNginx } from '../support/servers/start.js';

/**
 * What is measured against, as plain data for a process of its own: one server, a certificate and a P-256 key for each
 * name. There are more names than any cache holds (512 keys, 1,000 certificates), so that walking them in order finds
 * nothing remembered, as a long list does.
 */
export interface Fixture {
  readonly server: 'nginx' | 'lab';
  readonly port: number;
  readonly names: readonly string[];
  /** SHA-256 of each name's certificate, lower-case hex: what was served must be this. */
  readonly fingerprints: readonly string[];
  /** The certificates as base64 of their DER. */
  readonly certificates: readonly string[];
  readonly caPem: string;
  /** Loopback addresses at which the server answers. */
  readonly addresses: readonly string[];
}

export interface RunningFixture {
  readonly fixture: Fixture;
  stop(): Promise<void>;
}

const NAMES = 1_200;
const nameOf = (index: number): string => `t${index}.bench.example`;

/** nginx with one worker where it is installed, else (or when told so) the lab's server. */
export async function startFixture(lab = false): Promise<RunningFixture> {
  return lab || findProgram('nginx') === null ? startLabFixture() : startNginxFixture();
}

async function startNginxFixture(): Promise<RunningFixture> {
  const root = await createIssuer({ commonName: 'bench root' });
  const intermediate = root.subordinate('bench intermediate');
  const issued = names().map((name) => intermediate.issue({ dnsNames: [name, `www.${name}`] }));
  const port = await freePort();
  // Linux answers at all of 127.0.0.0/8: a target can have an address of its own.
  const host = process.platform === 'linux' ? '*' : '127.0.0.1';
  const server = await startNginx({
    config: [
      'server_names_hash_max_size 8192; server_names_hash_bucket_size 128; ssl_session_cache none;',
      'ssl_session_tickets off;',
      ...issued.map(
        (_, index) => `server { listen ${host}:${port} ssl${index === 0 ? ' default_server' : ''};
          server_name ${nameOf(index)}; ssl_certificate ${index}.pem; ssl_certificate_key ${index}.key; return 204; }`,
      ),
    ].join('\n'),
    files: Object.fromEntries(
      issued.flatMap(({ certificateListPem, privateKeyPem }, index) => [
        [`${index}.pem`, certificateListPem],
        [`${index}.key`, privateKeyPem],
      ]),
    ),
    places: [{ address: '127.0.0.1', port }],
  });
  const addresses = host === '*' ? loopbackAddresses() : ['127.0.0.1'];
  const fixture = { server: 'nginx' as const, port, addresses, caPem: root.certificatePem, ...served(issued) };
  return { fixture, stop: () => server.stop() };
}

async function startLabFixture(): Promise<RunningFixture> {
  const words = names().map((_, index) => `c${index}`);
  const attachment = (word: string) => ({ certificate: word, keyType: 'ecdsa' as const, key: 'usable' as const });
  const lab = await startLab({
    title: 'Bench',
    certificates: Object.fromEntries(
      words.map((word, index) => [
        word,
        { commonName: nameOf(index), dnsNames: [nameOf(index), `www.${nameOf(index)}`], keyType: 'ecdsa' as const },
      ]),
    ),
    machines: {
      one: {
        table: namedTable(
          [
            {
              address: null,
              port: 443,
              hosts: words.map((word, index) => ({ host: nameOf(index), attachments: [attachment(word)] })),
              fallback: { kind: 'attachments', id: 'default', attachments: [attachment('c0')] },
            },
          ],
          'always',
        ),
        server: 'nginx',
      },
    },
    addresses: [{ address: '203.0.113.1', port: 443, machines: ['one'] }],
    targets: [],
  });
  const issued = words.map((word) => {
    const found = lab.certificates.get(word);
    if (found === undefined) throw new Error(`the lab has no certificate ${word}`);
    return found;
  });
  const [rule] = lab.connectTo;
  const port = rule?.toPort ?? 0;
  const fixture = { server: 'lab' as const, port, addresses: ['127.0.0.1'], caPem: lab.caPem, ...served(issued) };
  return { fixture, stop: () => lab.stop() };
}

function names(): readonly string[] {
  return Array.from({ length: NAMES }, (_, index) => nameOf(index));
}

function served(
  issued: readonly Pick<Issued, 'certificateDer'>[],
): Pick<Fixture, 'names' | 'fingerprints' | 'certificates'> {
  return {
    names: names(),
    fingerprints: issued.map(({ certificateDer }) => createHash('sha256').update(certificateDer).digest('hex')),
    certificates: issued.map(({ certificateDer }) => Buffer.from(certificateDer).toString('base64')),
  };
}

/** 127.1.0.1 … 127.1.255.254 but for those that end in 0 or 255. */
function loopbackAddresses(): readonly string[] {
  return Array.from({ length: 16 * 254 }, (_, index) => `127.1.${Math.floor(index / 254)}.${(index % 254) + 1}`);
}
