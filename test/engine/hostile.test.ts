import { describe, expect, it } from 'vitest';
import type { TranscriptEntry } from '../../src/engine/transcript.js';
import type { Alert, Observation } from '../../src/model/observation.js';
import type { TargetReport } from '../../src/model/report.js';
import { reportSchema } from '../../src/report/schema.js';
import { liars } from '../servers/index.js';
import { type Liar, type RunningLiar, startLiar, type Visit } from '../servers/liar.js';
import { silent } from '../servers/silent.js';
import { type Credentials, HANDSHAKE, honestFlight, makeCredentials, record } from '../servers/wire.js';
import { sha256 } from '../support/bytes.js';
import { alternativeNames } from '../support/der.js';
import { checkAll, checkOne } from '../support/run-check.js';
import { story } from '../support/verdicts.js';

/** Short: what falls silent is waited for this long, once per question. */
const TIMEOUT_MS = 1500;

async function visit(liar: Liar): Promise<{ readonly report: TargetReport; readonly running: RunningLiar }> {
  const running = await startLiar(liar);
  try {
    const scheme = liar.starttls === undefined ? '' : `${liar.starttls}://`;
    const report = await checkOne(`${scheme}liar.test:${running.port}@127.0.0.1`, {
      timeoutMs: TIMEOUT_MS,
      http: false,
      unknownSibling: false,
    });
    return { report, running };
  } finally {
    await running.stop();
  }
}

function controlOf(report: TargetReport): Observation {
  const control = report.endpoints[0]?.observations.find(({ probe }) => probe === 'target-name');
  if (control === undefined) throw new Error('the control was not asked');
  return control;
}

const descriptions = (alerts: readonly Alert[]): readonly string[] => alerts.map(({ description }) => description);

describe.concurrent('hostile peers, over sockets', () => {
  it.each(liars)('%s', async (_file, liar) => {
    const { report, running } = await visit(liar);
    const control = controlOf(report);
    const { expected } = liar;
    expect({ outcome: control.outcome, reason: control.reason, stage: control.stage }).toEqual({
      outcome: expected.outcome,
      reason: expected.reason,
      stage: expected.stage,
    });
    const sent = running.credentials.list.map(sha256);
    expect(control.certificates).toEqual(sent.slice(0, expected.certificates ?? 0));
    if (expected.possession !== undefined) expect(control.possession).toBe(expected.possession);
    if (expected.possessionReason !== undefined) expect(control.possessionReason).toBe(expected.possessionReason);
    if (expected.detail !== undefined) expect(control.detail).toMatchObject(expected.detail);
    expect(control.alert?.description ?? null).toBe(expected.alert ?? null);
    expect(descriptions(control.warningAlerts)).toEqual(expected.warningAlerts ?? []);
    for (const fingerprint of control.certificates) expect(report.certificates).toHaveProperty(fingerprint);
    expect(() => reportSchema.parse(report)).not.toThrow();
  });
});

