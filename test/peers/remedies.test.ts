/** What the report says is to be done is done, by its own lines, to the server that is broken; then the check passes. */
import { beforeAll, expect, it } from 'vitest';
import type { TargetReport } from '../../src/model/report.js';
import { certificateFiles, type Identities, type Identity, makeIdentities } from '../support/identities.js';
import { expecting } from '../support/incident.js';
import { describePeer } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import type { RunningServer } from '../support/process.js';
import { checkAll, type TargetText } from '../support/run-check.js';
import { type Setup, startApache, startHaproxy, startNginx } from '../support/servers/start.js';
import { startDovecot, startExim } from '../support/servers/starttls.js';
import { story, verdictOf } from '../support/verdicts.js';

type Pieces = Readonly<Record<string, string>>;

interface Case {
  readonly title: string;
  /** Named pieces of the configuration; `{port}` stands for the port. */
  readonly broken: Pieces;
  /** Does with the pieces what the remedy's text says, by the lines it gives; `text` is all its steps. */
  readonly mend: (pieces: Pieces, lines: readonly string[], text: string) => Pieces;
  /** Files at first, by their place below the folder: which certificate they hold. */
  readonly files?: Readonly<Record<string, string>>;
  readonly targets: readonly string[];
  /** The certificate itself is expected, not only the name. */
  readonly exactly?: boolean;
  readonly addresses?: readonly string[];
  /** Of a.test. */
  readonly cause: string;
}

interface Kind {
  readonly platform: string;
  readonly start: (setup: Setup) => Promise<RunningServer>;
  /** The whole configuration, of its pieces. */
  readonly whole: (pieces: Pieces, port: number) => string;
}

let identities: Identities;
let certificates: Readonly<Record<string, Identity>> = {};

beforeAll(async () => {
  identities = await makeIdentities();
  certificates = {
    a: identities.issue(['a.test']),
    b: identities.issue(['b.test']),
    first: identities.issue(['first.test']),
    earlier: identities.issue(['a.test'], { from: -70, until: 40 }),
  };
});

/** Where the remedies keep a certificate: /etc, below the server's folder. */
const below = (text: string, folder: string): string => text.replaceAll(/(?<![\w}])\/etc\//g, `${folder}/etc/`);

async function ask(each: Case, port: number): Promise<readonly TargetReport[]> {
  const expectation = each.exactly === true ? expecting(certificates.a) : null;
  const targets: TargetText[] = each.targets.map((target) => ({
    target: target.replace('{port}', String(port)),
    expectation,
  }));
  return checkAll(targets, { trust: { mode: 'bundled', ca: [identities.root.certificateDer], caSource: 'the root' } });
}

/** The configuration that a remedy gives: the lines that its steps indent. */
function configurationIn(steps: readonly string[]): readonly string[] {
  // What nobody can know from outside is left to the reader, who does know it; here it is the address itself.
  const known = steps.map((step) => step.replaceAll(/<local address of ([\d.]+)>/g, '$1'));
  return known.flatMap((step) => step.split('\n').flatMap((line) => (line.startsWith('  ') ? [line.slice(2)] : [])));
}

/** Where the remedies' examples keep certificate and key. */
function placed(identity: Identity | undefined): Readonly<Record<string, string>> {
  return {
    'etc/ssl/a.test.pem': identity?.certificateListPem ?? '',
    'etc/ssl/a.test.key': identity?.privateKeyPem ?? '',
    'etc/haproxy/certs/a.test.pem': identity?.bundlePem ?? '',
  };
}

async function serve<T>(kind: Kind, pieces: Pieces, files: Pieces, each: Case, port: number, body: () => Promise<T>) {
  const places = (each.addresses ?? ['127.0.0.1']).map((address) => ({ address, port }));
  const resolved = (text: string): string => below(text, '{folder}').replaceAll('{port}', String(port));
  const lists = Object.entries(pieces).filter(([name]) => name.startsWith('etc/'));
  const config = Object.fromEntries(Object.entries(pieces).filter(([name]) => !name.startsWith('etc/')));
  const all = { ...files, ...Object.fromEntries(lists.map(([name, text]) => [name, resolved(text)])) };
  const server = await kind.start({ config: resolved(kind.whole(config, port)), places, files: all });
  try {
    return await body();
  } finally {
    await server.stop();
  }
}

