import { describe, expect, it } from 'vitest';
import { PLACEHOLDERS } from '../../../src/diagnosis/causes/facts.js';
import { fitting } from '../../../src/diagnosis/remedies/fitting.js';
import { inOrder } from '../../../src/diagnosis/remedies/order.js';

const named = (...platforms: string[]) => platforms.map((platform) => ({ platform, steps: [] }));
const remedies = named('windows-iis', 'nginx', 'apache', 'kubernetes-ingress', 'other');
const orderOf = (seen: { readonly server?: string; readonly [fact: string]: unknown }, some = remedies) => {
  const canBeHttpSys = seen.server?.startsWith('microsoft-') ?? true;
  return inOrder(some, { ...PLACEHOLDERS, canBeHttpSys, ...seen }).map(({ platform }) => platform);
};

describe('the platform that was seen comes first', () => {
  it.each([
    [{ server: 'microsoft-iis/10.0' }, 'windows-iis'],
    [{ server: 'microsoft-httpapi/2.0' }, 'windows-iis'],
    [{ server: 'nginx/1.25.3' }, 'nginx'],
    [{ server: 'nginx/1.25.3', knownProduct: 'ingress-nginx' }, 'kubernetes-ingress'],
    [{ server: 'apache/2.4.62 (debian)' }, 'apache'],
    [{ server: 'apache-coyote/1.1' }, 'other'],
    [{ server: 'lighttpd/1.4.69' }, 'other'],
    [{ knownProduct: 'ingress-nginx' }, 'kubernetes-ingress'],
  ])('%j', (seen, first) => {
    expect(orderOf(seen)[0]).toBe(first);
  });

  it.each(['nginx/1.25.3', 'apache', 'lighttpd/1.4.69', 'hitch'])('%s is not Windows', (server) => {
    expect(orderOf({ server })).not.toContain('windows-iis');
  });

  it('Windows is last where nothing speaks for it, and first where the connection was reset, as http.sys does', () => {
    expect(orderOf({}).at(-1)).toBe('windows-iis');
    expect(orderOf({ isAlert: true }).at(-1)).toBe('windows-iis');
    expect(orderOf({ isReset: true })[0]).toBe('windows-iis');
    expect(orderOf({ isReset: true, server: 'nginx/1.25.3' })[0]).toBe('nginx');
    expect(orderOf({ isReset: true, canBeHttpSys: false })).not.toContain('windows-iis');
  });

  it('what a cause says of any server first stays first', () => {
    expect(orderOf({ server: 'nginx' }, named('any', 'apache', 'nginx', 'any'))).toEqual([
      'any',
      'nginx',
      'apache',
      'any',
    ]);
  });
});

describe('a port of another protocol', () => {
  const fittedFor = (protocol: string, some = remedies) =>
    fitting([...some, ...named('load-balancer')], {
      ...PLACEHOLDERS,
      host: 'mail.example',
      scheme: `${protocol}://`,
      protocol,
    });

  it.each([
    ['smtp', ['postfix', 'exim']],
    ['submission', ['postfix', 'exim']],
    ['smtps', ['postfix', 'exim']],
    ['imap', ['dovecot']],
    ['pop3s', ['dovecot']],
    ['ldap', ['openldap']],
    ['postgres', ['postgresql']],
    ['mysql', ['mysql']],
    ['ftp', ['vsftpd']],
    ['rdp', ['windows-rdp']],
    ['xmpp', ['any']],
  ])('%s is mended on %j, never on a web server', (protocol, platforms) => {
    const fitted = fittedFor(protocol);
    expect(fitted.map(({ platform }) => platform)).toEqual([...platforms, 'load-balancer']);
    const steps = fitted.flatMap((remedy) => remedy.steps).join('\n');
    expect(steps).not.toMatch(/nginx|apache|netsh|IIS/);
    expect(steps).toContain(`$ whichcert '${protocol}://mail.example:443@ADDRESS'`);
    expect(steps).not.toMatch(/undefined|\[object/);
  });

  it('keeps to what any server needs where no certificate is at fault', () => {
    expect(fittedFor('smtp', named('any')).map(({ platform }) => platform)).toEqual(['any', 'load-balancer']);
  });
});