describe('peers that differ from connection to connection', () => {
  const options = { timeoutMs: TIMEOUT_MS, http: false, unknownSibling: false };
  const honest = (visit: Visit, credentials = visit.credentials): void => {
    visit.socket.write(record(HANDSHAKE, honestFlight(visit.seen, credentials).whole));
  };

  it('row 22: resets every second connection: the certificate is kept, and no cause is made of the resets', async () => {
    const running = await startLiar({
      ...silent,
      answer: (visit) => (visit.connection % 2 === 0 ? visit.socket.resetAndDestroy() : honest(visit)),
    });
    const report = await checkOne(`liar.test:${running.port}@127.0.0.1`, options);
    await running.stop();
    const endpoint = report.endpoints[0];
    expect(endpoint?.served).toBe(sha256(running.credentials.list[0] ?? new Uint8Array()));
    const named = [report.diagnosis?.cause, ...(report.diagnosis?.alternatives ?? []).map(({ cause }) => cause)];
    expect(named).not.toContain('private-key-unusable');
    expect(named).not.toContain('missing-sni-host-match');
    expect(named).not.toContain('backend-unavailable');
  });

  it('row 36: offers STARTTLS at random: both answers are shown', async () => {
    const running = await startLiar({
      ...silent,
      starttls: 'smtp',
      greet: (socket, connection) => {
        socket.write('220 mail.test ESMTP\r\n');
        socket.on('data', (bytes) => {
          if (/^STARTTLS/i.test(bytes.toString())) socket.end('220 go ahead\r\n');
          else socket.write(connection % 2 === 0 ? '250 mail.test\r\n' : '250-mail.test\r\n250 STARTTLS\r\n');
        });
      },
    });
    const report = await checkOne(`smtp://liar.test:${running.port}@127.0.0.1`, options);
    await running.stop();
    const observations = report.endpoints[0]?.observations ?? [];
    expect(observations.some(({ outcome }) => outcome === 'starttls')).toBe(true);
    expect(observations.some(({ outcome }) => outcome === 'interrupted')).toBe(true);
    expect(report.status).not.toBe('ok');
  });

  it('row 56: a name of fifty addresses, half of them dead: a verdict for each', async () => {
    const addresses = Array.from({ length: 50 }, (_, index) => `127.0.7.${index + 1}`);
    const first = await startLiar({ ...silent, answer: (visit) => honest(visit) }, addresses[0] ?? '');
    const others = await Promise.all(
      addresses
        .slice(1, 25)
        .map((address) =>
          startLiar({ ...silent, answer: (visit) => honest(visit, first.credentials) }, address, first.port),
        ),
    );
    const report = await checkOne(`liar.test:${first.port}@${addresses.join(',')}`, options);
    await Promise.all([first, ...others].map((running) => running.stop()));
    expect(report.endpoints.map(({ address }) => address)).toEqual(addresses);
    const outcomes = report.endpoints.map((endpoint) => endpoint.observations[0]?.outcome);
    expect(outcomes).toEqual(addresses.map((_, index) => (index < 25 ? 'served' : 'unreachable')));
  });

  const rotate = async (pair: readonly Credentials[]): Promise<TargetReport> => {
    const running = await startLiar({ ...silent, answer: (visit) => honest(visit, pair[visit.connection % 2]) });
    const report = await checkOne(`liar.test:${running.port}@127.0.0.1`, options);
    await running.stop();
    const controls = report.endpoints[0]?.observations.filter(({ probe }) => probe === 'target-name') ?? [];
    expect(controls.length, story(report)).toBeGreaterThanOrEqual(6);
    expect(new Set(controls.map(({ certificates }) => certificates[0])).size).toBe(2);
    return report;
  };

  it('row 57: at each connection another certificate, one of them a stranger’s: rotation, and nothing else', async () => {
    const stranger = makeCredentials({ extensions: [alternativeNames(['stranger.test'])] });
    const report = await rotate([makeCredentials(), stranger]);
    expect(report.diagnosis?.cause, story(report)).toBe('rotating-certificates');
    expect(report.status).toBe('critical');
  });

  it('row 57: at each connection another certificate, both of them right: a finding, and no fault', async () => {
    const report = await rotate([makeCredentials(), makeCredentials()]);
    expect(
      report.findings.map(({ code }) => code),
      story(report),
    ).toContain('unstable-answers');
    expect(report.status).not.toBe('critical');
  });

  it('row 58: hundreds of silent targets: never more connections than allowed, and a report for each', async () => {
    // Counted where they are made: a server in this process hears of a reset later than it hears of the next connection.
    let open = 0;
    let most = 0;
    const onTranscript = ({ event }: TranscriptEntry): void => {
      if (event === 'connect') open += 1;
      if (event === 'ended') open -= 1;
      most = Math.max(most, open);
    };
    const running = await startLiar(silent, '0.0.0.0');
    const targets = Array.from(
      { length: 400 },
      (_, index) => `n${index}.test:${running.port}@127.0.${8 + (index % 8)}.1`,
    );
    const reports = await checkAll(targets, {
      ...options,
      timeoutMs: 150,
      concurrency: 40,
      perAddress: 10,
      onTranscript,
    });
    await running.stop();
    expect(reports).toHaveLength(400);
    expect(open).toBe(0);
    for (const { status } of reports) expect(['critical', 'unknown']).toContain(status);
    expect(most).toBeLessThanOrEqual(40);
  });
});
