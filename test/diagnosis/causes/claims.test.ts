/** What a text claims follows from what was asked and found, and no more. */
import { describe, expect, it } from 'vitest';
import { CAUSE_TEXTS } from '../../../src/diagnosis/causes/all.js';
import { type Facts, PLACEHOLDERS } from '../../../src/diagnosis/causes/facts.js';
import { spokenOn } from '../../../src/diagnosis/spoken.js';
import { CAUSES, CERTAINTIES } from '../../../src/model/diagnosis.js';
import { certificate, HOST, observation, run, SIBLING, table } from '../support.js';

const facts: Facts = {
  ...PLACEHOLDERS,
  host: 'shop.example',
  address: '203.0.113.5',
  place: '203.0.113.5',
  answer: '"CN=legacy"',
  served: '"CN=legacy"',
  withoutName: '"CN=legacy"',
  unknownName: '"CN=legacy"',
  allAlike: true,
  asUnknown: true,
  asNone: true,
  localAddress: '<local address of 203.0.113.5>',
};
const told = (cause: (typeof CAUSES)[number], some: Partial<Facts>) => {
  const text = CAUSE_TEXTS[cause];
  const all = { ...facts, ...some };
  const steps = text.remedies(all).flatMap((remedy) => remedy.steps);
  return { title: text.title(all), explanation: text.explanation(all), steps, first: steps[0] ?? '' };
};

describe('other names', () => {
  it.each(['fallback-certificate', 'ip-binding-conflict', 'sni-not-supported'] as const)(
    '%s speaks of every name only where another one that somebody has was asked, and answered alike',
    (cause) => {
      expect(told(cause, {}).title).toMatch(/, as a name that nobody has is$/);
      expect(told(cause, { namesAlike: ['mail.example'] }).title).toMatch(/, as every name asked there is$/);
      expect(told(cause, { allAlike: false, asUnknown: false }).title).not.toMatch(/, as /);
    },
  );

  it.each(CAUSES)('%s does not say "most likely" of what is only possible, nor "the first command below"', (cause) => {
    for (const certainty of CERTAINTIES) {
      const { title, explanation } = told(cause, { certainty });
      if (certainty === 'possible') expect(`${title} ${explanation}`).not.toMatch(/most likely/i);
      expect(explanation).not.toContain('below tells');
    }
    expect(told('ip-binding-conflict', { certainty: 'likely' }).explanation).toContain('Most likely a binding');
  });

  it('the fallback is told by what was answered alike, and of old versions nothing is compared', () => {
    expect(told('fallback-certificate', { asNone: false }).explanation).toContain(
      '203.0.113.5 answers alike with the name and with a name that nobody has, ',
    );
    const old = told('fallback-certificate', { legacyOnly: 'TLS 1.0', asNone: false, asUnknown: false }).explanation;
    expect(old).toContain('Only TLS 1.0 is spoken there: every other question was refused');
    expect(old).not.toContain('alike with');
  });

  it('a fallback that covers the name is replaced where it is, not given a place of its own', () => {
    const nginx = (coversName: boolean) =>
      CAUSE_TEXTS['fallback-certificate'].remedies({ ...facts, coversName }).find((one) => one.platform === 'nginx');
    expect(nginx(true)?.steps.join()).toContain('Point ssl_certificate');
    expect(nginx(true)?.steps.join()).not.toContain('a server block of its own');
    expect(nginx(false)?.steps.join()).toContain('a server block of its own');
    expect(told('fallback-certificate', { coversName: true }).explanation).toContain('covers shop.example');
  });
});

describe('no certificate', () => {
  const failing = { isServed: false, served: null, answer: 'a closed connection' };

  it('names what was asked, and at "possible" the router that looks the same', () => {
    const possible = told('no-certificate-served', { ...failing, certainty: 'possible' }).explanation;
    expect(possible).toContain('so do a client that sends no name and a name that nobody has');
    for (const part of ['A router, or a server without a fallback', 'put into the list', 'PROXY protocol']) {
      expect(possible).toContain(part);
    }
    expect(possible).not.toContain('not about');
    const likely = told('no-certificate-served', { ...failing, certainty: 'likely', namesAlike: ['mail.example'] });
    expect(likely.explanation).toContain('so do mail.example, a client that sends no name and');
    expect(likely.explanation).toContain('So it is not about one name');
  });

  it('after silence says what happened, and claims nothing of names', () => {
    const silent = { ...failing, answer: 'no answer in time', silentFor: '10 s', connections: 1, asUnknown: false };
    const { title, explanation, steps } = told('no-certificate-served', { ...silent, certainty: 'possible' });
    expect(title).toBe('203.0.113.5 accepts the connection and then sends nothing for 10 s');
    expect(explanation).toContain('Nothing else was asked');
    expect(steps.join('\n')).not.toMatch(/PS>|nginx|netsh/);
    const mail = { ...silent, scheme: 'smtp://', protocol: 'smtp', isStartTls: true, port: 25465 };
    const upgrade = told('no-certificate-served', { ...mail, certainty: 'possible' });
    expect(upgrade.explanation).toContain('write smtps://shop.example:25465@203.0.113.5');
    expect(upgrade.first).toContain("\n$ whichcert 'smtps://shop.example:25465@203.0.113.5'");
  });
});