function remedies(kind: Kind, cases: readonly Case[]): void {
  for (const each of cases) {
    it(each.title, async () => {
      const port = await freePort();
      const named = Object.entries(each.files ?? {}).map(([path, name]) => [path, certificates[name]?.bundlePem ?? '']);
      const atFirst: Pieces = { ...certificateFiles(certificates), ...Object.fromEntries(named) };
      const broken = await serve(kind, each.broken, atFirst, each, port, () => ask(each, port));
      const report = broken.find(({ target }) => target.host === 'a.test');
      expect(report?.diagnosis?.cause, broken.map(story).join('\n\n')).toBe(each.cause);
      const remedy = report?.diagnosis?.remedies.find(({ platform }) => platform === kind.platform);
      const steps = remedy?.steps ?? [];
      expect(steps.join('\n'), JSON.stringify(report?.diagnosis?.remedies.map(({ platform }) => platform))).not.toBe(
        '',
      );
      const pieces = each.mend(each.broken, configurationIn(steps), steps.join('\n'));
      const files = { ...atFirst, ...placed(certificates.a) };
      const mended = await serve(kind, pieces, files, each, port, () => ask(each, port));
      const told = `${steps.join('\n')}\n\n${Object.values(pieces).join('\n')}\n${mended.map(story).join('\n\n')}`;
      expect(mended.map(verdictOf), told).toEqual(mended.map(() => 'ok'));
    });
  }
}

/** The lines as they stand, as a piece of their own. */
const added = (pieces: Pieces, lines: readonly string[]): Pieces => {
  expect(lines).not.toEqual([]);
  return { ...pieces, remedy: lines.join('\n') };
};

const both = ['a.test:{port}@127.0.0.1', 'b.test:{port}@127.0.0.1'];
const alone = ['a.test:{port}@127.0.0.1'];
const twoAddresses = { targets: ['a.test:{port}@127.0.0.1,127.0.0.2'], addresses: ['127.0.0.1', '127.0.0.2'] };

describePeer('nginx remedies', ['nginx'], () => {
  const block = (listen: string, name: string, certificate: string): string => `
server {
  listen ${listen};
  server_name ${name};
  ssl_certificate ${certificate}.pem;
  ssl_certificate_key ${certificate}.key;
  return 200;
}`;
  const fallback = block('{port} ssl default_server', 'first.test', 'first');
  const b = block('{port} ssl', 'b.test', 'b');
  /** “Point ssl_certificate and ssl_certificate_key of the block with … at the right files”. */
  const pointed: Case['mend'] = (pieces, _lines, text) => {
    expect(text).toContain('server_name a.test');
    expect(text).toContain('ssl_certificate_key');
    return { ...pieces, a: block('{port} ssl', 'a.test', 'a') };
  };
  remedies({ platform: 'nginx', start: startNginx, whole: (pieces) => Object.values(pieces).join('') }, [
    {
      title: 'a missing server block',
      broken: { fallback, b },
      mend: added,
      targets: both,
      cause: 'missing-sni-host-match',
    },
    {
      title: 'a missing server block behind ssl_reject_handshake',
      broken: { fallback: 'server { listen {port} ssl default_server; ssl_reject_handshake on; }', b },
      mend: added,
      targets: both,
      cause: 'missing-sni-host-match',
    },
    {
      title: 'a listener for one address',
      broken: { a: block('{port} ssl', 'a.test', 'a'), specific: block('127.0.0.2:{port} ssl', 'first.test', 'first') },
      // “let the name's block listen on that address too”
      mend: ({ a = '', ...others }, lines) => {
        const listens = lines.filter((line) => line.trim().startsWith('listen'));
        expect(listens).toHaveLength(2);
        return { ...others, a: a.replace('listen {port} ssl;', listens.join('\n')) };
      },
      ...twoAddresses,
      cause: 'ip-binding-conflict',
    },
    {
      title: 'another certificate in the name’s block',
      broken: { fallback, b, a: block('{port} ssl', 'a.test', 'b') },
      mend: pointed,
      targets: both,
      cause: 'wrong-certificate-bound',
    },
    {
      title: 'an earlier edition in the name’s block',
      broken: { fallback, a: block('{port} ssl', 'a.test', 'earlier') },
      mend: pointed,
      targets: alone,
      exactly: true,
      cause: 'stale-certificate',
    },
    {
      title: '“ssl” is missing',
      broken: { a: block('{port}', 'a.test', 'a') },
      mend: ({ a = '' }, lines) => {
        const listen = lines.find((line) => line.startsWith('listen'));
        expect(listen).toBeDefined();
        return { a: a.replace('listen {port};', listen ?? '') };
      },
      targets: alone,
      cause: 'not-tls',
    },
  ]);
});

