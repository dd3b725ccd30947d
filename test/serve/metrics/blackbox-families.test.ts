import { describe, expect, it } from 'vitest';
import { blackboxFamilies } from '../../../src/serve/metrics/blackbox-families.js';
import {
  aCertificate,
  aConflict,
  anEndpoint,
  anObservation,
  anUnresolved,
  aReport,
  GOOD,
  HOSTILE,
} from '../../support/reports.js';

function values(...args: Parameters<typeof blackboxFamilies>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    blackboxFamilies(...args).map(({ name, samples }) => [name, samples[0]?.value ?? Number.NaN]),
  );
}
function labels(
  name: string,
  ...args: Parameters<typeof blackboxFamilies>
): Readonly<Record<string, string>> | undefined {
  return blackboxFamilies(...args).find((family) => family.name === name)?.samples[0]?.labels;
}

const both = [anEndpoint('203.0.113.5', GOOD), anEndpoint('2001:db8::5', GOOD)];

describe('probe_*', () => {
  it('without verifying, any certificate is a success, and none is not', () => {
    expect(values(aConflict(), 'ip4', 0).probe_success).toBe(0);
    expect(values(aConflict(), 'ip4', 0, false).probe_success).toBe(1);
    const refused = { ...anEndpoint('203.0.113.6', GOOD), served: null };
    expect(values(aReport({ endpoints: [...both, refused] }), 'ip4', 0, false).probe_success).toBe(0);
    expect(values(anUnresolved(), 'ip4', 0, false).probe_success).toBe(0);
  });

  it('speak of an address that this machine has a route to', () => {
    const skipped = anObservation('target-name', null, { outcome: 'skipped', reason: 'no-route-for-family' });
    const unrouted = { ...anEndpoint('2001:db8::6', GOOD), served: null, observations: [skipped] };
    const report = aReport({ endpoints: [unrouted, anEndpoint('203.0.113.5', GOOD)] });
    expect(values(report, 'ip6', 0)).toMatchObject({ probe_ip_protocol: 4, probe_success: 1 });
    expect(values(aReport({ endpoints: [unrouted] }), 'ip6', 0).probe_ip_protocol).toBe(6);
  });

  it('of a healthy target', () => {
    expect(values(aReport({ endpoints: both }), 'ip6', 0.25)).toMatchObject({
      probe_success: 1,
      probe_duration_seconds: 0.25,
      probe_dns_lookup_time_seconds: 0,
      probe_ip_protocol: 6,
      probe_ssl_earliest_cert_expiry: 1_822_348_800,
      probe_ssl_last_chain_expiry_timestamp_seconds: 1_822_348_800,
    });
    expect(values(aReport({ endpoints: both }), 'ip4', 0).probe_ip_protocol).toBe(4);
    expect(labels('probe_tls_version_info', aReport(), 'ip4', 0)).toEqual({ version: 'TLS 1.3' });
    expect(labels('probe_tls_cipher_info', aReport(), 'ip4', 0)).toEqual({ cipher: 'TLS_AES_128_GCM_SHA256' });
    expect(labels('probe_ssl_last_chain_info', aReport(), 'ip4', 0)).toEqual({
      fingerprint_sha256: GOOD,
      subject: 'CN=shop.example',
      issuer: 'CN=Lab CA',
      subjectalternative: 'shop.example',
      serialnumber: '01',
    });
  });

  it('of a wrong one: not a success, and the certificate is still there', () => {
    const all = values(aConflict(), 'ip6', 1);
    expect(all.probe_success).toBe(0);
    expect(all.probe_ssl_earliest_cert_expiry).toBe(1_822_348_800);
    expect(labels('probe_ssl_last_chain_info', aConflict(), 'ip6', 1)?.subject).toBe('CN=legacy');
  });

  it('the earliest end is that of all addresses and everything sent; the path leaves strays out', () => {
    const [leaf, stray, issuer] = ['11'.repeat(32), '22'.repeat(32), '33'.repeat(32)] as const;
    const sent = anObservation('target-name', leaf, { certificates: [leaf, stray, issuer] });
    const report = aReport({
      endpoints: [anEndpoint('203.0.113.5', leaf, { observations: [sent] })],
      certificates: {
        [leaf]: aCertificate({ issuer: 'CN=CA', notAfter: '2027-01-01T00:00:00Z' }),
        [stray]: aCertificate({ subject: 'CN=Old', issuer: 'CN=Root', notAfter: '2026-12-01T00:00:00Z' }),
        [issuer]: aCertificate({ subject: 'CN=CA', issuer: 'CN=CA', notAfter: '2030-01-01T00:00:00Z' }),
      },
    });
    expect(values(report, 'ip4', 0)).toMatchObject({
      probe_ssl_earliest_cert_expiry: Date.parse('2026-12-01T00:00:00Z') / 1000,
      probe_ssl_last_chain_expiry_timestamp_seconds: Date.parse('2027-01-01T00:00:00Z') / 1000,
    });
  });

  it('of a name without addresses', () => {
    expect(values(anUnresolved(), 'ip6', 0)).toEqual({
      ...{ probe_success: 0, probe_duration_seconds: 0, probe_dns_lookup_time_seconds: 0.003 },
      ...{ probe_ip_protocol: 0, probe_ip_addr_hash: 0 },
    });
  });

  it('offers nothing of probe_http_*, and no unescaped peer text', () => {
    const report = aReport({ certificates: { [GOOD]: aCertificate({ subject: HOSTILE, dnsNames: [HOSTILE] }) } });
    const families = blackboxFamilies(report, 'ip4', 0);
    expect(families.some(({ name }) => name.startsWith('probe_http_'))).toBe(false);
    for (const text of families.flatMap(({ samples }) => samples.flatMap((sample) => Object.values(sample.labels)))) {
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });
});
