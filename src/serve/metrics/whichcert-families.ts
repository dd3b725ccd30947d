import { STATUSES } from '../../model/report.js';
import type { Facts } from './facts.js';
import type { Family, Sample } from './family.js';

/** The metrics of whichcert's own, with what they could not hold. */
export interface BoundedFamilies {
  readonly families: readonly Family[];
  /** Targets whose series were left out because of `mostSeries`. */
  readonly omitted: number;
}

const HELP: Readonly<Record<string, string>> = {
  whichcert_status:
    'Whether the target has this status: 1 for one of critical, unknown, warning, ok, 0 for the others.',
  whichcert_cause: 'The leading explanation at an address where something is wrong; always 1.',
  whichcert_certificate_not_after_seconds:
    'When the served certificate ends, in seconds since 1970; also when it is the wrong one.',
  whichcert_matches_expectation:
    'Whether the served certificate is what should be served; absent where nothing could be asked.',
  whichcert_served_info: 'Which certificate a question was served; always 1.',
  whichcert_finding: 'A judgement on the target or one of its addresses; always 1.',
  whichcert_last_check_timestamp_seconds: 'When the target was last checked, in seconds since 1970.',
};

/**
 * `whichcert_*` for these targets, the worst first: once `mostSeries` are made, the series of further targets are left
 * out and counted. A target makes 5 series, 6 or so an address more, and one a finding.
 */
export function whichcertFamilies(facts: readonly Facts[], mostSeries: number): BoundedFamilies {
  const samples = new Map<string, Sample[]>(Object.keys(HELP).map((name) => [name, []]));
  let series = 0;
  let omitted = 0;
  for (const one of worstFirst(facts)) {
    const own = seriesOf(one);
    if (series + own.length > mostSeries) {
      omitted += 1;
      continue;
    }
    series += own.length;
    for (const [name, sample] of own) samples.get(name)?.push(sample);
  }
  const families = [...samples].map(
    ([name, all]): Family => ({ name, help: HELP[name] ?? '', type: 'gauge', samples: all }),
  );
  return { families, omitted };
}

function worstFirst(facts: readonly Facts[]): readonly Facts[] {
  return facts.toSorted((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status));
}

function seriesOf(facts: Facts): readonly (readonly [name: string, sample: Sample])[] {
  const { target } = facts;
  return [
    ...STATUSES.map((status) => sample('whichcert_status', { target, status }, status === facts.status ? 1 : 0)),
    sample('whichcert_last_check_timestamp_seconds', { target }, facts.at / 1000),
    ...facts.endpoints.flatMap((endpoint) => {
      const { address, cause, notAfter, matches, answers } = endpoint;
      return [
        ...(cause === null ? [] : [sample('whichcert_cause', { target, address, cause }, 1)]),
        ...(notAfter === null
          ? []
          : [sample('whichcert_certificate_not_after_seconds', { target, address }, notAfter / 1000)]),
        ...(matches === null ? [] : [sample('whichcert_matches_expectation', { target, address }, matches ? 1 : 0)]),
        ...answers.map(({ probe, sha256 }) => sample('whichcert_served_info', { target, address, probe, sha256 }, 1)),
      ];
    }),
    ...distinct(facts.findings).map(({ address, code }) => sample('whichcert_finding', { target, address, code }, 1)),
  ];
}

function distinct(findings: Facts['findings']): Facts['findings'] {
  return [...new Map(findings.map((finding) => [`${finding.address} ${finding.code}`, finding])).values()];
}

function sample(name: string, labels: Readonly<Record<string, string>>, value: number): readonly [string, Sample] {
  return [name, { labels, value }];
}