describePeer('Apache remedies', ['apache2'], () => {
  const host = (where: string, name: string, certificate = name, engine = 'SSLEngine on'): string => `
<VirtualHost ${where}:{port}>
  ServerName ${name}.test
  ${engine}
  SSLCertificateFile {folder}/${certificate}.pem
  SSLCertificateKeyFile {folder}/${certificate}.key
</VirtualHost>
`;
  const pointed: Case['mend'] = (pieces, _lines, text) => {
    expect(text).toContain('ServerName a.test');
    expect(text).toContain('SSLCertificateKeyFile');
    return { ...pieces, a: host('*', 'a') };
  };
  const whole: Kind['whole'] = (pieces, port) => `Listen 0.0.0.0:${port} http\n${Object.values(pieces).join('\n')}`;
  remedies({ platform: 'apache', start: startApache, whole }, [
    {
      title: 'a missing virtual host',
      broken: { first: host('*', 'first'), b: host('*', 'b') },
      mend: added,
      targets: both,
      cause: 'missing-sni-host-match',
    },
    {
      title: 'virtual hosts for one address',
      broken: { a: host('*', 'a'), specific: host('127.0.0.2', 'first') },
      // “name both for the host”
      mend: ({ a = '', ...others }, lines) => {
        const opening = lines.find((line) => line.startsWith('<VirtualHost'));
        expect(opening).toBeDefined();
        return { ...others, a: a.replace('<VirtualHost *:{port}>', opening ?? '') };
      },
      ...twoAddresses,
      cause: 'ip-binding-conflict',
    },
    {
      title: 'another certificate in the name’s virtual host',
      broken: { first: host('*', 'first'), b: host('*', 'b'), a: host('*', 'a', 'b') },
      mend: pointed,
      targets: both,
      cause: 'wrong-certificate-bound',
    },
    {
      title: 'an earlier edition in the name’s virtual host',
      broken: { first: host('*', 'first'), a: host('*', 'a', 'earlier') },
      mend: pointed,
      targets: alone,
      exactly: true,
      cause: 'stale-certificate',
    },
    {
      title: 'SSLEngine is missing',
      broken: { a: host('*', 'a', 'a', '# SSLEngine') },
      mend: ({ a = '' }, lines) => {
        expect(lines).toContain('SSLEngine on');
        return { a: a.replace('# SSLEngine', 'SSLEngine on') };
      },
      targets: alone,
      cause: 'not-tls',
    },
  ]);
});