describe('another protocol', () => {
  it.each([
    ['https', 'smtp', false, 'smtp://'],
    ['imaps', 'imap', false, 'imap://'],
    ['imap', 'smtp', true, 'smtp://'],
    ['https', 'postgres', false, 'postgres://'],
  ])('%s at a port that speaks %s prints the target to ask instead', (protocol, spoken, isStartTls, scheme) => {
    const { explanation, steps } = told('not-tls', { protocol, spoken, isStartTls, port: 2525 });
    expect(explanation).toContain(`write ${scheme}shop.example:2525@203.0.113.5`);
    expect(steps[0]).toContain(`\n$ whichcert '${scheme}shop.example:2525@203.0.113.5'`);
    expect(steps.join()).not.toMatch(/nginx|[Ss]witch it on/);
  });

  it.each(['http', 'ssh'])('%s has no STARTTLS, and none is spoken of', (spoken) => {
    const { explanation, steps } = told('not-tls', { spoken });
    expect(`${explanation} ${steps.join()}`).not.toMatch(/STARTTLS|smtp/);
  });

  it('STARTTLS that is not offered is to be switched on in that server', () => {
    const { steps } = told('not-tls', { protocol: 'imap', isStartTls: true, spoken: 'imap' });
    expect(steps.join()).toContain('Dovecot: ssl = yes');
  });
});

