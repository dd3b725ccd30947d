import { describe, expect, it } from 'vitest';
import { demoEstate } from '../../../src/lab/demo-estate.js';
import { startLab } from '../../../src/lab/start-lab.js';
import { readBlackboxConfig } from '../../../src/serve/probe/blackbox-config.js';
import { readModules } from '../../../src/serve/probe/modules.js';
import { readProbeRequest } from '../../../src/serve/probe/request.js';
import { starttlsWord } from '../../../src/serve/probe/starttls-word.js';

const nothing = (path: string): Promise<never> => Promise.reject(new Error(`not to be read: ${path}`));
const read = (text: string) => readBlackboxConfig(text, '/etc/prometheus/blackbox.yml', nothing);

/** The modules that come with Debian's package, and some that people write. */
const USUAL = `
modules:
  http_2xx:
    prober: http
  http_post_2xx:
    prober: http
    http:
      method: POST
  internal_web:
    prober: http
    timeout: 1m5s
    http:
      preferred_ip_protocol: ip4
      valid_status_codes: [200, 401]
      headers: { host: intranet.example }
      tls_config: { insecure_skip_verify: true, min_version: TLS12 }
  tcp_connect:
    prober: tcp
  ldaps:
    prober: tcp
    tcp: { tls: true, tls_config: { server_name: ldap.example } }
  pop3s_banner:
    prober: tcp
    tcp:
      query_response:
      - expect: "^+OK"
      tls: true
      tls_config:
        insecure_skip_verify: false
  smtp_with_starttls:
    prober: tcp
    tcp:
      query_response:
      - expect: "^220 ([^ ]+) ESMTP (.+)$"
      - send: "EHLO prober\\r"
      - expect: "^250-STARTTLS"
      - send: "STARTTLS\\r"
      - expect: "^220"
      - starttls: true
      - send: "QUIT\\r"
  strange_upgrade:
    prober: tcp
    tcp: { query_response: [{ send: PLEASE }, { starttls: true }] }
  grpc: { prober: grpc, grpc: { service: x } }
  grpc_tls: { prober: grpc, grpc: { tls: true } }
  icmp:
    prober: icmp
  dns_udp: { prober: dns, dns: { query_name: example.com } }
  plain_page: { prober: http, http: { fail_if_ssl: true } }
`;

