import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { alertmanager } from '../../src/integrations/alertmanager.js';
import { healthchecks } from '../../src/integrations/healthchecks.js';
import { icinga } from '../../src/integrations/icinga.js';
import { slack } from '../../src/integrations/slack.js';
import { uptimeKuma } from '../../src/integrations/uptime-kuma.js';
import { SIGNATURE_HEADER, webhook } from '../../src/integrations/webhook.js';
import { stateOf, Trigger, type TriggerSettings, WELL } from '../../src/integrations/when.js';
import type { TargetReport } from '../../src/model/report.js';
import {
  aConflict,
  aDiagnosis,
  aFinding,
  anEndpoint,
  anUnresolved,
  aReport,
  GOOD,
  HOSTILE,
} from '../support/reports.js';
import { asked } from './asked.js';

describe('receivers', () => {
  it('Uptime Kuma: up and down with the sentence, whatever query the address had', () => {
    const push = uptimeKuma({ url: 'https://kuma.example/api/push/token?status=up&msg=OK&ping=' });
    expect(asked(push, aReport()).url).toBe(
      'https://kuma.example/api/push/token?status=up&msg=shop.example+is+right&ping=41',
    );
    expect(new URL(asked(push, aConflict()).url).searchParams.get('status')).toBe('down');
    expect(new URL(asked(push, aConflict()).url).searchParams.get('msg')).toMatch(
      /^\[ip-binding-conflict\] shop\.example is served/,
    );
  });

  it('healthchecks.io: /fail when it is wrong', () => {
    const push = healthchecks({ url: 'https://hc.example/5bf2' });
    expect(asked(push, aReport()).url).toBe('https://hc.example/5bf2');
    expect(asked(push, aConflict()).url).toBe('https://hc.example/5bf2/fail');
  });

  it('Icinga: exit status, output, and a filter that no name can break out of', () => {
    const settings = {
      url: 'https://icinga.example:5665/',
      user: 'u',
      password: 'p',
      service: 'web!tls" || true',
      ttlSeconds: 120,
      checkSource: 'probe1',
    };
    const request = asked(icinga(settings), aConflict());
    expect(request.url).toBe('https://icinga.example:5665/v1/actions/process-check-result');
    expect(request.headers.authorization).toBe('Basic dTpw');
    expect(JSON.parse(request.body ?? '')).toMatchObject({
      exit_status: 2,
      filter: 'service.__name == name',
      filter_vars: { name: 'web!tls" || true' },
      ttl: 120,
    });
  });

  it('webhook: signed over exactly the body', () => {
    const request = asked(webhook({ url: 'https://hook.example', secret: 'k' }), aConflict());
    expect(request.headers[SIGNATURE_HEADER]).toBe(
      `sha256=${createHmac('sha256', 'k')
        .update(request.body ?? '')
        .digest('hex')}`,
    );
  });

  it('Slack: no peer text becomes a link or a mention', () => {
    const request = asked(
      slack({ url: 'https://slack.example' }),
      aConflict({ diagnosis: aDiagnosis({ title: `<!channel> ${HOSTILE}` }) }),
    );
    expect(JSON.parse(request.body ?? '').text).toContain('&lt;!channel&gt;');
  });

  it('a message names the target and the address, whatever is wrong', () => {
    const diagnosis = aDiagnosis({ cause: 'unreachable', title: '203.0.113.60 cannot be reached: connection refused' });
    const endpoints = [anEndpoint('203.0.113.60', null, { status: 'unknown', diagnosis })];
    const gone = aReport({ status: 'unknown', endpoints, diagnosis });
    const message = '"CN=soon.test" expires on 2026-12-01T00:00:00Z, in 11 days';
    const soon = aReport({
      status: 'warning',
      endpoints: [anEndpoint('203.0.113.5', GOOD, { status: 'warning' })],
      findings: [aFinding({ code: 'expires-soon', severity: 'warning', message })],
    });
    const told = (report: TargetReport) =>
      JSON.parse(asked(slack({ url: 'https://slack.example' }), report, 'ok').body ?? '').text;
    expect(told(gone)).toBe(
      '*unknown* [unreachable] shop.example at 203.0.113.60 cannot be reached: connection refused',
    );
    expect(told(soon)).toBe(`*warning* [expires-soon] shop.example at 203.0.113.5: ${message}`);
  });

  it('Alertmanager: the same labels firing and resolved; a resolve ends it at once, a fire lives for four intervals', () => {
    const alerts = (report: TargetReport, before: string) => JSON.parse(asked(push, report, before).body ?? '');
    const push = alertmanager({ url: 'http://am.example:9093', intervalSeconds: 60 });
    const [firing] = alerts(aConflict(), 'ok');
    const [resolved] = alerts(aReport(), stateOf(aConflict()));
    expect(firing.labels).toEqual(resolved.labels);
    expect(firing.labels).toEqual({
      alertname: 'WhichcertWrongCertificate',
      severity: 'critical',
      target: 'shop.example',
    });
    expect(firing.annotations).toMatchObject({
      cause: 'ip-binding-conflict',
      addresses: '203.0.113.5: critical [ip-binding-conflict]',
    });
    expect(firing.endsAt).toBe('2026-11-20T06:04:00.041Z');
    expect(resolved.endsAt).toBe('2026-11-20T06:00:00.041Z');
    expect(push.request(aReport(), 'ok')).toBeNull();
  });

  it('Alertmanager: a route can tell faults apart, and an alert of another kind ends the one before', () => {
    const push = alertmanager({ url: 'http://am.example:9093', intervalSeconds: 60 });
    const soon = aReport({ status: 'warning', findings: [aFinding({ severity: 'warning', code: 'expires-soon' })] });
    const kindsOf = (report: TargetReport, before: string) =>
      JSON.parse(asked(push, report, before).body ?? '').map(
        ({ labels, startsAt }: { readonly labels: Record<string, string>; readonly startsAt?: string }) =>
          `${startsAt === undefined ? 'ended' : 'firing'} ${labels.alertname} ${labels.severity}`,
      );
    expect(kindsOf(soon, 'ok')).toEqual(['firing WhichcertCertificateExpiresSoon warning']);
    expect(kindsOf(anUnresolved(), 'ok')).toEqual(['firing WhichcertCertificateUnknown warning']);
    expect(kindsOf(anUnresolved({ status: 'critical' }), 'ok')).toEqual([
      'firing WhichcertCertificateUnknown critical',
    ]);
    expect(kindsOf(aConflict(), stateOf(soon))).toEqual([
      'firing WhichcertWrongCertificate critical',
      'ended WhichcertCertificateExpiresSoon warning',
    ]);
    // The cause changed, the alert is the same one.
    expect(kindsOf(aConflict(), 'critical [another-server]')).toEqual(['firing WhichcertWrongCertificate critical']);
    const labelled = aConflict();
    const target = { ...labelled.target, labels: { severity: 'page', team: 'web', target: 'x' } };
    const [own] = JSON.parse(asked(push, { ...labelled, target }, 'ok').body ?? '');
    expect(own.labels).toMatchObject({ severity: 'page', team: 'web', target: 'shop.example' });
  });
});

