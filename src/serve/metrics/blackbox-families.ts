import type { EndpointReport, ReportedCertificate, TargetReport } from '../../model/report.js';
import { escapeAndCut } from '../../report/escape.js';
import { addressHash } from './address-hash.js';
import { type Family, single } from './family.js';

/** Which address unlabelled metrics speak of: blackbox_exporter's `preferred_ip_protocol`, with its fallback. */
export type PreferredFamily = 'ip4' | 'ip6';

const LONGEST_LABEL = 1_000;

/**
 * The metrics of blackbox_exporter whose meaning is the same here, by its names, labels and units. They speak of the
 * preferred address; `probe_success` and `probe_ssl_earliest_cert_expiry` of all that were asked. The certificate's
 * metrics are there whenever a certificate was served, right or wrong. `probe_http_*` are not offered.
 *
 * @param verify false: any certificate is a success (`insecure_skip_verify`)
 */
export function blackboxFamilies(
  report: TargetReport,
  preferred: PreferredFamily,
  durationSeconds: number,
  verify = true,
): readonly Family[] {
  const endpoint = preferredEndpoint(report.endpoints, preferred);
  return [
    single(
      'probe_success',
      'Displays whether or not the probe was a success: no address is wrong',
      succeeded(report, verify) ? 1 : 0,
    ),
    single('probe_duration_seconds', 'Returns how long the probe took to complete in seconds', durationSeconds),
    single(
      'probe_dns_lookup_time_seconds',
      'Returns the time taken for probe dns lookup in seconds',
      report.resolution.ms / 1000,
    ),
    ...addressFamilies(endpoint),
    ...(endpoint === null ? [] : certificateFamilies(report, endpoint)),
    ...earliestExpiry(report),
  ];
}

/** Every address is as it should be, warnings aside; without `verify`: serves a certificate at all. */
export function succeeded(report: TargetReport, verify: boolean): boolean {
  if (!verify) {
    const asked = report.endpoints.filter(({ observations }) => observations[0]?.outcome !== 'skipped');
    return asked.length > 0 && asked.every(({ served }) => served !== null);
  }
  return report.status === 'ok' || report.status === 'warning';
}

/** The first address of the preferred family, else the first; of those that this machine has a route to, if any. */
export function preferredEndpoint(
  endpoints: readonly EndpointReport[],
  preferred: PreferredFamily,
): EndpointReport | null {
  const asked = endpoints.filter(({ observations }) => observations[0]?.reason !== 'no-route-for-family');
  const all = asked.length === 0 ? endpoints : asked;
  return all.find(({ address }) => address.includes(':') === (preferred === 'ip6')) ?? all[0] ?? null;
}

/** Zeros where there is no address. */
function addressFamilies(endpoint: EndpointReport | null): readonly Family[] {
  const address = endpoint?.address ?? null;
  const protocol = address === null ? 0 : address.includes(':') ? 6 : 4;
  return [
    single('probe_ip_protocol', 'Specifies whether probe ip protocol is IP4 or IP6', protocol),
    single(
      'probe_ip_addr_hash',
      'Specifies the hash of IP address. It is useful to detect if the IP address changes.',
      address === null ? 0 : addressHash(address),
    ),
  ];
}

function certificateFamilies(report: TargetReport, endpoint: EndpointReport): readonly Family[] {
  const control = servingControl(endpoint);
  const leaf = control?.certificates[0];
  const certificate = leaf === undefined ? undefined : report.certificates[leaf];
  if (control === null || leaf === undefined || certificate === undefined) return [];
  const path = issuersWithin(report, control.certificates);
  const ends = path.flatMap(({ notAfter }) => (notAfter === null ? [] : [Date.parse(notAfter) / 1000]));
  return [
    ...(ends.length === 0
      ? []
      : [
          single(
            'probe_ssl_last_chain_expiry_timestamp_seconds',
            'Returns last SSL chain expiry in timestamp: of the certificates sent, from the served one to its last issuer',
            Math.min(...ends),
          ),
        ]),
    labelled('probe_ssl_last_chain_info', 'Contains SSL leaf certificate information', {
      fingerprint_sha256: leaf,
      subject: text(certificate.subject),
      issuer: text(certificate.issuer),
      subjectalternative: text((certificate.dnsNames ?? []).join(',')),
      serialnumber: text(certificate.serialNumber),
    }),
    labelled('probe_tls_version_info', 'Contains the TLS version used', { version: versionWords(control.protocol) }),
    labelled('probe_tls_cipher_info', 'Contains the TLS cipher used', { cipher: control.cipherSuite ?? '' }),
  ];
}

/** The minimum over everything that was sent, at every address. */
function earliestExpiry(report: TargetReport): readonly Family[] {
  const ends = report.endpoints.flatMap((endpoint) =>
    (servingControl(endpoint)?.certificates ?? []).flatMap((sha256) => {
      const end = report.certificates[sha256]?.notAfter;
      return end == null ? [] : [Date.parse(end) / 1000];
    }),
  );
  if (ends.length === 0) return [];
  return [
    single(
      'probe_ssl_earliest_cert_expiry',
      'Returns earliest SSL cert expiry in unixtime, of all addresses',
      Math.min(...ends),
    ),
  ];
}

function servingControl({ observations }: EndpointReport): EndpointReport['observations'][number] | null {
  const control = observations[0]?.probe;
  return observations.find(({ probe, certificates }) => probe === control && certificates.length > 0) ?? null;
}

/** From the served certificate to its last issuer among those sent: strays are left out. */
function issuersWithin(report: TargetReport, sent: readonly string[]): readonly ReportedCertificate[] {
  const all = sent.flatMap((sha256) => report.certificates[sha256] ?? []);
  const path: ReportedCertificate[] = [];
  let next = all[0];
  while (next !== undefined && !path.includes(next)) {
    path.push(next);
    const { issuer, subject } = next;
    next = issuer === subject ? undefined : all.find((each) => each.subject === issuer);
  }
  return path;
}

/** `TLSv1.3` → `TLS 1.3`, as Go says it. */
function versionWords(protocol: string | null): string {
  if (protocol === null) return '';
  const version = protocol.replace(/^TLSv/, '');
  return version === '1' ? 'TLS 1.0' : `TLS ${version}`;
}

function labelled(name: string, help: string, labels: Readonly<Record<string, string>>): Family {
  return { name, help, type: 'gauge', samples: [{ labels, value: 1 }] };
}

function text(value: string | null): string {
  return escapeAndCut(value ?? '', LONGEST_LABEL);
}