describePeer('HAProxy remedies', ['haproxy'], () => {
  const bind = 'bind :{port} ssl crt-list /etc/haproxy/certs.list';
  const present = { 'etc/haproxy/certs/first.pem': 'first', 'etc/haproxy/certs/b.test.pem': 'b' };
  const listed = '/etc/haproxy/certs/first.pem\n/etc/haproxy/certs/b.test.pem b.test\n';
  const list = 'etc/haproxy/certs.list';
  const whole: Kind['whole'] = (pieces) => `frontend names
${Object.values(pieces).join('\n')}
    http-response set-header Server haproxy
    http-request return status 200
`;
  remedies({ platform: 'haproxy', start: startHaproxy, whole }, [
    {
      title: 'a missing certificate',
      broken: { bind, [list]: listed },
      files: present,
      mend: (pieces, lines) => {
        expect(lines[0]?.replace(/:\d+/, ':{port}')).toBe(bind);
        const comment = lines.findIndex((line) => line.startsWith('# in certs.list'));
        expect(comment).toBeGreaterThan(0);
        return { ...pieces, [list]: `${listed}${lines.slice(comment + 1).join('\n')}\n` };
      },
      targets: both,
      cause: 'missing-sni-host-match',
    },
    {
      title: 'a bind line for one address',
      broken: {
        bind,
        specific: 'bind 127.0.0.2:{port} ssl crt {folder}/first.bundle.pem',
        [list]: `${listed}/etc/haproxy/certs/a.test.pem a.test\n`,
      },
      files: { ...present, 'etc/haproxy/certs/a.test.pem': 'a' },
      // “Give it the same crt or crt-list as the "bind :…" line”
      mend: (pieces, _lines, text) => {
        expect(text).toMatch(/"bind <local address of 127\.0\.0\.2>:\d+"/);
        return { ...pieces, specific: bind.replace('bind :', 'bind 127.0.0.2:') };
      },
      ...twoAddresses,
      cause: 'ip-binding-conflict',
    },
    {
      title: 'an earlier edition in the file',
      broken: { bind, [list]: `${listed}/etc/haproxy/certs/a.test.pem a.test\n` },
      files: { ...present, 'etc/haproxy/certs/a.test.pem': 'earlier' },
      // “Replace the PEM file”: the right one is put in its place before the server starts again.
      mend: (pieces, _lines, text) => {
        expect(text).toMatch(/Replace the PEM file.* a\.test/);
        return pieces;
      },
      targets: alone,
      exactly: true,
      cause: 'stale-certificate',
    },
  ]);
});

/** “Give the name a block of its own”: behind STARTTLS the remedy is that of the mail server. */
describePeer('Dovecot remedies', ['dovecot'], () => {
  const whole: Kind['whole'] = (pieces) => `
protocols = imap
ssl_cert = <{folder}/first.pem
ssl_key = <{folder}/first.key
${Object.values(pieces).join('\n')}
service imap-login {
  inet_listener imap {
    port = {port}
  }
  inet_listener imaps {
    port = 0
  }
}
`;
  remedies({ platform: 'dovecot', start: startDovecot, whole }, [
    {
      title: 'a missing local_name',
      broken: { b: 'local_name b.test {\n  ssl_cert = <{folder}/b.pem\n  ssl_key = <{folder}/b.key\n}' },
      mend: added,
      targets: ['imap://a.test:{port}@127.0.0.1', 'imap://b.test:{port}@127.0.0.1'],
      cause: 'missing-sni-host-match',
    },
  ]);
});

describePeer('Exim remedies', ['exim4'], () => {
  const whole: Kind['whole'] = (pieces, port) => `daemon_smtp_ports = ${port}\n${Object.values(pieces).join('\n')}`;
  remedies({ platform: 'exim', start: startExim, whole }, [
    {
      title: 'the certificate of another name',
      broken: { tls: 'tls_certificate = {folder}/first.pem\ntls_privatekey = {folder}/first.key' },
      mend: (_pieces, lines) => ({ tls: lines.join('\n') }),
      targets: ['smtp://a.test:{port}@127.0.0.1'],
      cause: 'fallback-certificate',
    },
  ]);
});