describe('when a receiver is told', () => {
  const sick = aConflict();
  const other = aConflict({ diagnosis: aDiagnosis({ cause: 'another-server' }) });
  const settings = { when: { kind: 'change' }, repeats: false, assumed: WELL } as const;
  /** What becomes of each report where everything arrives. */
  const told = (over: Partial<TriggerSettings>, reports: readonly TargetReport[]) => {
    const trigger = new Trigger({ ...settings, ...over });
    return reports.map((report) => {
      const due = trigger.see('a', report);
      if (due !== null) trigger.took('a', due.state);
      return due !== null;
    });
  };

  it('on every run', () => {
    expect(told({ when: { kind: 'every' } }, [aReport(), aReport()])).toEqual([true, true]);
  });

  it('on a change of status or cause, and not when the first run is well', () => {
    expect(told({}, [aReport(), sick, sick, other, aReport(), aReport()])).toEqual([
      ...[false, true, false],
      ...[true, true, false],
    ]);
  });

  it('after a state has held for so many runs', () => {
    expect(told({ when: { kind: 'after', runs: 3 } }, [sick, sick, aReport(), sick, sick, sick, sick])).toEqual([
      ...[false, false, false],
      ...[false, false, true, false],
    ]);
  });

  it('on every run while it stands, where what was told ends by itself', () => {
    expect(told({ repeats: true }, [aReport(), sick, sick, other, aReport(), aReport()])).toEqual([
      ...[false, true, true],
      ...[true, true, false],
    ]);
    const late = { repeats: true, when: { kind: 'after', runs: 2 } } as const;
    expect(told(late, [sick, sick, sick, aReport(), sick, aReport(), aReport()])).toEqual([
      ...[false, true, true],
      ...[false, true, false, true],
    ]);
  });

  it('of the first run too, where nothing is assumed', () => {
    expect(told({ assumed: null }, [aReport(), aReport()])).toEqual([true, false]);
  });

  it('again where it did not arrive, and of one change after the other', () => {
    const trigger = new Trigger(settings);
    expect(trigger.see('a', sick)).toEqual({ state: 'critical [ip-binding-conflict]', before: 'ok' });
    // Underway: the way is not open for another.
    expect([trigger.see('a', other), trigger.see('b', other)?.before]).toEqual([null, 'ok']);
    trigger.failed('a');
    expect(trigger.see('a', other)).toEqual({ state: 'critical [another-server]', before: 'ok' });
    expect([trigger.took('a', 'critical [another-server]'), trigger.see('a', other)]).toEqual([true, null]);
    expect([...trigger.told()]).toEqual([['a', 'critical [another-server]']]);
  });

  it('goes on where an earlier run ended', () => {
    const trigger = new Trigger(settings);
    trigger.restore('a', stateOf(sick));
    expect([trigger.see('a', sick), trigger.see('a', aReport())]).toEqual([
      null,
      { state: 'ok', before: 'critical [ip-binding-conflict]' },
    ]);
    trigger.retain(new Set());
    expect(trigger.see('a', aReport())).toBeNull();
  });
});
