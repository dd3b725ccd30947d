import { describe, expect, it } from 'vitest';
import { readManifest } from '../../src/targets/manifest.js';

const PIN = 'ab'.repeat(32);
const yaml = `# the shop's rollout
version: 1
defaults:
  labels: { team: web }
  expect: { minDaysLeft: 20 }
connectTo: ["shop.example:443:127.0.0.1:8443"]
samples: 8
targets:
  - api.example
  - target: "imap://mail.example@203.0.113.9"
    labels: { team: mail, tier: 1 }
  - host: shop.example
    addresses:
      - 203.0.113.5
      - 2001:db8::5
      - address: 203.0.113.6
        port: 8443
        expect: { pins: ${PIN}, acceptPrevious: true }
    expect:
      files: [shop.pem, shop.pfx]
`;

describe('a manifest', () => {
  it('is targets with labels, expectations and addresses, each where it was written', async () => {
    const manifest = await readManifest(yaml, 'hosts.yaml');
    expect(manifest.samples).toBe(8);
    expect(manifest.connectTo).toEqual([{ host: 'shop.example', port: 443, toHost: '127.0.0.1', toPort: 8443 }]);
    expect(
      manifest.targets.map(({ target }) => [target.host, target.port, target.starttls, target.source, target.labels]),
    ).toEqual([
      ['api.example', 443, null, 'hosts.yaml:9', { team: 'web' }],
      ['mail.example', 143, 'imap', 'hosts.yaml:10', { team: 'mail', tier: '1' }],
      ['shop.example', 443, null, 'hosts.yaml:12', { team: 'web' }],
      ['shop.example', 443, null, 'hosts.yaml:12', { team: 'web' }],
    ]);
    const [api, , shop, other] = manifest.targets;
    expect(api?.expect?.minDaysLeft).toBe(20);
    expect(shop?.target.addresses).toEqual([
      { address: '203.0.113.5', port: null },
      { address: '2001:db8::5', port: null },
    ]);
    expect(shop?.expect).toMatchObject({ files: ['shop.pem', 'shop.pfx'], minDaysLeft: null });
    expect(other?.target.addresses).toEqual([{ address: '203.0.113.6', port: 8443 }]);
    expect(other?.expect).toMatchObject({ pins: [PIN], acceptPrevious: true });
  });

  it('is the same in JSON', async () => {
    const json = JSON.stringify({ version: 1, targets: ['a.example', { host: 'b.example', port: 8443 }] }, null, '\t');
    expect(
      (await readManifest(json, 'm.json')).targets.map(
        ({ target }) => `${target.host}:${target.port} ${target.source}`,
      ),
    ).toEqual(['a.example:443 m.json:4', 'b.example:8443 m.json:5']);
  });

  it.each([
    ['version: 2\ntargets: []', /^m\.yaml:1:10: version: /],
    ['version: 1\ntargets:\n  - host: a.example\n    prot: 443', /^m\.yaml:3:5: targets\[0\]: .*prot/],
    ['version: 1\ntargets:\n  - host: a.example\n    port: 70000', /^m\.yaml:4:11: targets\[0\]\.port: /],
    ['version: 1\ntargets:\n  - host: 0x7f.1', /^m\.yaml:3:5: .*0x7f\.1/],
    ['version: 1\ntargets:\n  - host: a.example\n    addresses: [b.example]', /^m\.yaml:3:5: .*not an address/],
    [
      'version: 1\ntargets:\n  - host: https://a.example',
      /^m\.yaml:3:5: (?!.*\[https).*"host" "https:\/\/a\.example".*"target"/,
    ],
    ['version: 1\ntargets:\n  - host: a.example:443', /^m\.yaml:3:5: (?!.*\[a).*"host" "a\.example:443"/],
    ['version: 1\ntargets:\n  - target: a.example\n    host: b.example', /^m\.yaml:3:5: .*either "target" or "host"/],
    ['version: 1\ntargets:\n  - a.example: [', /^m\.yaml:3:\d+: /],
    [
      'version: 1\ntargets:\n  - host: a.example\n    expect: { fingerprint: x }',
      /^m\.yaml:4:13: targets\[0\]\.expect: .*fingerprint/,
    ],
    ['', /^m\.yaml:1:1: /],
    [
      'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]',
      /^m\.yaml/,
    ],
  ])('is refused with file, line and column: %j', async (text, message) => {
    await expect(readManifest(text, 'm.yaml')).rejects.toMatchObject({
      code: 'bad-manifest',
      message: expect.stringMatching(message),
    });
  });

  it('names every fault, not only the first', async () => {
    const text = 'version: 1\ntargets:\n  - host: a..example\n  - host: ok.example\n  - "b.example:99999"\n';
    await expect(readManifest(text, 'm.yaml')).rejects.toThrow(/^m\.yaml:3:5: .*\nm\.yaml:5:5: /);
  });
});