describe('a blackbox.yml', () => {
  it('is understood as far as TLS goes', async () => {
    const { modules } = await read(USUAL);
    expect(modules.get('http_2xx')).toMatchObject({ scheme: { scheme: 'https' }, verify: true, preferred: null });
    expect(modules.get('internal_web')).toMatchObject({
      scheme: { scheme: 'https' },
      serverName: 'intranet.example',
      verify: false,
      preferred: 'ip4',
      timeoutMs: 65_000,
    });
    expect(modules.get('ldaps')).toMatchObject({ scheme: null, serverName: 'ldap.example', refusal: null });
    expect(modules.get('pop3s_banner')).toMatchObject({ scheme: null, verify: true, refusal: null });
    expect(modules.get('smtp_with_starttls')).toMatchObject({ scheme: { starttls: 'smtp' }, refusal: null });
    expect(modules.get('grpc_tls')).toMatchObject({ refusal: null });
  });

  it('says what it says in vain', async () => {
    const { notJudged } = await read(USUAL);
    expect(Object.fromEntries(notJudged)).toEqual({
      http_post_2xx: ['method'],
      internal_web: ['headers', 'tls_config.min_version', 'valid_status_codes'],
    });
  });

  it.each([
    ['tcp_connect', 'speaks no TLS (neither tls: true nor starttls: true)'],
    ['strange_upgrade', 'a protocol that is not known here'],
    ['grpc', 'no tls: true'],
    ['icmp', 'its prober is "icmp", which speaks no TLS'],
    ['dns_udp', 'its prober is "dns"'],
    ['plain_page', 'fail_if_ssl'],
  ])('%s cannot be asked, and a probe is told why', async (module, why) => {
    const modules = readModules([], (await read(USUAL)).modules);
    const ask = () => readProbeRequest({ target: 'a.example:443', module }, { modules, preferred: 'ip6' });
    expect(ask).toThrow(expect.objectContaining({ code: 'unknown-module', hint: expect.stringContaining('blackbox') }));
    expect(ask).toThrow(why);
  });

  it('its names stand before ours, and --module before its', async () => {
    const { modules } = await read('modules: { https: { prober: tcp, tcp: { tls: true } }, mail: { prober: icmp } }');
    const all = readModules(['mail=imap'], modules);
    expect([all.get('https')?.scheme, all.get('mail')?.scheme?.scheme]).toEqual([null, 'imap']);
    expect(all.get('smtps')?.scheme?.port).toBe(465);
  });

  it('server_name is asked for, and the target dialled, whatever hostname says', async () => {
    const modules = readModules([], (await read(USUAL)).modules);
    const query = { target: '192.0.2.7:636', module: 'ldaps', hostname: 'other.example' };
    expect(readProbeRequest(query, { modules, preferred: 'ip6' }).target).toMatchObject({
      ...{ host: 'ldap.example', port: 636, scheme: 'ldaps', starttls: null },
      addresses: [{ address: '192.0.2.7' }],
    });
    const web = readProbeRequest(
      { target: 'https://192.0.2.8', module: 'internal_web' },
      { modules, preferred: 'ip6' },
    );
    expect(web).toMatchObject({ target: { host: 'intranet.example' }, preferred: 'ip4' });
  });

  it('brings anchors of its own, by paths relative to its folder', async () => {
    const lab = await startLab(demoEstate());
    await lab.stop();
    const paths: string[] = [];
    const text = 'modules: { a: { prober: tcp, tcp: { tls: true, tls_config: { ca_file: ca/own.pem } } } }';
    const { modules } = await readBlackboxConfig(text, '/etc/blackbox.yml', (path) => {
      paths.push(path);
      return Promise.resolve(Buffer.from(lab.caPem));
    });
    expect(paths).toEqual(['/etc/ca/own.pem']);
    expect(modules.get('a')?.ca.map((der) => Buffer.from(der))).toEqual([Buffer.from(lab.caDer)]);
  });

  it.each([
    ['modules: [', 'blackbox.yml'],
    ['modules: 7', 'modules'],
    ['modules: { a: { prober: 7 } }', 'modules.a.prober'],
    ['modules: { a: { prober: http, timeout: soon } }', 'timeout "soon"'],
    ['modules: { a: { prober: http, http: { preferred_ip_protocol: ip5 } } }', 'modules.a.http.preferred_ip_protocol'],
    ['modules: { a: { prober: tcp, tcp: { tls: true, tls_config: { ca: none } } } }', 'tls_config.ca'],
  ])('%j is refused', async (text, word) => {
    await expect(read(text)).rejects.toThrow(expect.objectContaining({ code: 'bad-file' }));
    await expect(read(text)).rejects.toThrow(word);
  });
});

describe('a STARTTLS conversation', () => {
  it.each([
    ['smtp', ['^220', 'EHLO x', '^250-STARTTLS', 'STARTTLS', '^220']],
    ['imap', ['OK.*STARTTLS', '. STARTTLS', 'OK']],
    ['imap', ['^\\* OK', 'a001 STARTTLS']],
    ['pop3', ['^\\+OK', 'STLS', '^\\+OK']],
    ['ftp', ['^220', 'AUTH TLS', '^234']],
    ['xmpp', ["<stream:stream to='x' xmlns='jabber:client'>", '<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>']],
    ['xmpp-server', ["<stream:stream xmlns='jabber:server'>", '<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>']],
    ['sieve', ['IMPLEMENTATION', 'STARTTLS', '^OK']],
    ['nntp', ['^200', 'STARTTLS', '^382']],
    [null, ['hello', 'upgrade!']],
  ])('of %s is known by its words', (word, said) => {
    const steps = said.map((each, index) => (index % 2 === 0 ? { expect: each } : { send: each }));
    expect(starttlsWord([...steps, { starttls: true }])).toBe(word);
    expect(starttlsWord(steps)).toBeNull();
  });
});