describe('a certificate at fault', () => {
  const invalid = (codes: readonly string[], more: Partial<Facts> = {}) =>
    told('certificate-invalid', { faultCodes: codes, faults: codes, ...more });

  it.each([
    ['expired', /^Renew the certificate/],
    ['not-yet-valid', /^Compare the clocks/],
    ['self-signed', /^Have a certificate issued/],
    ['identifier-mismatch', /^Have the certificate issued again with shop\.example/],
    ['untrusted', /check with its root:\n\$ whichcert 'shop\.example@203\.0\.113\.5' --ca <root>\.pem$/],
    ['incomplete-certificate-list', /check with its root:\n\$ whichcert .* --ca <root>\.pem$/],
  ])('%s is mended first by what it needs', (code, first) => {
    expect(invalid([code]).first).toMatch(first);
  });

  it('with a root given, what is sent is looked at first', () => {
    const typedOptions = [{ option: '--ca', value: 'corp.pem' }];
    expect(invalid(['incomplete-certificate-list'], { typedOptions }).first).toMatch(
      /^If a public authority issued it, .*Serve the certificate with its/,
    );
  });

  it('is not told to renew what is in date', () => {
    expect(invalid(['untrusted']).steps.join()).not.toMatch(/[Rr]enew/);
    expect(invalid(['not-yet-valid']).steps.join()).not.toMatch(/[Rr]enew/);
  });

  it('of a private authority is not told that an intermediate is missing', () => {
    const leaf = certificate('shop', { names: [HOST], issuer: 'CN=Corporate Root' });
    const trust = () => ({ trusted: false, reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', anchors: 'bundled' });
    const { verdict } = run({ sites: [{ address: '192.0.2.1', server: table({ else: leaf }) }], trust });
    expect(verdict.diagnosis?.cause).toBe('certificate-invalid');
    expect(verdict.diagnosis?.title).toContain(
      'it was issued by "CN=Corporate Root", which was not sent and is not trusted here: a private authority, or an intermediate certificate is missing',
    );
    expect(verdict.diagnosis?.remedies[0]?.steps[0]).toContain('--ca <root>.pem');
  });
});

describe('what was typed', () => {
  const typedOptions = [
    { option: '--ca', value: "corp's roots/ca.pem" },
    { option: '--no-trust', value: null },
    { option: '--connect-to', value: 'shop.example:443:127.0.0.1:8443' },
  ];
  const commands = (some: Partial<Facts>) =>
    CAUSES.flatMap((cause) => CAUSE_TEXTS[cause].remedies({ ...facts, ...some }))
      .flatMap(({ steps }) => steps.flatMap((step) => step.split('\n')))
      .filter((line) => line.startsWith('$ whichcert '));

  it('is repeated by every check, as a shell takes it', () => {
    const known = commands({ typedOptions }).filter((line) => line.includes('@203.0.113.5'));
    expect(known.length).toBeGreaterThan(20);
    for (const line of known) {
      expect(line).toContain(
        String.raw`' --ca 'corp'\''s roots/ca.pem' --no-trust --connect-to shop.example:443:127.0.0.1:8443`,
      );
    }
  });

  it('does not lead a check of other addresses elsewhere', () => {
    const others = commands({ typedOptions }).filter((line) => line.includes('@<address'));
    expect(others.length).toBeGreaterThan(1);
    for (const line of others) expect(line).not.toContain('--connect-to');
  });

  it('is nothing for the library, and left out where it would break the line', () => {
    for (const line of commands({})) expect(line).not.toMatch(/--(?!ca <|bindings|timeout)/);
    const broken = commands({ typedOptions: [{ option: '--ca', value: 'a\nrm -rf b' }] });
    for (const line of broken) expect(line).not.toContain('rm');
  });
});

describe('whose Server header', () => {
  const own = certificate('own', { names: [SIBLING] });
  const other = certificate('other');
  const ask = (answer: 'reset' | typeof other, http: string) => {
    const server = table({ [HOST]: answer, [SIBLING]: own, else: other });
    return run({ sites: [{ address: '192.0.2.1', server, http }], siblings: [SIBLING] }).verdict.diagnosis;
  };
  const platformsOf = (diagnosis: ReturnType<typeof ask>) => diagnosis?.remedies.map(({ platform }) => platform);

  it('another name brought it where the name itself is cut off: a router has a server for each', () => {
    const diagnosis = ask('reset', 'nginx/1.22.1');
    expect(diagnosis?.evidence).toContain('asked by another name, what answers there calls itself "nginx/1.22.1"');
    expect(platformsOf(diagnosis)).not.toContain('windows-iis');
  });

  it('http.sys has the port for every name', () => {
    expect(platformsOf(ask('reset', 'Microsoft-HTTPAPI/2.0'))?.[0]).toBe('windows-iis');
  });

  it('where another certificate is served, it is of what serves that', () => {
    const diagnosis = ask(other, 'lighttpd/1.4.69');
    expect(diagnosis?.evidence).toContain('what serves it calls itself "lighttpd/1.4.69"');
    expect(platformsOf(diagnosis)?.[0]).toBe('other');
    expect(diagnosis?.alternatives.map(({ tellApart }) => tellApart).join()).not.toMatch(/netsh|nginx|apachectl/);
  });
});

describe('what was seen', () => {
  it('of a silent port is how long it was waited for, by one connection', () => {
    const { verdict } = run({ sites: [{ address: '192.0.2.1', server: () => 'silence' }] });
    expect(verdict.diagnosis?.title).toBe('192.0.2.1 accepts the connection and then sends nothing for 5 ms');
    expect(verdict.diagnosis?.explanation).toMatch(/^Nothing else was asked/);
    expect(verdict.diagnosis?.explanation).not.toMatch(/unknown one|not about/);
  });

  it.each([
    ['220 mail.example ESMTP Exim 4.96', 'smtp'],
    ['220 (vsFTPd 3.0.3)', 'ftp'],
    ['* OK [CAPABILITY IMAP4rev1] ready', 'imap'],
    ['+OK Dovecot ready.', 'pop3'],
    ['SSH-2.0-OpenSSH_9.2', 'ssh'],
    ['HTTP/1.1 400 Bad Request', 'http'],
    ['hello', null],
  ])('of a greeting %j is the protocol: %s', (line, protocol) => {
    const seen = observation('target-name', HOST, 'http');
    expect(spokenOn({ ...seen, outcome: 'starttls', reason: 'not-offered', detail: { line } })).toBe(protocol);
    expect(spokenOn({ ...seen, reason: 'smtp' })).toBe('smtp');
    expect(spokenOn({ ...seen, reason: 'unknown' })).toBeNull();
  });
});

describe('machines in turn', () => {
  it('are said to serve different certificates only where they do', () => {
    const both = told('rotating-certificates', { answersInTurn: ['"CN=a"', '"CN=b"'] });
    expect(both.title).toContain('is served different certificates');
    const half = told('rotating-certificates', { answersInTurn: ['"CN=a"', 'a closed connection'], someFail: true });
    expect(half.title).toMatch(/from one connection to the next: "CN=a" or a closed connection$/);
    expect(half.explanation).toContain('it may be down');
  });

  it('one of which is down: seen in a run', () => {
    const right = certificate('right', { names: [HOST] });
    const server = (_name: string | null, _hello: unknown, connection: number) =>
      connection % 4 === 1 ? ('reset' as const) : right;
    const { verdict } = run({ sites: [{ address: '192.0.2.1', server }] });
    expect(verdict.diagnosis?.cause).toBe('rotating-certificates');
    expect(verdict.diagnosis?.title).toContain('a reset or ');
    expect(verdict.diagnosis?.title).not.toContain('different certificates');
  });
});
